import type { TreeHead } from '../../ledger/index.js';
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
import { MetaName, tableNames, type RowOf, type Writes } from '../engine/tables.js';
import type { Query } from '../use-case.js';
import { bulkParameter, bulkStatement } from './bulk.js';
import type { Database, Writer } from './database.js';

/** Batches in a SQL database: each is one transaction of the connection that writes, one statement a table. */
export class SqlStore implements Store {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  begin(): Promise<Turn> {
    return new Promise((resolve, reject) => {
      // The turn of the connection ends when the batch does.
      this.#database
        .turn(async (writer) => {
          await begun(writer);
          await new Promise<void>((ended) => resolve(new SqlTurn(writer, ended)));
        })
        .catch(reject);
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

function begun(writer: Writer): Promise<unknown> {
  return asStoreError(() => writer.run('BEGIN IMMEDIATE'));
}

class SqlTurn implements Turn {
  readonly #writer: Writer;
  readonly #ended: () => void;
  #isOpen = true;

  constructor(writer: Writer, ended: () => void) {
    this.#writer = writer;
    this.#ended = ended;
  }

  async edge(): Promise<Edge> {
    const [row] = await this.#all<{
      size: number;
      peaks: string;
      roots: string | null;
      lines: string | null;
    }>(
      `SELECT size, peaks, (SELECT value FROM meta WHERE name = '${MetaName.RootsVersion}') AS roots,
              (SELECT value FROM meta WHERE name = '${MetaName.LinesVersion}') AS lines
         FROM ledger_head`,
    );
    const head: TreeHead =
      row === undefined
        ? { size: 0, peaks: [] }
        : { size: row.size, peaks: JSON.parse(row.peaks) as string[] };
    return { head, rootsVersion: Number(row?.roots ?? 0), linesVersion: Number(row?.lines ?? 0) };
  }

  roots(): Promise<RowOf<'roots'>[]> {
    return this.#all('SELECT aggregate, id, version, state FROM roots');
  }

  lines(): Promise<RowOf<'peer_lines'>[]> {
    return this.#all('SELECT peer, line FROM peer_lines');
  }

  async resolve(asked: Asked): Promise<Resolved> {
    const loans: string[] = [];
    const deliveries = new Map<string, string>();
    for (const loan of await this.#loansOfTransactions(asked)) loans.push(loan);
    for (const loan of await this.#loansOfLibraryIds(asked)) loans.push(loan);
    for (const { id, loan_id: loan } of await this.#loansOfDeliveries(asked)) deliveries.set(id, loan);
    const received = await this.#received(asked);
    const found: string[][] = [];
    for (const query of asked.queries) found.push(await this.#find(query));
    loans.push(...deliveries.values(), ...received.map(({ loan_id: loan }) => loan), ...found.flat());
    return { loans, deliveries, received, found };
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

  answers(keys: readonly string[]): Promise<RowOf<'answers'>[]> {
    return this.#all(
      'SELECT key, request, answer FROM answers WHERE key IN (SELECT value FROM json_each($1))',
      [JSON.stringify(keys)],
    );
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

  async write(writes: Writes): Promise<void> {
    for (const name of tableNames) {
      const rows = writes[name];
      if (rows === undefined) continue;
      await asStoreError(() => this.#writer.run(bulkStatement(name), [bulkParameter(name, rows)]));
    }
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

  async #loansOfTransactions({ transactions }: Asked): Promise<string[]> {
    if (transactions.length === 0) return [];
    const keys = transactions.map((key) => [key.role, key.requestingKey, key.supplyingKey, key.requestId]);
    const rows = await this.#all<{ loan_id: string }>(
      `SELECT t.loan_id FROM json_each($1) k CROSS JOIN transactions t
        WHERE t.role = json_extract(k.value, '$[0]') AND t.requesting_key = json_extract(k.value, '$[1]')
          AND t.supplying_key = json_extract(k.value, '$[2]') AND t.request_id = json_extract(k.value, '$[3]')`,
      [JSON.stringify(keys)],
    );
    return rows.map((row) => row.loan_id);
  }

  async #loansOfLibraryIds({ libraryIds }: Asked): Promise<string[]> {
    if (libraryIds.length === 0) return [];
    const rows = await this.#all<{ id: string }>(
      `SELECT l.id FROM json_each($1) k CROSS JOIN loan_records l
        WHERE l.agency = json_extract(k.value, '$[0]') AND l.library_id = json_extract(k.value, '$[1]')`,
      [JSON.stringify(libraryIds.map(({ agency, libraryId }) => [agency, libraryId]))],
    );
    return rows.map(({ id }) => id);
  }

  #loansOfDeliveries({ deliveries }: Asked): Promise<{ id: string; loan_id: string }[]> {
    if (deliveries.length === 0) return Promise.resolve([]);
    return this.#all('SELECT id, loan_id FROM deliveries WHERE id IN (SELECT value FROM json_each($1))', [
      JSON.stringify(deliveries),
    ]);
  }

  #received({ identities }: Asked): Promise<RowOf<'received'>[]> {
    if (identities.length === 0) return Promise.resolve([]);
    return this.#all(
      `SELECT identity, hash, loan_id, body_id, confirmation FROM received
        WHERE identity IN (SELECT value FROM json_each($1)) ORDER BY identity, body_id`,
      [JSON.stringify(identities)],
    );
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
  owed_seq: number | null;
}

/** Word for word the condition of the partial index: SQLite proves nothing narrower, and would read the whole table. */
const ASKED_PURPOSE = `purpose IN ('wish', 'act', 'credential')`;

const WHOLE_LOANS = `WITH asked AS (SELECT value AS id FROM json_each($1))
  SELECT 'record' AS part, id, version, id AS loan_id, state, next_clock_at AS one, attention AS two, NULL AS three,
         NULL AS owed_seq FROM loan_records WHERE id IN asked
  UNION ALL SELECT 'transaction', id, version, loan_id, state, NULL, NULL, NULL, NULL
    FROM transactions WHERE loan_id IN asked
  UNION ALL SELECT 'shipment', id, version, loan_id, state, NULL, NULL, NULL, NULL
    FROM shipments WHERE loan_id IN asked
  UNION ALL SELECT 'delivery', id, version, loan_id, state, head_due_at, claim_process, claim_until, owed_seq
    FROM deliveries WHERE loan_id IN asked
     AND (state_name IN ('owed', 'undecided', 'stopped', 'given-up') OR claim_process IS NOT NULL)
  UNION ALL SELECT 'key', holder, 0, holder, wrapped, NULL, NULL, NULL, NULL FROM data_keys WHERE holder IN asked
  UNION ALL SELECT 'sealed', id, 0, holder, value, NULL, NULL, NULL, NULL
    FROM sealed_values WHERE holder IN asked AND ${ASKED_PURPOSE} AND purpose <> 'credential'`;

function sortIn(rows: LoanRows, row: LoanPartRow): void {
  const { id, version, loan_id, state } = row;
  switch (row.part) {
    case 'record':
      rows.records.push({ id, version, state, next_clock_at: row.one, attention: row.two });
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
