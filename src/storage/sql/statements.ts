import type { Sequelize } from 'sequelize';
import type sqlite3 from 'sqlite3';
import { Turns } from './turns.js';

/** More than the gateway has; those of a search that somebody words anew each time do not stay. */
const mostPrepared = 200;

/**
 * The SQL of one connection that Sequelize holds, each text prepared once and then only bound: through Sequelize's own
 * query a statement costs several times as much, and a batch is a dozen of them. One runs at a time, as it was asked for.
 */
export class Statements {
  readonly #sequelize: Sequelize;
  readonly #prepared = new Map<string, sqlite3.Statement>();
  readonly #turns = new Turns();

  constructor(sequelize: Sequelize) {
    this.#sequelize = sequelize;
  }

  all<T extends object>(sql: string, bind: readonly unknown[] = []): Promise<T[]> {
    return this.#turns.take(async () => {
      const statement = await this.#prepare(sql);
      return new Promise<T[]>((resolve, reject) => {
        statement.all<T>(named(bind), (error, rows) => (error === null ? resolve(rows) : reject(error)));
      });
    });
  }

  /** Answers how many rows changed. */
  run(sql: string, bind: readonly unknown[] = []): Promise<number> {
    return this.#turns.take(async () => {
      const statement = await this.#prepare(sql);
      return new Promise<number>((resolve, reject) => {
        statement.run(named(bind), function (error) {
          if (error === null) resolve(this.changes);
          else reject(error);
        });
      });
    });
  }

  /** Closes the connection too; what is still prepared would keep it open. */
  close(): Promise<void> {
    return this.#turns.take(async () => {
      for (const statement of this.#prepared.values()) await finalized(statement);
      this.#prepared.clear();
      await this.#sequelize.close();
    });
  }

  async #prepare(sql: string): Promise<sqlite3.Statement> {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const [oldest] = this.#prepared;
    if (oldest !== undefined && this.#prepared.size >= mostPrepared) {
      this.#prepared.delete(oldest[0]);
      await finalized(oldest[1]);
    }
    const statement = await prepared(await connectionOf(this.#sequelize), sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/** The one connection that Sequelize keeps for everything outside its own transactions, of which there are none. */
async function connectionOf(sequelize: Sequelize): Promise<sqlite3.Database> {
  return (await sequelize.connectionManager.getConnection({ type: 'write' })) as sqlite3.Database;
}

function prepared(connection: sqlite3.Database, sql: string): Promise<sqlite3.Statement> {
  return new Promise((resolve, reject) => {
    const statement = connection.prepare(sql, (error) =>
      error === null ? resolve(statement) : reject(error),
    );
  });
}

function finalized(statement: sqlite3.Statement): Promise<void> {
  return new Promise((resolve) => {
    statement.finalize(() => resolve());
  });
}

/** `$1` is bound by its name, since a text may name it twice or out of order. */
function named(bind: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(bind.map((value, at) => [`$${at + 1}`, value]));
}
