import type { Sequelize } from 'sequelize';
import { reasonOf } from '../../platform/index.js';
import { nameOfPlace } from '../place.js';
import { DatabaseError, oneCommit, type Database, type Writer } from '../sql/connected.js';
import { postgresDialect } from '../sql/dialect.js';
import type { ReadOnly, Sql } from '../sql.js';
import { LockClass, lockKey } from './advisory-locks.js';
import { addressOf, connect, reading, withClient, writing } from './connection.js';

const OLDEST_SERVER = 150_000;

/** Opens a database of PostgreSQL 15 or newer, making the schema that its address names where it is missing. */
export async function openPostgres(place: string): Promise<Database> {
  const address = addressOf(place);
  const [writer, reader] = [connect(address, writing), connect(address, reading)];
  const database = new PostgresDatabase({ path: nameOfPlace(place), schema: address.schema, writer, reader });
  try {
    await refuseOld(database);
    if (address.schema !== undefined) await makeSchema(database, address.schema);
    return database;
  } catch (thrown) {
    await database.close().catch(() => undefined);
    if (thrown instanceof DatabaseError) throw thrown;
    throw new DatabaseError(`The database ${database.path} cannot be opened: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
}

/** One connection that cannot write. Refuses where there is no gateway's database. */
export async function openPostgresReader(place: string): Promise<ReadOnly> {
  const reader = connect(addressOf(place), { ...reading, most: 1 });
  const all = <T extends object>(sql: string, bind?: readonly unknown[]): Promise<T[]> =>
    withClient(reader, (client) => client.all<T>(sql, bind));
  try {
    await all('SELECT 1 FROM ledger_head');
  } catch (thrown) {
    await reader.close();
    throw new DatabaseError(`The database ${nameOfPlace(place)} cannot be read: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
  return { all, close: () => reader.close() };
}

async function refuseOld(database: Database): Promise<void> {
  const [row] = await database.turn((writer) =>
    writer.all<{ version: string }>(`SELECT current_setting('server_version_num') AS version`),
  );
  if (Number(row?.version ?? 0) < OLDEST_SERVER)
    throw new DatabaseError(`The database ${database.path} is older than PostgreSQL 15`);
}

/** Asked for first: making one that is there already wants a right that the gateway need not have. */
async function makeSchema(database: Database, schema: string): Promise<void> {
  await database.whileAlone(() =>
    database.turn(async (writer) => {
      const found = await writer.all('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
      if (found.length === 0) await writer.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    }),
  );
}

interface Parts {
  path: string;
  schema: string | undefined;
  writer: Sequelize;
  reader: Sequelize;
}

class PostgresDatabase implements Database {
  readonly dialect = postgresDialect;
  readonly path: string;
  readonly reader: Sequelize;
  readonly sql: Sql;
  readonly #writer: Sequelize;
  readonly #alone: string;

  constructor({ path, schema, writer, reader }: Parts) {
    this.path = path;
    this.#alone = lockKey(LockClass.Alone, schema);
    this.#writer = writer;
    this.reader = reader;
    this.sql = {
      dialect: 'postgres',
      all: (sql, bind) =>
        /^\s*(SELECT|WITH)\b/i.test(sql) ? this.all(sql, bind) : this.turn((turn) => turn.all(sql, bind)),
      run: (sql, bind) => this.turn((turn) => turn.run(sql, bind)),
    };
  }

  all<T extends object>(sql: string, bind: readonly unknown[] = []): Promise<T[]> {
    return withClient(this.reader, (client) => client.all<T>(sql, bind));
  }

  turn<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    return withClient(this.#writer, work);
  }

  inOneCommit<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    return this.turn((writer) => oneCommit(writer, { begin: 'BEGIN', work }));
  }

  whileAlone<T>(work: () => Promise<T>): Promise<T> {
    return this.turn(async (holder) => {
      // Waits as long as another start takes, which a lock of a commit may not.
      await holder.run(`SET lock_timeout = '120s'`);
      await holder.run(`SELECT pg_advisory_lock(${this.#alone})`);
      try {
        return await work();
      } finally {
        await holder.run(`SELECT pg_advisory_unlock(${this.#alone})`);
        await holder.run('RESET lock_timeout');
      }
    });
  }

  /** PostgreSQL looks after its own log. */
  checkpointLog(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.close(), this.reader.close()]);
  }
}
