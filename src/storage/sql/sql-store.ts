import { reasonOf } from '../../platform/index.js';
import {
  CannotWrite,
  Conflict,
  RowRefused,
  type Asked,
  type Edge,
  type LoanRows,
  type Resolved,
  type Store,
  type Turn,
} from '../engine/store.js';
import type { RowOf, Writes } from '../engine/tables.js';
import type { Query } from '../use-case.js';
import { batchOfTables, batchParameters, batchStatement } from './bulk.js';
import type { Database, Writer } from './database.js';
import { lookOf, lookParameters, lookStatement, type LookRow } from './look.js';

/** Batches in a SQL database: each is one transaction of the connection that writes, of as few statements as may be. */
export class SqlStore implements Store {
  readonly #database: Database;
  #isPrepared = false;

  constructor(database: Database) {
    this.#database = database;
  }

  begin(): Promise<Turn> {
    return new Promise((resolve, reject) => {
      // The turn of the connection ends when the batch does.
      this.#database
        .turn(async (writer) => {
          await this.#begin(writer);
          await new Promise<void>((ended) => resolve(new SqlTurn(writer, ended)));
        })
        .catch(reject);
    });
  }

  #begin(writer: Writer): Promise<unknown> {
    return asStoreError(async () => {
      if (!this.#isPrepared) for (const made of batchOfTables) await writer.run(made);
      this.#isPrepared = true;
      await writer.run('BEGIN IMMEDIATE');
    });
  }

  holds(seq: number, text: string): Promise<boolean> {
    return asStoreError(async () => {
      const rows = await this.#database.turn((writer) =>
        writer.all<{ text: string }>('SELECT text FROM entries WHERE seq = $1', [seq]),
      );
      return rows[0]?.text === text;
    });
  }
}

class SqlTurn implements Turn {
  readonly #writer: Writer;
  readonly #ended: () => void;
  #edge: Edge | undefined;
  #isOpen = true;

  constructor(writer: Writer, ended: () => void) {
    this.#writer = writer;
    this.#ended = ended;
  }

  async look(asked: Asked): Promise<{ edge: Edge; resolved: Resolved }> {
    const { edge, resolved } = lookOf(await this.#all<LookRow>(lookStatement, lookParameters(asked)));
    this.#edge = edge;
    const found: string[][] = [];
    for (const query of asked.queries) found.push(await this.#find(query));
    return { edge, resolved: { ...resolved, loans: [...resolved.loans, ...found.flat()], found } };
  }

  roots(): Promise<RowOf<'roots'>[]> {
    return this.#all('SELECT aggregate, id, version, state FROM roots');
  }

  lines(): Promise<RowOf<'peer_lines'>[]> {
    return this.#all('SELECT peer, line FROM peer_lines');
  }

  /** All rows under the loans in one statement: it costs one way to the driver and back, not six. */
  async loans(ids: readonly string[]): Promise<LoanRows> {
    const rows: LoanRows = {
      records: [],
      transactions: [],
      shipments: [],
      deliveries: [],
      dataKeys: [],
      sealed: [],
    };
    for (const row of await this.#all<LoanPartRow>(WHOLE_LOANS, [JSON.stringify(ids)])) sortIn(rows, row);
    return rows;
  }

  async leavesAfter(seq: number): Promise<string[]> {
    const rows = await this.#all<{ leaf_hash: string }>(
      'SELECT leaf_hash FROM entries WHERE seq > $1 ORDER BY seq',
      [seq],
    );
    return rows.map(({ leaf_hash: leaf }) => leaf);
  }

  tiles(level: number, from: number, to: number): Promise<RowOf<'tiles'>[]> {
    return this.#all('SELECT level, idx, hashes FROM tiles WHERE level = $1 AND idx >= $2 AND idx < $3', [
      level,
      from,
      to,
    ]);
  }

  /** Nobody else writes before this turn has ended, so the head stands where it was read. */
  async write(writes: Writes, atTheEdge?: (edge: Edge) => Promise<Writes>): Promise<void> {
    const placed = atTheEdge === undefined || this.#edge === undefined ? {} : await atTheEdge(this.#edge);
    await asStoreError(() => this.#writer.run(batchStatement, batchParameters({ ...writes, ...placed })));
  }

  async destroyKeys(holders: readonly string[]): Promise<void> {
    for (const holder of holders)
      await asStoreError(() => this.#writer.run('DELETE FROM data_keys WHERE holder = $1', [holder]));
  }

  async commit(): Promise<void> {
    await asStoreError(() => this.#writer.run('COMMIT'));
    this.#end();
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return;
    // SQLite may have rolled back by itself already, when the disk was full.
    await this.#writer.run('ROLLBACK').catch(() => undefined);
    this.#end();
  }

  #end(): void {
    this.#isOpen = false;
    this.#ended();
  }

  #all<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]> {
    return asStoreError(() => this.#writer.all<Row>(sql, bind));
  }

  async #find(query: Query): Promise<string[]> {
    const rows = await this.#all<{ loan: string }>(...findStatement(query));
    return rows.map(({ loan }) => loan);
  }
}

function findStatement(query: Query): [string, unknown[]] {
  switch (query.name) {
    case 'due-heads':
      return [
        `SELECT loan_id AS loan FROM deliveries
          WHERE peer = $1 AND head_due_at <= $2 AND head_due_at IS NOT NULL AND claim_process IS NULL
          ORDER BY head_due_at LIMIT $3`,
        [query.peer, query.now, query.limit],
      ];
    case 'clocks-due':
      return [
        `SELECT id AS loan FROM loan_records WHERE next_clock_at <= $1 ORDER BY next_clock_at LIMIT $2`,
        [query.now, query.limit],
      ];
    case 'stale-claims':
      // Grouped by an expression: the bare column would be read off its own index, all deliveries that ever were.
      return [
        `SELECT loan_id AS loan FROM deliveries WHERE claim_process IS NOT NULL AND claim_process <> $1
          GROUP BY loan_id || '' ORDER BY MIN(owed_seq) LIMIT $2`,
        [query.process, query.limit],
      ];
  }
}

/** One row of a loan, of whichever table: unused columns are empty. */
interface LoanPartRow {
  part: 'record' | 'transaction' | 'shipment' | 'delivery' | 'key' | 'sealed';
  id: string;
  version: number;
  loan_id: string;
  state: string;
  one: string | null;
  two: string | null;
  three: string | null;
  four: string | null;
  owed_seq: number | null;
}

/** Word for word the condition of the partial index: SQLite proves nothing narrower, and would read the whole table. */
const ASKED_PURPOSE = `purpose IN ('wish', 'act', 'credential')`;

const WHOLE_LOANS = `WITH asked AS (SELECT value AS id FROM json_each($1))
  SELECT 'record' AS part, id, version, id AS loan_id, state, next_clock_at AS one, attention AS two, queue AS three,
         deadline_at AS four, NULL AS owed_seq FROM loan_records WHERE id IN asked
  UNION ALL SELECT 'transaction', id, version, loan_id, state, NULL, NULL, NULL, NULL, NULL
    FROM transactions WHERE loan_id IN asked
  UNION ALL SELECT 'shipment', id, version, loan_id, state, NULL, NULL, NULL, NULL, NULL
    FROM shipments WHERE loan_id IN asked
  UNION ALL SELECT 'delivery', id, version, loan_id, state, head_due_at, claim_process, claim_until, NULL, owed_seq
    FROM deliveries WHERE loan_id IN asked
     AND (state_name IN ('owed', 'undecided', 'stopped', 'given-up') OR claim_process IS NOT NULL)
  UNION ALL SELECT 'key', holder, 0, holder, wrapped, NULL, NULL, NULL, NULL, NULL FROM data_keys WHERE holder IN asked
  UNION ALL SELECT 'sealed', id, 0, holder, value, NULL, NULL, NULL, NULL, NULL
    FROM sealed_values WHERE holder IN asked AND ${ASKED_PURPOSE} AND purpose <> 'credential'`;

function sortIn(rows: LoanRows, row: LoanPartRow): void {
  const { id, version, loan_id, state } = row;
  switch (row.part) {
    case 'record':
      rows.records.push({
        id,
        version,
        state,
        next_clock_at: row.one,
        attention: row.two,
        queue: row.three,
        deadline_at: row.four,
      });
      break;
    case 'transaction':
      rows.transactions.push({ id, version, loan_id, state });
      break;
    case 'shipment':
      rows.shipments.push({ id, version, loan_id, state });
      break;
    case 'delivery':
      rows.deliveries.push({
        ...{ id, version, loan_id, state, owed_seq: row.owed_seq ?? 0 },
        ...{ head_due_at: row.one, claim_process: row.two, claim_until: row.three },
      });
      break;
    case 'key':
      rows.dataKeys.push({ holder: id, wrapped: state });
      break;
    case 'sealed':
      rows.sealed.push({ id, holder: loan_id, value: state });
      break;
  }
}

/** What the driver's error means for the batch. */
async function asStoreError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw storeError(thrown);
  }
}

const UNWRITABLE = /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|MISUSE)/;

export function storeError(thrown: unknown): Error {
  const parent = thrown instanceof Error && 'parent' in thrown ? thrown.parent : thrown;
  const text = reasonOf(parent);
  if (/UNIQUE constraint failed|deadlock/i.test(text)) return new Conflict(text, { cause: thrown });
  if (/^SQLITE_CONSTRAINT/.test(text)) return new RowRefused(text, { cause: thrown });
  if (UNWRITABLE.test(text)) return new CannotWrite(text, { cause: thrown });
  return thrown instanceof Error ? thrown : new Error(text);
}
