import { parseEntry, rootOf, type LedgerSource, type SealedEntry } from '../../src/ledger/index.js';
import { isOpen, type Claim, type Delivery, type Role, type Transaction } from '../../src/loan/index.js';
import type { Store } from '../../src/storage/engine/store.js';
import type { RowOf, TableName } from '../../src/storage/engine/tables.js';
import { MemoryStore } from '../../src/storage/memory/memory-store.js';
import type { PeerLine } from '../../src/storage/index.js';
import type { StoredBody } from '../../src/storage/readers/loans/delivery-readers.js';
import { open, type Unwrap } from '../../src/vault/index.js';

/** What of a library outlives its processes, and how it is read. */
export interface Durable {
  store: Store;
  /** Each batch reads its loans from their rows, also those that the one before has left. */
  readsAnew: boolean;
  peersWithDueHeads(now: string): Promise<{ peer: string; earliestDueAt: string }[]>;
  body(id: string): Promise<StoredBody | undefined>;
  lines(): Promise<ReadonlyMap<string, PeerLine>>;
  transactions(role: Role, requestId: string): Promise<Transaction[]>;
  /** Claims of one loan. */
  claims(loan: string): Promise<Claim[]>;
  /** Whether a loan is closed, with no message of it under way. */
  isAtRest(loan: string): Promise<boolean>;
  /** On which list of the page a loan is, if on any. */
  queueOf(loan: string): Promise<string | undefined>;
  /** Loans whose clocks may strike, by their id, after one. */
  openIds(limit: number, after: string): Promise<string[]>;
  countOpen(): Promise<number>;
  /** When a clock strikes next, and when a message may be sent next that nobody has claimed. */
  next(): Promise<{ clock: string | undefined; head: string | undefined }>;
  rows<Name extends TableName>(name: Name): Promise<RowOf<Name>[]>;
  /** All entries, or those of one loan. */
  entries(loan?: string): Promise<SealedEntry[]>;
  ledger(): Promise<LedgerSource>;
  close(): Promise<void>;
}

/** In memory. */
export function memoryDurable(unwrap: Unwrap): Durable & { store: MemoryStore } {
  const store = new MemoryStore();
  const value = (name: string | null): RowOf<'sealed_values'> | undefined =>
    name === null ? undefined : store.row('sealed_values', name);
  const opened = (sealed: RowOf<'sealed_values'> | undefined): unknown => {
    const wrapped = sealed === undefined ? undefined : store.row('data_keys', sealed.holder)?.wrapped;
    if (sealed === undefined || wrapped === undefined) return undefined;
    return JSON.parse(open(unwrap(wrapped, sealed.holder), sealed.value, sealed.id)) as unknown;
  };
  return {
    store,
    readsAnew: false,
    peersWithDueHeads(now) {
      const due = [...store.heads].flatMap(([peer, heads]) => {
        const earliestDueAt = heads.first();
        return earliestDueAt !== undefined && earliestDueAt <= now ? [{ peer, earliestDueAt }] : [];
      });
      return Promise.resolve(due.sort((one, other) => (one.earliestDueAt < other.earliestDueAt ? -1 : 1)));
    },
    body(id) {
      const row = store.row('bodies', id);
      if (row === undefined) return Promise.resolve(undefined);
      const holes = row.holes === null ? [] : (opened(value(row.holes)) as (string | null)[] | undefined);
      return Promise.resolve({ template: row.template, encoding: row.encoding, holes });
    },
    lines: () =>
      Promise.resolve(
        new Map(store.rows('peer_lines').map(({ peer, line }) => [peer, JSON.parse(line) as PeerLine])),
      ),
    transactions: (role, requestId) =>
      Promise.resolve(
        store
          .rowsBy('transactions', ['role', 'request_id'], role, requestId)
          .map((row) => store.parse(row) as Transaction),
      ),
    claims: (loan) =>
      Promise.resolve(store.rowsBy('claims', ['loan_id'], loan).map((row) => store.parse(row) as Claim)),
    isAtRest: (loan) =>
      Promise.resolve(
        isClosed(store.row('loan_records', loan)) &&
          !store.rowsBy('deliveries', ['loan_id'], loan).some(isUnderWay),
      ),
    queueOf: (loan) => Promise.resolve(store.row('loan_records', loan)?.queue ?? undefined),
    openIds: (limit, after) =>
      Promise.resolve(
        openIn(store)
          .filter((id) => id > after)
          .slice(0, limit),
      ),
    countOpen: () => Promise.resolve(openIn(store).length),
    next() {
      let head: string | undefined;
      for (const queue of store.heads.values()) {
        const first = queue.first();
        if (first !== undefined && (head === undefined || first < head)) head = first;
      }
      return Promise.resolve({ clock: store.clocks.first(), head });
    },
    rows: (name) => Promise.resolve(store.rows(name)),
    entries(loan) {
      const rows = loan === undefined ? store.rows('entries') : store.rowsBy('entries', ['loan_id'], loan);
      return Promise.resolve(rows.map(({ text }) => parseEntry(text)));
    },
    ledger: () => Promise.resolve(ledgerOf(store)),
    close: () => Promise.resolve(),
  };
}

/** False where there is no such loan. */
export function isClosed(record: Pick<RowOf<'loan_records'>, 'phase'> | undefined): boolean {
  return record !== undefined && record.phase !== 'open';
}

/** Whether a delivery is open, by its row. */
export function isUnderWay({ state_name: state }: Pick<RowOf<'deliveries'>, 'state_name'>): boolean {
  return isOpen({ state } as Delivery);
}

function openIn(store: MemoryStore): string[] {
  return store
    .rows('loan_records')
    .filter(({ phase, next_clock_at: clock }) => phase === 'open' || clock !== null)
    .map(({ id }) => id)
    .sort();
}

function ledgerOf(store: MemoryStore): LedgerSource {
  return {
    entries: () =>
      each(store.rows('entries'), ({ seq, text, leaf_hash: leafHash }) => ({ seq, text, leafHash })),
    tiles() {
      const tiles = store.rows('tiles').sort((one, other) => one.level - other.level || one.idx - other.idx);
      return each(tiles, ({ level, idx: index, hashes }) => ({ level, index, hashes }));
    },
    head() {
      const row = store.row('ledger_head', 1);
      if (row === undefined) return Promise.resolve(undefined);
      const head = { size: row.size, peaks: JSON.parse(row.peaks) as string[] };
      return Promise.resolve({ ...head, root: rootOf(head).toString('hex') });
    },
    checkpoints: () => each([], (note: string) => note),
  };
}

async function* each<Row, Line>(rows: readonly Row[], line: (row: Row) => Line): AsyncGenerator<Line> {
  for (const row of rows) yield await Promise.resolve(line(row));
}
