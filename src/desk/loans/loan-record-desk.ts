import { actorOf, may, Right, type Caller } from '../../access/index.js';
import {
  acceptLoanRecord,
  actOnLoan,
  endHeldActs,
  ruleContext,
  type ExchangeContext,
  type RecordAnswer,
} from '../../exchange/index.js';
import {
  asNewRecord,
  readLoanRecord,
  type AgencyNames,
  type Fault,
  type LoanRecordInput,
} from '../../intake/index.js';
import { attention, plan, possibleActs, sentenceOf, type Happening } from '../../loan/index.js';
import { agencyIdFrom, agencyText, type PeerDirectory } from '../../peers/index.js';
import { newId, type Clock } from '../../platform/index.js';
import type { Committer, ListedLoan, LoanKey, Readers } from '../../storage/index.js';
import { AgencyNeeded } from '../agency-needed.js';
import { rulingCaller } from '../terms/ruling-caller.js';
import { nothingToDo, shownLoan, type ShownLoan } from './shown-loan.js';
import type {
  LoanDetail,
  LoanRecordDesk,
  LoanReference,
  LoanSummary,
  RecordOutcome,
  TimelineEntry,
} from '../gateway.js';

export interface DeskOptions {
  committer: Committer;
  readers: Readers;
  context: ExchangeContext;
  clock: Clock;
  directory: () => PeerDirectory;
  wake: (deliveries: readonly string[], peers?: readonly string[]) => void;
  allowPlainHttp: boolean;
}

/** Loan records over the API: in, changed, withdrawn, acted on, read. */
export function buildLoanRecordDesk(options: DeskOptions): LoanRecordDesk {
  return {
    accept: (records, by) =>
      Promise.all(records.map((record, index) => acceptOne(record, { index: index + 1, by, options }))),
    async change(record, content, by) {
      const id = await idOf(record, by, options);
      const loan = id === undefined ? undefined : await options.readers.loans.whole(id);
      if (loan === undefined || by.agencies?.includes(loan.record.agency) === false)
        return { status: 'unknown' };
      const { libraryId, agency } = loan.record;
      if (libraryId === undefined) return { status: 'unknown' };
      return acceptOne(content, { index: 1, by, options, stands: { libraryId, agency } });
    },
    async withdraw(record, by) {
      const { answer } = await act({ verb: 'withdraw' }, { record, by, idempotencyKey: newId() }, options);
      return answer;
    },
    act: ({ loan, act: asked, ...how }) => act(asked, { record: loan, ...how }, options),
    async list(filter, by) {
      const { type, ...rest } = filter;
      const page = await options.readers.loans.list({
        ...rest,
        ...(type === undefined ? {} : { serviceType: type }),
        ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
      });
      return { items: page.loans.map(summaryOf), ...(page.next === undefined ? {} : { next: page.next }) };
    },
    async get(record, by, asOf) {
      const id = await idOf(record, by, options);
      const shown = id === undefined ? undefined : await shownLoan(id, asOf, options);
      if (shown === undefined || by.agencies?.includes(shown.loan.record.agency) === false) return undefined;
      return detailOf(shown, options, by);
    },
  };
}

function agenciesOf(by: Caller, { directory }: DeskOptions): readonly string[] {
  return by.agencies ?? directory().ourAgencies.map(({ key }) => key);
}

/** Our id of the record that is meant. Throws `AgencyNeeded` where several of our agencies have one. */
export async function idOf(
  record: LoanReference,
  by: Caller,
  options: DeskOptions,
): Promise<string | undefined> {
  if (record.by === 'id') return record.id;
  const named =
    record.agency === undefined ? undefined : options.directory().ours(agencyIdFrom(record.agency));
  const agencies = agenciesOf(by, options).filter((key) => record.agency === undefined || key === named?.key);
  const found = await options.readers.loans.ofLibrary(record.libraryId, agencies);
  if (found.length > 1) throw agencyNeeded(found, options.directory());
  return found[0]?.id;
}

function agencyNeeded(found: readonly { agency: string }[], directory: PeerDirectory): AgencyNeeded {
  return new AgencyNeeded(
    found.map(({ agency: key }) => {
      const ours = directory.ourByKey(key);
      return ours === undefined ? key : agencyText(ours.agencyId);
    }),
  );
}

async function act(
  asked: Parameters<typeof actOnLoan>[0]['act'],
  of: { record: LoanReference; by: Caller; idempotencyKey: string; holdSeconds?: number },
  options: DeskOptions,
): ReturnType<LoanRecordDesk['act']> {
  const id = await idOf(of.record, of.by, options);
  if (id === undefined) return { answer: { kind: 'unknown-loan' }, replay: false };
  const loan: LoanKey = { by: 'id', id };
  const bound = of.by.agencies === undefined ? {} : { agencies: of.by.agencies };
  const actor = actorOf(of.by);
  const hold = of.holdSeconds === undefined ? {} : { holdSeconds: of.holdSeconds };
  const decidesMoney = (agency: string): boolean => may(of.by, Right.Claims, agency);
  const useCase = actOnLoan(
    { loan, act: asked, actor, decidesMoney, idempotencyKey: of.idempotencyKey, ...hold, ...bound },
    options.context,
  );
  for (let round = 0; round < HELD_ROUNDS; round += 1) {
    const result = await options.committer.commit(useCase);
    if (result.answer.kind !== 'held-before') {
      if (result.answer.kind === 'done' && !result.replay) options.wake(result.answer.owed);
      return { answer: result.answer, replay: result.replay };
    }
    options.wake(await options.committer.commit(endHeldActs({ loan, actor, ...bound }, options.context)));
  }
  throw new Error('acts are held on a loan faster than they can be decided');
}

/** A further act ends the wait of one that is held; somebody else may hold another one meanwhile. */
const HELD_ROUNDS = 5;

interface Handed {
  index: number;
  by: Caller;
  options: DeskOptions;
  /** For a change: what the record stands under, which no change touches. */
  stands?: { libraryId: string; agency: string };
}

async function acceptOne(value: unknown, handed: Handed): Promise<RecordOutcome> {
  const { index, by, options, stands } = handed;
  const read = readLoanRecord(value, { index });
  if (!read.ok) return refusedRecord(value, read.faults);
  const { record } = read;
  const refuse = (field: string, reason: string): RecordOutcome =>
    refusedRecord(value, [{ at: `record ${index}`, field, reason }]);
  if (stands !== undefined && stands.libraryId !== record.id)
    return refuse('/id', `is ${record.id}, but the record stands under ${stands.libraryId}`);
  const known = asNewRecord(record, agencyNames(options.directory()));
  if (!known.ok) return refuse(known.field, known.reason);
  if (by.agencies?.includes(known.record.agency) === false)
    return refuse('/agency', 'is not an agency that this token may speak for');
  if (stands !== undefined && stands.agency !== known.record.agency)
    return refuse('/agency', 'is not the agency whose record this is');
  const answer = await options.committer.commit(
    acceptLoanRecord(
      { record: known.record, handedIn: known.handedIn, actor: actorOf(by), source: 'imports' },
      options.context,
    ),
  );
  return outcomeOf(answer, { record, warnings: read.warnings, options, index });
}

function agencyNames(directory: PeerDirectory): AgencyNames {
  const [only, ...others] = directory.ourAgencies;
  return {
    ours: (written) => directory.ours(agencyIdFrom(written)),
    onlyAgency:
      only === undefined || others.length > 0
        ? undefined
        : `${only.agencyId.agencyIdType.value}:${only.agencyId.agencyIdValue}`,
    theirs: (written) => directory.agency(agencyIdFrom(written)),
  };
}

function refusedRecord(value: unknown, faults: Fault[]): RecordOutcome {
  const libraryId = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return { status: 'refused', faults, ...(typeof libraryId === 'string' ? { libraryId } : {}) };
}

function outcomeOf(
  answer: RecordAnswer,
  of: { record: LoanRecordInput; warnings: Fault[]; options: DeskOptions; index: number },
): RecordOutcome {
  const libraryId = of.record.id;
  const warnings = of.warnings.length === 0 ? {} : { warnings: of.warnings };
  switch (answer.kind) {
    case 'accepted':
    case 'replaced':
      of.options.wake(answer.owed);
      return { status: answer.kind, id: answer.loan, libraryId, ...warnings };
    case 'unchanged':
      return { status: 'unchanged', id: answer.loan, libraryId, ...warnings };
    case 'conflict':
      return {
        status: 'conflict',
        id: answer.loan,
        libraryId,
        detail: answer.detail,
        difference: answer.difference,
      };
    case 'refused':
    case 'unknown':
      return {
        status: 'refused',
        libraryId,
        faults: [
          {
            at: `record ${of.index}`,
            field: '/suppliers',
            reason: answer.kind === 'refused' ? answer.detail : 'there is no such record',
          },
        ],
      };
  }
}

function summaryOf({ id, record, current, attention: queue }: ListedLoan): LoanSummary {
  const { title, author } = record.bibliographicInfo;
  return {
    id,
    role: record.role,
    agency: record.agency,
    phase: record.phase,
    createdAt: record.createdAt,
    ...(record.libraryId === undefined ? {} : { libraryId: record.libraryId }),
    ...(record.closedAt === undefined ? {} : { closedAt: record.closedAt }),
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(record.serviceInfo === undefined ? {} : { serviceType: record.serviceInfo.serviceType }),
    ...(current === undefined ? {} : { state: current.state, peer: current.peer }),
    ...(current?.dueDate === undefined ? {} : { dueDate: current.dueDate }),
    ...(queue === undefined ? {} : { attention: queue as NonNullable<LoanSummary['attention']> }),
  };
}

/** Attempts and settlements have no sentence of their own: what they are because of says it. */
function wordsFor(kind: string, facts: object | undefined): string | undefined {
  const sentence: string | undefined = sentenceOf({
    kind: kind as Happening['kind'],
    facts: (facts ?? {}) as NonNullable<Happening['facts']>,
  });
  return sentence;
}

function detailOf({ loan, entries, asOf }: ShownLoan, options: DeskOptions, by: Caller): LoanDetail {
  const now = asOf === undefined ? options.clock.now() : new Date(asOf);
  const peers = options.directory();
  const ctx = ruleContext({
    at: { now, newId, randomBytes: () => Buffer.alloc(0) },
    peers,
    agency: loan.record.agency,
    view: loan,
    actor: rulingCaller(by, loan.record.agency),
  });
  const waits = attention(loan, now);
  return {
    id: loan.id,
    ...(asOf === undefined ? {} : { asOf }),
    record: loan.record,
    transactions: [...loan.transactions].map(([id, state]) => ({ id, ...state })),
    shipments: [...loan.shipments].map(([id, state]) => ({ id, ...state })),
    claims: [...loan.claims].map(([id, state]) => ({ id, ...state })),
    deliveries: [...loan.deliveries].map(([id, state]) => ({ id, ...state })),
    acts: asOf === undefined ? possibleActs(loan, ctx) : nothingToDo,
    timeline: entries.map(
      ({ seq, at, kind, because, actor, facts, transaction, delivery, peer }): TimelineEntry => ({
        seq,
        at,
        kind,
        text: wordsFor(kind, facts) ?? because,
        because,
        actor,
        ...(transaction === undefined ? {} : { transaction }),
        ...(delivery === undefined ? {} : { delivery }),
        ...(peer === undefined ? {} : { peer }),
      }),
    ),
    planned: plan(loan, ctx),
    ...(waits === undefined ? {} : { attention: waits }),
  };
}
