import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { agendaJobs } from '../../src/storage/migrations/agenda-jobs.js';
import { statementsOf } from '../../src/storage/migrations/migration.js';
import { openDatabase } from '../../src/storage/index.js';
import type { Sql } from '../../src/storage/sql.js';
import { onPostgres, placeOf } from './place.js';

export interface TestSql extends Sql {
  /** While set, every statement fails with it: a database that is gone. */
  failure: Error | undefined;
  close(): Promise<void>;
}

export interface TestDatabase {
  /** A further connection to the same file, as another process would have it. */
  connect(): Promise<TestSql>;
  /** Closes all connections and removes the file. */
  remove(): Promise<void>;
}

/**
 * A SQLite file of its own with Agenda's table in it, WAL and full synchronisation as in production; where the tests run
 * on PostgreSQL, a schema of its own.
 */
export async function testDatabase(
  options: { migrated: boolean } = { migrated: true },
): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-sql-'));
  const connections: TestSql[] = [];
  const connect = async (): Promise<TestSql> => {
    const file = join(folder, 'test.sqlite');
    const sql = await (onPostgres ? openPostgresSql(placeOf(file)) : openSql(file));
    connections.push(sql);
    return sql;
  };
  const sql = await connect();
  if (options.migrated)
    for (const statement of statementsOf(agendaJobs.up, sql.dialect)) await sql.run(statement);
  return {
    connect,
    async remove() {
      await Promise.all(connections.map((each) => each.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgresSql(place: string): Promise<TestSql> {
  const database = await openDatabase(place);
  const opened: TestSql = {
    dialect: 'postgres',
    failure: undefined,
    async all<T extends object>(sql: string, bind?: readonly unknown[]) {
      if (opened.failure) throw opened.failure;
      return database.sql.all<T>(sql, bind);
    },
    async run(sql, bind) {
      if (opened.failure) throw opened.failure;
      return database.sql.run(sql, bind);
    },
    close: () => database.close(),
  };
  return opened;
}

async function openSql(file: string): Promise<TestSql> {
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  for (const pragma of ['busy_timeout = 5000', 'journal_mode = WAL', 'synchronous = FULL'])
    await all(database, `PRAGMA ${pragma}`);

  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const written = turn.then(write, write);
    turn = written.catch(() => undefined);
    return written;
  };
  const opened: TestSql = {
    dialect: 'sqlite',
    failure: undefined,
    async all<T extends object>(sql: string, bind?: readonly unknown[]) {
      if (opened.failure) throw opened.failure;
      const read = () => all<T>(database, sql, bind);
      return /^\s*select/i.test(sql) ? read() : inTurn(read);
    },
    async run(sql, bind) {
      if (opened.failure) throw opened.failure;
      return inTurn(() => run(database, sql, bind));
    },
    close: () =>
      new Promise((resolve, reject) => database.close((error) => (error ? reject(error) : resolve()))),
  };
  return opened;
}

function all<T>(database: sqlite3.Database, sql: string, bind?: readonly unknown[]): Promise<T[]> {
  return new Promise((resolve, reject) => {
    database.all<T>(sql, byMarker(bind), (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}

function run(database: sqlite3.Database, sql: string, bind?: readonly unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    database.run(sql, byMarker(bind), function (this: sqlite3.RunResult, error: Error | null) {
      if (error) reject(error);
      else resolve(this.changes);
    });
  });
}

/** `$1` is a name to SQLite, so values are bound by name: order and repetition do not matter. */
function byMarker(bind: readonly unknown[] = []): Record<string, unknown> {
  return Object.fromEntries(bind.map((value, index) => [`$${index + 1}`, value]));
}
