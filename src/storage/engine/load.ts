import type { JsonObject } from '../../ledger/index.js';
import type { Claim, Delivery, LoanRecord, Notice, Shipment, Transaction } from '../../loan/index.js';
import type { Unwrap } from '../../vault/index.js';
import type { LoanKey, Needs, PeerLine, RootAggregate } from '../use-case.js';
import type { HeldDelivery, HeldLoan } from './batch-loan.js';
import { BatchMap, directoryOf, rootName, type Known } from './batch-map.js';
import { NO_DEADLINE, type Folded } from './columns.js';
import type { KeptLoans } from './kept-loans.js';
import { readOwn } from './own-states.js';
import type { Asked, Edge, LoanRows, Parse, Resolved, StateRow, Turn } from './store.js';

/** What a process knows before its first batch: nothing, at versions that no store has. */
export const nothingKnown: Known = {
  roots: new Map(),
  rootsVersion: -1,
  directory: directoryOf(new Map(), -1),
  lines: new Map(),
  linesVersion: -1,
};

/** What is held in memory, read again where its version has moved. */
export async function refresh(known: Known, edge: Edge, turn: Turn): Promise<Known> {
  const withRoots = known.rootsVersion === edge.rootsVersion ? known : await readRoots(known, edge, turn);
  if (withRoots.linesVersion === edge.linesVersion) return withRoots;
  const rows = await turn.lines();
  const lines = new Map(rows.map(({ peer, line }) => [peer, JSON.parse(line) as PeerLine]));
  return { ...withRoots, lines, linesVersion: edge.linesVersion };
}

async function readRoots(known: Known, { rootsVersion }: Edge, turn: Turn): Promise<Known> {
  const rows = await turn.roots();
  const roots = new Map(
    rows.map(({ aggregate, id, version, state }) => [
      rootName({ aggregate: aggregate as RootAggregate, id }),
      { id, version, state: JSON.parse(state) as JsonObject },
    ]),
  );
  return { ...known, roots, rootsVersion, directory: directoryOf(roots, rootsVersion) };
}

/** What a batch is loaded from. */
interface LoadedFrom {
  turn: Turn;
  resolved: Resolved;
  known: Known;
  unwrap: Unwrap;
  /** Loans that need not be read. */
  kept: KeptLoans | undefined;
}

/** What keys and queries have named, and each loan among it whole, in one identity map. */
export async function loadBatch(
  asked: Asked,
  { turn, resolved, known, unwrap, kept }: LoadedFrom,
): Promise<BatchMap> {
  const map = new BatchMap(known, unwrap);
  const unread: string[] = [];
  for (const id of new Set([...asked.loans, ...resolved.loans])) {
    const loan = kept?.get(id);
    if (loan === undefined) unread.push(id);
    else map.hold(loan);
  }
  if (unread.length > 0)
    for (const loan of heldLoans(await turn.loans(unread), turn.parse ?? parseState)) map.hold(loan);
  holdResolved(map, asked, resolved);
  return map;
}

function holdResolved(map: BatchMap, asked: Asked, resolved: Resolved): void {
  for (const [delivery, loan] of resolved.deliveries) map.nameDelivery(delivery, loan);
  for (const { identity, hash, loan_id: loan, confirmation } of resolved.received)
    map.holdReceived({ identity, hash, loan, confirmation });
  for (const answer of resolved.answers) map.holdAnswer(answer);
  asked.queries.forEach((query, at) => map.holdFound(query, resolved.found[at] ?? []));
}

/** What the use cases of a batch need between them, without repetitions. */
export function needsOf(needs: readonly Needs[]): Asked {
  const loans: string[] = [];
  const transactions: Extract<LoanKey, { by: 'transaction' }>[] = [];
  const libraryIds: Extract<LoanKey, { by: 'library-id' }>[] = [];
  const deliveries: string[] = [];
  for (const key of everyOf(needs, (need) => need.loans))
    if (key.by === 'id') loans.push(key.id);
    else if (key.by === 'transaction') transactions.push(key);
    else if (key.by === 'library-id') libraryIds.push(key);
    else deliveries.push(key.id);
  return {
    ...{ loans, transactions, libraryIds, deliveries },
    identities: everyOf(needs, (need) => need.identities),
    answers: everyOf(needs, (need) => need.answers),
    queries: everyOf(needs, (need) => need.find),
  };
}

/** Most batches are of one use case alone: what it needs is not copied. */
function everyOf<Item>(
  needs: readonly Needs[],
  of: (need: Needs) => readonly Item[] | undefined,
): readonly Item[] {
  const [only] = needs;
  if (needs.length === 1 && only !== undefined) return distinct(of(only) ?? []);
  return distinct(needs.flatMap((need) => of(need) ?? []));
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length < 2) return items;
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function heldLoans(rows: LoanRows, parse: Parse): HeldLoan[] {
  const folded = <State>(row: StateRow): Folded<State> => ({
    id: row.id,
    version: row.version,
    state: readOwn<State>(parse(row) as State & object, row.state),
  });
  const transactions = byLoan(rows.transactions, folded<Transaction>);
  const shipments = byLoan(rows.shipments, folded<Shipment>);
  const claims = byLoan(rows.claims, folded<Claim>);
  const notices = byLoan(rows.notices, folded<Notice>);
  const deliveries = byLoan(rows.deliveries, (row) => heldDelivery(row, folded(row)));
  const keys = new Map(rows.dataKeys.map(({ holder, wrapped }) => [holder, wrapped]));
  const sealed = new Map<string, Map<string, string>>();
  for (const { id, holder, value } of rows.sealed)
    sealed.set(holder, (sealed.get(holder) ?? new Map<string, string>()).set(id, value));
  return rows.records.map((row) => {
    const { id, version, next_clock_at, attention, queue, deadline_at, standing_due_at } = row;
    const derived = {
      ...(next_clock_at === null ? {} : { nextClockAt: next_clock_at }),
      ...(attention === null ? {} : { attention }),
      ...(queue === null ? {} : { queue }),
      ...(deadline_at === null || deadline_at === NO_DEADLINE ? {} : { deadlineAt: deadline_at }),
      ...(standing_due_at === null ? {} : { standingDueAt: standing_due_at }),
    };
    return {
      id,
      record: { id, version, state: readOwn(parse(row) as LoanRecord, row.state) },
      transactions: rowsOf(transactions, id),
      shipments: rowsOf(shipments, id),
      claims: rowsOf(claims, id),
      notices: rowsOf(notices, id),
      deliveries: rowsOf(deliveries, id),
      wrappedKey: keys.get(id),
      sealed: sealed.get(id) ?? new Map(),
      derived,
      storedDerived: derived,
    };
  });
}

function rowsOf<Held>(loans: Map<string, Map<string, Held>>, loan: string): Map<string, Held> {
  return loans.get(loan) ?? new Map<string, Held>();
}

/** Each time anew: the states of a batch are its own. */
const parseState: Parse = ({ state }) => JSON.parse(state) as unknown;

function heldDelivery(row: LoanRows['deliveries'][number], folded: Folded<Delivery>): HeldDelivery {
  const { claim_process: process, claim_until: until } = row;
  return {
    ...folded,
    owedSeq: row.owed_seq,
    storedHeadDueAt: row.head_due_at,
    claim: process === null || until === null ? undefined : { process, until },
  };
}

function byLoan<Stored extends StateRow, Held extends { id: string }>(
  rows: readonly Stored[],
  held: (row: Stored) => Held,
): Map<string, Map<string, Held>> {
  const loans = new Map<string, Map<string, Held>>();
  for (const row of rows) {
    const loan = loans.get(row.loan_id) ?? new Map<string, Held>();
    loans.set(row.loan_id, loan.set(row.id, held(row)));
  }
  return loans;
}
