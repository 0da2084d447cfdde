import type { Actor } from '../../ledger/index.js';
import {
  acceptRecord,
  changeRecord,
  findHoldups,
  type Difference,
  type Holdup,
  type NewLoanRecord,
  type RuleContext,
} from '../../loan/index.js';
import type { Kept, Loaded, Loan, LoanKey, Moment, Outcome, Source, UseCase } from '../../storage/index.js';
import { commitment, createDataKey } from '../../vault/index.js';
import { droppedBy } from '../acts/act-on-loan.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf, storyOfNew, type Telling } from '../tell.js';
import { patronIn, type PatronFound } from './patron-key.js';

/** A library's loan record as it was read; `handedIn` is its whole content as one deterministic text. */
export interface RecordHandedIn {
  record: Omit<NewLoanRecord, 'content'>;
  handedIn: string;
  actor: Actor;
  source: Source;
  /** True for a change that names the record (PUT): an unknown one is then no new record. */
  mustExist?: boolean;
}

export type RecordAnswer =
  | { kind: 'accepted'; loan: string; owed: readonly string[] }
  | { kind: 'unchanged'; loan: string }
  | { kind: 'replaced'; loan: string; owed: readonly string[] }
  | { kind: 'conflict'; loan: string; refusal: string; detail: string; difference: readonly Difference[] }
  | { kind: 'refused'; detail: string }
  | { kind: 'unknown' };

/**
 * Takes a loan record in: new, the same again (nothing changes), or other content under the library's id, which replaces
 * the record while nothing has been sent and is else a conflict with the difference. Issue: one record, one loan.
 */
export function acceptLoanRecord(given: RecordHandedIn, context: ExchangeContext): UseCase<RecordAnswer> {
  const { agency, libraryId } = given.record;
  const key: LoanKey = { by: 'library-id', agency, libraryId };
  const patron = patronIn(given.record.wish, agency, context);
  return {
    name: 'accept-loan-record',
    source: given.source,
    needs: { loans: [key], ...(patron === undefined ? {} : { find: [patron.query] }) },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      if (loan !== undefined) return knownRecord(given, loan, { loaded, at, context, patron });
      if (given.mustExist === true) return { result: { kind: 'unknown' } };
      return newRecord(given, { loaded, at, context, patron });
    },
  };
}

interface Here {
  loaded: Loaded;
  at: Moment;
  context: ExchangeContext;
  patron: PatronFound | undefined;
}

function tellingOf(actor: Actor, { loaded, at, context }: Here): Telling {
  return { actor, at, peers: context.directoryOf(loaded.directory), context };
}

function newRecord(given: RecordHandedIn, here: Here): Outcome<RecordAnswer> {
  const { agency } = given.record;
  const telling = tellingOf(given.actor, here);
  const ctx = ruleContext({ at: here.at, peers: telling.peers, agency });
  const accepted = acceptRecord({ ...given.record, content: '' }, ctx, holdupsOf(given, here, ctx));
  if (!accepted.ok) return { result: { kind: 'refused', detail: accepted.detail } };
  const dataKey = createDataKey(accepted.loan, here.at.randomBytes);
  const content = commitment(dataKey, 'content', given.handedIn);
  const story = storyOfNew({ id: accepted.loan, agency, dataKey }, telling);
  story.keepSealed('wish', JSON.stringify(accepted.sealed.wish), accepted.sealed.id);
  for (const happening of accepted.happenings)
    story.tell(
      happening.record === undefined ? happening : { ...happening, record: { ...happening.record, content } },
    );
  return {
    result: { kind: 'accepted', loan: accepted.loan, owed: story.owed },
    entries: story.entries,
    keep: { ...story.keep, ...lookUpOf(accepted.loan, here) },
  };
}

/** What speaks against asking anybody at once. */
function holdupsOf(given: RecordHandedIn, here: Here, ctx: RuleContext): Holdup[] {
  const { agency, bibliographicInfo, serviceInfo } = given.record;
  const ofPatron = here.patron === undefined ? [] : here.loaded.found(here.patron.query);
  const wish = {
    role: 'requester' as const,
    agency,
    bibliographicInfo,
    serviceType: serviceInfo.serviceType,
  };
  return findHoldups(wish, { ofPatron }, ctx);
}

function lookUpOf(loan: string, { patron }: Here): Pick<Kept, 'patrons'> {
  return patron === undefined ? {} : { patrons: [{ loan, patron: patron.patron }] };
}

function knownRecord(given: RecordHandedIn, loan: Loan, here: Here): Outcome<RecordAnswer> {
  // Of an erased record nothing is left to compare with: its id alone decides, and nothing of the repeat is kept.
  const dataKey = loan.dataKey();
  if (dataKey === undefined) return { result: { kind: 'unchanged', loan: loan.id } };
  const content = commitment(dataKey, 'content', given.handedIn);
  if (content === loan.record.content) return { result: { kind: 'unchanged', loan: loan.id } };
  const telling = tellingOf(given.actor, here);
  const ctx = ruleContext({
    at: here.at,
    peers: telling.peers,
    agency: loan.record.agency,
    loan,
  });
  const change = changeRecord(loan, { ...given.record, content }, ctx);
  if (!change.ok) {
    const { refusal, detail, difference } = change;
    return { result: { kind: 'conflict', loan: loan.id, refusal, detail, difference } };
  }
  if (!change.changed) return { result: { kind: 'unchanged', loan: loan.id } };
  const story = storyOf(loan, telling);
  story.keepSealed('wish', JSON.stringify(change.sealed.wish), change.sealed.id);
  const deliveries = droppedBy(loan, change.drop, here.at);
  change.happenings.forEach((happening, index) => story.tell(happening, index === 0 ? { deliveries } : {}));
  return {
    result: { kind: 'replaced', loan: loan.id, owed: story.owed },
    entries: story.entries,
    keep: { ...story.keep, ...lookUpOf(loan.id, here) },
  };
}
