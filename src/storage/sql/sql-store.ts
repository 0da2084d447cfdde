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
import type { Writes } from '../engine/tables.js';
import type { Query } from '../use-case.js';
import { batchOfTables, batchParameters, batchStatement } from './bulk.js';
import type { Database, Writer } from './connected.js';
import { loanRowsOf, wholeLoans, type LoanPartRow } from './loan-parts.js';
import { hasNumber, trackingParameters } from './numbers.js';
import { OpenTurn } from './open-turn.js';
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

class SqlTurn extends OpenTurn implements Turn {
  constructor(writer: Writer, ended: () => void) {
    super(writer, { ended, meaningOf: storeError });
  }

  async look(asked: Asked): Promise<{ edge: Edge; resolved: Resolved }> {
    const { edge, resolved } = lookOf(await this.all<LookRow>(lookStatement, lookParameters(asked)));
    this.edge = edge;
    const found: string[][] = [];
    for (const query of asked.queries) found.push(await this.find(...findStatement(query)));
    return { edge, resolved: { ...resolved, loans: [...resolved.loans, ...found.flat()], found } };
  }

  async loans(ids: readonly string[]): Promise<LoanRows> {
    return loanRowsOf(await this.all<LoanPartRow>(WHOLE_LOANS, [JSON.stringify(ids)]));
  }

  /** Nobody else writes before this turn has ended, so the head stands where it was read. */
  async write(writes: Writes, atTheEdge?: (edge: Edge) => Promise<Writes>): Promise<void> {
    const placed = atTheEdge === undefined || this.edge === undefined ? {} : await atTheEdge(this.edge);
    await this.meant(() => this.writer.run(batchStatement, batchParameters({ ...writes, ...placed })));
  }

  async destroyKeys(holders: readonly string[]): Promise<void> {
    // Zeroes what it frees; what writing has left of them elsewhere on the pages is for `shredKeys`.
    await this.writer.run('PRAGMA secure_delete = ON');
    try {
      for (const holder of holders)
        for (const statement of forgotten) await this.meant(() => this.writer.run(statement, [holder]));
    } finally {
      await this.writer.run('PRAGMA secure_delete = OFF');
    }
  }
}

/** What goes with a data key: the key, and by whom a loan could be looked up. */
const forgotten = ['DELETE FROM data_keys WHERE holder = $1', 'DELETE FROM loan_patrons WHERE loan_id = $1'];

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
    case 'same-patron':
      return [SAME_PATRON, [query.patron, query.limit]];
    case 'parcel':
      return [PARCEL, [query.parcel, query.limit]];
    case 'tracking':
      return [TRACKING, trackingParameters(query)];
    case 'notices-due':
      return [
        `SELECT loan_id AS loan FROM notices WHERE due_at <= $1 AND due_at IS NOT NULL ORDER BY due_at, id LIMIT $2`,
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

const SAME_PATRON =
  'SELECT loan_id AS loan FROM loan_patrons WHERE patron = $1 ORDER BY loan_id DESC LIMIT $2';
const PARCEL = 'SELECT DISTINCT loan_id AS loan FROM shipments WHERE parcel = $1 ORDER BY loan_id LIMIT $2';
const TRACKING = `SELECT DISTINCT loan_id AS loan FROM shipments WHERE ${hasNumber('$1', '$2')} ORDER BY loan_id LIMIT $3`;

const WHOLE_LOANS = `WITH asked AS (SELECT value AS id FROM json_each($1))
  ${wholeLoans((column) => `${column} IN asked`)}`;

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
