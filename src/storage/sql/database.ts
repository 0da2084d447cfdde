import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { QueryTypes, Sequelize } from 'sequelize';
import sqlite3 from 'sqlite3';
import { reasonOf } from '../../platform/index.js';
import type { Sql } from '../sql.js';
import { isPostgres } from '../place.js';
import { DatabaseError, oneCommit, type Database, type Writer } from './connected.js';
import { sqliteDialect } from './dialect.js';
import { Statements } from './statements.js';
import { Turns } from './turns.js';

const WRITER_PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  // The default checkpoint runs inside somebody's commit; ours runs between commits (checkpointLog).
  'PRAGMA wal_autocheckpoint = 0',
  'PRAGMA journal_size_limit = 67108864',
  'PRAGMA cache_size = -32768',
  'PRAGMA temp_store = MEMORY',
];
/** 64 MiB. */
const LONG_LOG_PAGES = 16_384;
const READER_PRAGMAS = ['PRAGMA query_only = ON', 'PRAGMA cache_size = -16384'];

/**
 * sqlite3 whose every connection runs the pragmas first: Sequelize's hooks for that never fire on SQLite, and settings
 * made by hand would hold for one connection only.
 */
function driverWith(pragmas: readonly string[]): object {
  class PragmaDatabase extends sqlite3.Database {
    constructor(file: string, mode: number, opened: (error: Error | null) => void) {
      super(file, mode, opened);
      this.serialize();
      for (const pragma of pragmas) this.run(pragma, () => undefined);
    }
  }
  return { ...sqlite3, Database: PragmaDatabase };
}

function connect(path: string, pragmas: readonly string[]): Sequelize {
  return new Sequelize({
    dialect: 'sqlite',
    storage: path,
    logging: false,
    dialectModule: driverWith(pragmas),
    // One try: the committer decides what a failure means, a hidden second try would only hide the wait.
    retry: { max: 1 },
  });
}

/**
 * Opens the file, making it and its folder when they are missing, or the PostgreSQL database of an address. Refuses
 * `:memory:`, where a rollback takes others' rows along.
 */
export async function openDatabase(
  path: string,
  /** How long a statement waits for another process's lock. */
  { busyTimeoutMs = 5000 }: { busyTimeoutMs?: number } = {},
): Promise<Database> {
  if (isPostgres(path)) return (await import('../postgres/postgres-database.js')).openPostgres(path);
  if (path === ':memory:' || path === '')
    throw new DatabaseError(
      'A database needs a file: in memory, a rollback would take the rows of others along',
    );
  const file = resolve(path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const wait = `PRAGMA busy_timeout = ${busyTimeoutMs}`;
    const writer = connect(file, [wait, ...WRITER_PRAGMAS]);
    await writer.query('SELECT COUNT(*) FROM sqlite_master', { type: QueryTypes.SELECT });
    const reader = connect(file, [wait, ...READER_PRAGMAS]);
    await reader.query('SELECT 1', { type: QueryTypes.SELECT });
    return new SqliteDatabase(file, writer, reader);
  } catch (thrown) {
    throw new DatabaseError(`The database ${file} cannot be opened: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

class SqliteDatabase implements Database {
  readonly dialect = sqliteDialect;
  readonly path: string;
  readonly reader: Sequelize;
  readonly sql: Sql;
  readonly #writer: Statements;
  readonly #reads: Statements;
  readonly #turns = new Turns();
  /** A connection of its own, so that nobody's commit waits for a checkpoint. */
  #keeper: Statements | undefined;

  constructor(path: string, writer: Sequelize, reader: Sequelize) {
    this.path = path;
    this.reader = reader;
    this.#reads = new Statements(reader);
    this.#writer = new Statements(writer);
    this.sql = {
      dialect: 'sqlite',
      all: (sql, bind) =>
        /^\s*(SELECT|WITH)\b/i.test(sql) ? this.all(sql, bind) : this.turn((turn) => turn.all(sql, bind)),
      run: (sql, bind) => this.turn((turn) => turn.run(sql, bind)),
    };
  }

  all<T extends object>(sql: string, bind: readonly unknown[] = []): Promise<T[]> {
    return this.#reads.all<T>(sql, bind);
  }

  turn<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    return this.#turns.take(() => work(this.#writer));
  }

  inOneCommit<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    return this.turn((writer) => oneCommit(writer, { begin: 'BEGIN IMMEDIATE', work }));
  }

  /** One process serves a file, and verbs write in commits of their own. */
  whileAlone<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async checkpointLog(): Promise<void> {
    const checkpoint = 'PRAGMA wal_checkpoint(PASSIVE)';
    this.#keeper ??= new Statements(connect(this.path, WRITER_PRAGMAS));
    const [moved] = await this.#keeper.all<{ log: number }>(checkpoint);
    // While commits go on, some of the log always stays behind and it cannot start anew: then once without them.
    if (moved !== undefined && moved.log > LONG_LOG_PAGES)
      await this.turn((writer) => writer.all(checkpoint));
  }

  async close(): Promise<void> {
    await this.#reads.close();
    await this.#keeper?.close();
    await this.turn((writer) => writer.all('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => []));
    await this.#writer.close();
  }
}
