import { foldTrackingId, isOpen, type Delivery } from '../../loan/index.js';
import type { TreeHead } from '../../ledger/index.js';
import type { Asked, Edge, LoanRows, Parse, Resolved, Store, Turn } from '../engine/store.js';
import { MetaName, tableNames, tables, type RowOf, type TableName, type Writes } from '../engine/tables.js';
import { Turns } from '../sql/turns.js';
import type { Query } from '../use-case.js';
import { DueQueue } from './due-queue.js';
import { MemoryTable, type AnyRow } from './memory-table.js';

const TRANSACTION = ['role', 'requesting_key', 'supplying_key', 'request_id'] as const;

/** By what rows are looked up beside their keys and what is unique. */
const lookUps: Partial<Record<TableName, readonly (readonly string[])[]>> = {
  transactions: [['loan_id'], ['role', 'request_id']],
  shipments: [['loan_id'], ['parcel']],
  claims: [['loan_id']],
  notices: [['loan_id']],
  deliveries: [['loan_id']],
  sealed_values: [['holder', 'purpose']],
  received: [['identity'], ['loan_id']],
  loan_patrons: [['patron']],
  entries: [['loan_id']],
};

/** Batches in memory, under the same unique keys as the database: for the tests of rules and for simulations. */
export class MemoryStore implements Store {
  readonly #tables = new Map<TableName, MemoryTable>(
    tableNames.map((name) => [name, new MemoryTable(name, tables[name], lookUps[name])]),
  );
  readonly #turns = new Turns();
  /** Loans by their next clock, and each peer's heads that nobody has claimed. */
  readonly clocks = new DueQueue();
  readonly heads = new Map<string, DueQueue>();
  readonly claimed = new Set<string>();
  readonly #parsed = new WeakMap<object, unknown>();

  begin(): Promise<Turn> {
    return new Promise((resolve) => {
      void this.#turns.take(() => new Promise<void>((ended) => resolve(new MemoryTurn(this, ended))));
    });
  }

  holds(seq: number, text: string): Promise<boolean> {
    return Promise.resolve(this.row('entries', seq)?.text === text);
  }

  /** All rows of a table, in the order in which they came. */
  rows<Name extends TableName>(name: Name): RowOf<Name>[] {
    return this.table(name).all() as unknown as RowOf<Name>[];
  }

  /** The row with this key. */
  row<Name extends TableName>(name: Name, ...key: readonly (string | number)[]): RowOf<Name> | undefined {
    return this.table(name).get(...key) as RowOf<Name> | undefined;
  }

  /** The rows with these values in columns that the table is looked up by. */
  rowsBy<Name extends TableName>(
    name: Name,
    columns: readonly (keyof RowOf<Name> & string)[],
    ...values: readonly (string | number)[]
  ): RowOf<Name>[] {
    return this.table(name).by(columns, ...values) as unknown as RowOf<Name>[];
  }

  /** A row's state, read once: rows are replaced and never changed. */
  readonly parse: Parse = (row) => {
    const known = this.#parsed.get(row);
    if (known !== undefined) return known;
    const state = JSON.parse(row.state) as unknown;
    this.#parsed.set(row, state);
    return state;
  };

  table(name: TableName): MemoryTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
  }

  /** Throws `Conflict` where a key is taken; nothing is written then. */
  check(writes: Writes): void {
    this.#each(writes, (table, rows) => table.check(rows));
  }

  apply(writes: Writes): void {
    this.#each(writes, (table, rows) => table.write(rows));
    for (const { id, next_clock_at: at } of writes.loan_records ?? []) this.clocks.set(id, at ?? undefined);
    for (const row of writes.deliveries ?? []) this.#queue(row);
  }

  #each(writes: Writes, work: (table: MemoryTable, rows: readonly AnyRow[]) => void): void {
    for (const name of Object.keys(writes) as TableName[]) {
      const rows = writes[name];
      if (rows !== undefined) work(this.table(name), rows);
    }
  }

  #queue({ id, peer, head_due_at: at, claim_process: process }: RowOf<'deliveries'>): void {
    const heads = this.heads.get(peer) ?? new DueQueue();
    this.heads.set(peer, heads);
    heads.set(id, process === null ? (at ?? undefined) : undefined);
    if (process === null) this.claimed.delete(id);
    else this.claimed.add(id);
  }
}

class MemoryTurn implements Turn {
  readonly #store: MemoryStore;
  readonly #ended: () => void;
  #edgeRead: Edge | undefined;
  #writes: Writes = {};
  #destroyed: readonly string[] = [];

  constructor(store: MemoryStore, ended: () => void) {
    this.#store = store;
    this.#ended = ended;
  }

  look(asked: Asked): Promise<{ edge: Edge; resolved: Resolved }> {
    return Promise.resolve({ edge: this.#edge, resolved: this.#resolve(asked) });
  }

  /** Read once: nobody else writes before this turn has ended. */
  get #edge(): Edge {
    this.#edgeRead ??= this.#readEdge();
    return this.#edgeRead;
  }

  #readEdge(): Edge {
    const row = this.#store.row('ledger_head', 1);
    const head: TreeHead =
      row === undefined
        ? { size: 0, peaks: [] }
        : { size: row.size, peaks: JSON.parse(row.peaks) as string[] };
    const version = (name: string): number => Number(this.#store.row('meta', name)?.value ?? 0);
    return {
      head,
      rootsVersion: version(MetaName.RootsVersion),
      linesVersion: version(MetaName.LinesVersion),
    };
  }

  #resolve(asked: Asked): Resolved {
    const loans = [...this.#loansOfTransactions(asked), ...this.#loansOfLibraryIds(asked)];
    const deliveries = new Map<string, string>();
    for (const id of asked.deliveries) {
      const loan = this.#store.row('deliveries', id)?.loan_id;
      if (loan === undefined) continue;
      deliveries.set(id, loan);
      loans.push(loan);
    }
    const received = asked.identities.flatMap((identity) =>
      this.#store.rowsBy('received', ['identity'], identity),
    );
    for (const { loan_id: loan } of received) loans.push(loan);
    const found = asked.queries.map((query) => this.#find(query));
    for (const ids of found) loans.push(...ids);
    const answers = asked.answers.flatMap((key) => this.#store.row('answers', key) ?? []);
    return { loans, deliveries, received, answers, found };
  }

  roots(): Promise<RowOf<'roots'>[]> {
    return Promise.resolve(this.#store.rows('roots'));
  }

  lines(): Promise<RowOf<'peer_lines'>[]> {
    return Promise.resolve(this.#store.rows('peer_lines'));
  }

  loans(ids: readonly string[]): Promise<LoanRows> {
    const store = this.#store;
    const under = <Name extends 'transactions' | 'shipments' | 'claims' | 'notices' | 'deliveries'>(
      name: Name,
    ): RowOf<Name>[] =>
      ids.flatMap((id) => store.rowsBy(name, ['loan_id'] as (keyof RowOf<Name> & string)[], id));
    return Promise.resolve({
      records: ids.flatMap((id) => store.row('loan_records', id) ?? []),
      transactions: under('transactions'),
      shipments: under('shipments'),
      claims: under('claims'),
      notices: under('notices'),
      deliveries: under('deliveries').filter(
        ({ state_name: state, claim_process: process }) => isOpen({ state } as Delivery) || process !== null,
      ),
      dataKeys: ids.flatMap((id) => store.row('data_keys', id) ?? []),
      sealed: ids.flatMap((id) => [
        ...store.rowsBy('sealed_values', ['holder', 'purpose'], id, 'wish'),
        ...store.rowsBy('sealed_values', ['holder', 'purpose'], id, 'act'),
      ]),
    });
  }

  get parse(): Parse {
    return this.#store.parse;
  }

  leavesAfter(seq: number): Promise<string[]> {
    const leaves: string[] = [];
    for (let next = this.#store.row('entries', seq + 1); next !== undefined;) {
      leaves.push(next.leaf_hash);
      next = this.#store.row('entries', next.seq + 1);
    }
    return Promise.resolve(leaves);
  }

  tiles(level: number, from: number, to: number): Promise<RowOf<'tiles'>[]> {
    const places = Array.from({ length: to - from }, (_, at) => from + at);
    return Promise.resolve(places.flatMap((index) => this.#store.row('tiles', level, index) ?? []));
  }

  async write(writes: Writes, atTheEdge?: (edge: Edge) => Promise<Writes>): Promise<void> {
    const placed = atTheEdge === undefined ? {} : await atTheEdge(this.#edge);
    this.#writes = { ...writes, ...placed };
    this.#store.check(this.#writes);
  }

  destroyKeys(holders: readonly string[]): Promise<void> {
    this.#destroyed = holders;
    return Promise.resolve();
  }

  commit(): Promise<void> {
    this.#store.apply(this.#writes);
    for (const holder of this.#destroyed) {
      this.#store.table('data_keys').delete(holder);
      this.#store.table('loan_patrons').delete(holder);
    }
    this.#ended();
    return Promise.resolve();
  }

  rollback(): Promise<void> {
    this.#ended();
    return Promise.resolve();
  }

  #loansOfTransactions({ transactions }: Asked): string[] {
    return transactions.flatMap(({ role, requestingKey, supplyingKey, requestId }) =>
      this.#store
        .rowsBy('transactions', TRANSACTION, role, requestingKey, supplyingKey, requestId)
        .map(({ loan_id: loan }) => loan),
    );
  }

  #loansOfLibraryIds({ libraryIds }: Asked): string[] {
    return libraryIds.flatMap(({ agency, libraryId }) =>
      this.#store.rowsBy('loan_records', ['agency', 'library_id'], agency, libraryId).map(({ id }) => id),
    );
  }

  /** Under a number that a carrier knows a parcel by. */
  #loansByNumber(trackingId: string): string[] {
    const number = foldTrackingId(trackingId);
    const rows = this.#store
      .rows('shipments')
      .filter((row) => row.tracking === number || row.more_numbers?.includes(`\n${number}\n`) === true);
    return [...new Set(rows.map(({ loan_id: loan }) => loan))].sort();
  }

  #loansOfParcel(parcel: string): string[] {
    const rows = this.#store.rowsBy('shipments', ['parcel'], parcel);
    return [...new Set(rows.map(({ loan_id: loan }) => loan))].sort();
  }

  #find(query: Query): string[] {
    const { limit } = query;
    switch (query.name) {
      case 'due-heads':
        return (this.#store.heads.get(query.peer)?.until(query.now, limit) ?? []).flatMap(
          (id) => this.#store.row('deliveries', id)?.loan_id ?? [],
        );
      case 'clocks-due':
        return this.#store.clocks.until(query.now, limit);
      case 'same-patron':
        return this.#store
          .rowsBy('loan_patrons', ['patron'], query.patron)
          .map(({ loan_id: loan }) => loan)
          .sort()
          .reverse()
          .slice(0, limit);
      case 'parcel':
        return this.#loansOfParcel(query.parcel).slice(0, limit);
      case 'tracking':
        return this.#loansByNumber(query.trackingId).slice(0, limit);
      case 'notices-due':
        return this.#dueNotices(query.now).slice(0, limit);
      case 'stale-claims':
        return this.#staleClaims(query.process).slice(0, limit);
    }
  }

  #dueNotices(now: string): string[] {
    return this.#store
      .rows('notices')
      .filter(({ due_at: due }) => due !== null && due <= now)
      .map(({ loan_id: loan }) => loan);
  }

  #staleClaims(process: string): string[] {
    const claimed = [...this.#store.claimed].flatMap((id) => this.#store.row('deliveries', id) ?? []);
    const stale = claimed
      .filter((row) => row.claim_process !== process)
      .sort((one, other) => one.owed_seq - other.owed_seq);
    return [...new Set(stale.map((row) => row.loan_id))];
  }
}
