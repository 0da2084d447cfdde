import sqlite3 from 'sqlite3';
import { reasonOf } from '../../platform/errors.js';
import { isPostgres } from '../place.js';
import type { ReadOnly } from '../sql.js';

/**
 * Opens a gateway's database for reading alone. Refuses where there is none. Whoever reads so is often a thread of its own,
 * which would pay for Sequelize once more in memory, so the driver is asked directly.
 */
export async function openReadOnly(path: string): Promise<ReadOnly> {
  if (isPostgres(path)) return (await import('../postgres/postgres-database.js')).openPostgresReader(path);
  try {
    const reader = new SqliteReader(await opened(path));
    await reader.all('SELECT 1 FROM ledger_head');
    return reader;
  } catch (thrown) {
    const { DatabaseError } = await import('./connected.js');
    throw new DatabaseError(`The database ${path} cannot be read: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

/** Each text is prepared once; those who read so have few. */
class SqliteReader implements ReadOnly {
  readonly #database: sqlite3.Database;
  readonly #prepared = new Map<string, sqlite3.Statement>();

  constructor(database: sqlite3.Database) {
    this.#database = database;
  }

  async all<T extends object>(sql: string, bind: readonly unknown[] = []): Promise<T[]> {
    const statement = this.#prepared.get(sql) ?? (await this.#prepare(sql));
    const named = Object.fromEntries(bind.map((value, at) => [`$${at + 1}`, value]));
    return new Promise((resolve, reject) => {
      statement.all<T>(named, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }

  async close(): Promise<void> {
    for (const statement of this.#prepared.values())
      await new Promise<void>((resolve) => statement.finalize(() => resolve()));
    this.#prepared.clear();
    await new Promise<void>((resolve, reject) =>
      this.#database.close((error) => (error === null ? resolve() : reject(error))),
    );
  }

  #prepare(sql: string): Promise<sqlite3.Statement> {
    return new Promise((resolve, reject) => {
      const statement = this.#database.prepare(sql, (error) => {
        if (error !== null) return reject(error);
        this.#prepared.set(sql, statement);
        resolve(statement);
      });
    });
  }
}

function opened(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, sqlite3.OPEN_READONLY, (error) =>
      error === null ? resolve(database) : reject(error),
    );
  });
}
