import { isOpen, type Delivery } from '../../loan/index.js';
import type { TreeHead } from '../../ledger/index.js';
import {
  Conflict,
  type Asked,
  type Edge,
  type LoanRows,
  type Resolved,
  type Store,
  type Turn,
} from '../engine/store.js';
import {
  MetaName,
  tableNames,
  tables,
  type RowOf,
  type Table,
  type TableName,
  type Writes,
} from '../engine/tables.js';
import { Turns } from '../sql/turns.js';
import type { Query } from '../use-case.js';

type AnyRow = Readonly<Record<string, string | number | null>>;
type Rows = Map<string, AnyRow>;

/** Batches in memory, under the same unique keys as the database: for the tests of rules and for simulations. */
export class MemoryStore implements Store {
  readonly #tables = new Map<TableName, Rows>(tableNames.map((name) => [name, new Map()]));
  readonly #turns = new Turns();

  begin(): Promise<Turn> {
    return new Promise((resolve) => {
      void this.#turns.take(() => new Promise<void>((ended) => resolve(new MemoryTurn(this, ended))));
    });
  }

  holds(seq: number, text: string): Promise<boolean> {
    return Promise.resolve(this.rows('entries').some((entry) => entry.seq === seq && entry.text === text));
  }

  /** All rows of a table, in the order in which they came. */
  rows<Name extends TableName>(name: Name): RowOf<Name>[] {
    return [...this.#table(name).values()] as unknown as RowOf<Name>[];
  }

  /** The tables that writing leads to. Throws `Conflict` where a key is taken. */
  prepare(writes: Writes): ReadonlyMap<TableName, Rows> {
    const next = new Map<TableName, Rows>();
    for (const name of tableNames) {
      const rows = writes[name] as readonly AnyRow[] | undefined;
      if (rows !== undefined)
        next.set(name, withRows(this.#table(name), rows, { name, table: tables[name] }));
    }
    return next;
  }

  apply(next: ReadonlyMap<TableName, Rows>): void {
    for (const [name, rows] of next) this.#tables.set(name, rows);
  }

  /** The rows of a table by their keys. */
  keyed(name: TableName): Rows {
    return this.#table(name);
  }

  #table(name: TableName): Rows {
    return this.#tables.get(name) ?? new Map<string, AnyRow>();
  }
}

function withRows(
  stored: Rows,
  rows: readonly AnyRow[],
  { name, table }: { name: string; table: Table },
): Rows {
  const next = new Map(stored);
  for (const row of rows) {
    const key = keyOf(row, table.key);
    if (table.write === 'insert' && next.has(key)) throw new Conflict(`UNIQUE constraint failed: ${name}`);
    next.set(key, row);
  }
  for (const columns of table.unique ?? []) refuseTwice(next, columns, name);
  return next;
}

function refuseTwice(rows: Rows, columns: readonly string[], name: string): void {
  const seen = new Set<string>();
  for (const row of rows.values()) {
    if (columns.some((column) => row[column] === null)) continue;
    const key = keyOf(row, columns);
    if (seen.has(key)) throw new Conflict(`UNIQUE constraint failed: ${name}.${columns.join(', ')}`);
    seen.add(key);
  }
}

function keyOf(row: AnyRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column]));
}

class MemoryTurn implements Turn {
  readonly #store: MemoryStore;
  readonly #ended: () => void;
  #next: ReadonlyMap<TableName, Rows> = new Map();

  constructor(store: MemoryStore, ended: () => void) {
    this.#store = store;
    this.#ended = ended;
  }

  look(asked: Asked): Promise<{ edge: Edge; resolved: Resolved }> {
    return Promise.resolve({ edge: this.#edge(), resolved: this.#resolve(asked) });
  }

  #edge(): Edge {
    const [row] = this.#store.rows('ledger_head');
    const head: TreeHead =
      row === undefined
        ? { size: 0, peaks: [] }
        : { size: row.size, peaks: JSON.parse(row.peaks) as string[] };
    const version = (name: string): number =>
      Number(this.#store.rows('meta').find((meta) => meta.name === name)?.value ?? 0);
    return {
      head,
      rootsVersion: version(MetaName.RootsVersion),
      linesVersion: version(MetaName.LinesVersion),
    };
  }

  #resolve(asked: Asked): Resolved {
    const deliveries = new Map<string, string>();
    for (const { id, loan_id: loan } of this.#store.rows('deliveries'))
      if (asked.deliveries.includes(id)) deliveries.set(id, loan);
    const received = this.#store
      .rows('received')
      .filter(({ identity }) => asked.identities.includes(identity));
    const found = asked.queries.map((query) => this.#find(query));
    const loans = [
      ...this.#loansOfTransactions(asked),
      ...this.#loansOfLibraryIds(asked),
      ...deliveries.values(),
      ...received.map(({ loan_id: loan }) => loan),
      ...found.flat(),
    ];
    const answers = this.#store.rows('answers').filter(({ key }) => asked.answers.includes(key));
    return { loans, deliveries, received, answers, found };
  }

  roots(): Promise<RowOf<'roots'>[]> {
    return Promise.resolve(this.#store.rows('roots'));
  }

  lines(): Promise<RowOf<'peer_lines'>[]> {
    return Promise.resolve(this.#store.rows('peer_lines'));
  }

  loans(ids: readonly string[]): Promise<LoanRows> {
    const asked = new Set(ids);
    const under = <Name extends 'transactions' | 'shipments' | 'claims' | 'notices' | 'deliveries'>(
      name: Name,
    ): RowOf<Name>[] => this.#store.rows(name).filter((row) => asked.has(row.loan_id));
    return Promise.resolve({
      records: this.#store.rows('loan_records').filter(({ id }) => asked.has(id)),
      transactions: under('transactions'),
      shipments: under('shipments'),
      claims: under('claims'),
      notices: under('notices'),
      deliveries: under('deliveries').filter(
        (row) => isOpen(JSON.parse(row.state) as Delivery) || row.claim_process !== null,
      ),
      dataKeys: this.#store.rows('data_keys').filter(({ holder }) => asked.has(holder)),
      sealed: this.#store
        .rows('sealed_values')
        .filter(({ holder, purpose }) => asked.has(holder) && (purpose === 'wish' || purpose === 'act')),
    });
  }

  leavesAfter(seq: number): Promise<string[]> {
    const later = this.#store.rows('entries').filter((entry) => entry.seq > seq);
    return Promise.resolve(later.map(({ leaf_hash: leaf }) => leaf));
  }

  tiles(level: number, from: number, to: number): Promise<RowOf<'tiles'>[]> {
    const tiles = this.#store.rows('tiles');
    return Promise.resolve(tiles.filter((tile) => tile.level === level && tile.idx >= from && tile.idx < to));
  }

  async write(writes: Writes, atTheEdge?: (edge: Edge) => Promise<Writes>): Promise<void> {
    const placed = atTheEdge === undefined ? {} : await atTheEdge(this.#edge());
    this.#next = this.#store.prepare({ ...writes, ...placed });
  }

  destroyKeys(holders: readonly string[]): Promise<void> {
    const kept = new Map(this.#next.get('data_keys') ?? this.#store.keyed('data_keys'));
    for (const [key, row] of kept) if (holders.includes(String(row['holder']))) kept.delete(key);
    this.#next = new Map(this.#next).set('data_keys', kept);
    return Promise.resolve();
  }

  commit(): Promise<void> {
    this.#store.apply(this.#next);
    this.#ended();
    return Promise.resolve();
  }

  rollback(): Promise<void> {
    this.#ended();
    return Promise.resolve();
  }

  #loansOfTransactions({ transactions }: Asked): string[] {
    const names = new Set(
      transactions.map((key) =>
        JSON.stringify([key.role, key.requestingKey, key.supplyingKey, key.requestId]),
      ),
    );
    return this.#store
      .rows('transactions')
      .filter((row) => names.has(keyOf(row, ['role', 'requesting_key', 'supplying_key', 'request_id'])))
      .map(({ loan_id: loan }) => loan);
  }

  #loansOfLibraryIds({ libraryIds }: Asked): string[] {
    const names = new Set(libraryIds.map(({ agency, libraryId }) => JSON.stringify([agency, libraryId])));
    return this.#store
      .rows('loan_records')
      .filter((row) => names.has(keyOf(row, ['agency', 'library_id'])))
      .map(({ id }) => id);
  }

  #find(query: Query): string[] {
    const { limit } = query;
    switch (query.name) {
      case 'due-heads':
        return ordered(this.#store.rows('deliveries'), 'head_due_at')
          .filter(
            (row) =>
              row.peer === query.peer && isUntil(row.head_due_at, query.now) && row.claim_process === null,
          )
          .slice(0, limit)
          .map((row) => row.loan_id);
      case 'clocks-due':
        return ordered(this.#store.rows('loan_records'), 'next_clock_at')
          .filter((row) => isUntil(row.next_clock_at, query.now))
          .slice(0, limit)
          .map(({ id }) => id);
      case 'stale-claims': {
        const stale = ordered(this.#store.rows('deliveries'), 'owed_seq').filter(
          (row) => row.claim_process !== null && row.claim_process !== query.process,
        );
        return [...new Set(stale.map((row) => row.loan_id))].slice(0, limit);
      }
    }
  }
}

function isUntil(at: string | null, now: string): boolean {
  return at !== null && at <= now;
}

function ordered<Row extends object>(rows: readonly Row[], column: keyof Row): Row[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [one[column] ?? '', other[column] ?? ''];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}
