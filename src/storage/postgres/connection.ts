import pg from 'pg';
import { Sequelize, type Options } from 'sequelize';
import { OperatorError } from '../../platform/index.js';

/** An address of PostgreSQL that cannot be used; the message says what is wrong with it, and never its password. */
export class PostgresAddressError extends OperatorError {}

interface Address {
  host: string;
  port: number;
  username?: string;
  password?: string;
  database: string;
  ssl?: { rejectUnauthorized: boolean };
  /** Where the tables stand; the database's own search path where it is not given. */
  schema?: string;
}

/** Whether the server's certificate is proved, by the words that PostgreSQL's own programs use for it. */
const SSL_MODES: Readonly<Record<string, { rejectUnauthorized: boolean } | undefined>> = {
  disable: undefined,
  require: { rejectUnauthorized: false },
  'verify-ca': { rejectUnauthorized: true },
  'verify-full': { rejectUnauthorized: true },
};

const PARAMETERS: ReadonlySet<string> = new Set(['schema', 'sslmode', 'host']);

/** Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME&sslmode=MODE`; `host` may name a socket's folder. */
export function addressOf(place: string): Address {
  const url = new URL(place);
  const parameters = url.searchParams;
  for (const name of parameters.keys())
    if (!PARAMETERS.has(name))
      throw new PostgresAddressError(`The address of PostgreSQL has a parameter that nobody knows: ${name}`);
  const named = {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    schema: schemaOf(parameters),
  };
  return {
    host: (parameters.get('host') ?? url.hostname) || 'localhost',
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...sslOf(parameters),
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '')),
  };
}

function sslOf(parameters: URLSearchParams): Pick<Address, 'ssl'> {
  const mode = parameters.get('sslmode') ?? 'disable';
  if (!(mode in SSL_MODES))
    throw new PostgresAddressError(
      `sslmode=${mode} is not known: use one of ${Object.keys(SSL_MODES).join(', ')}`,
    );
  const ssl = SSL_MODES[mode];
  return ssl === undefined ? {} : { ssl };
}

function schemaOf(parameters: URLSearchParams): string {
  const schema = parameters.get('schema') ?? '';
  if (schema !== '' && !/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new PostgresAddressError('A schema is named by lower-case letters, digits and underscores');
  return schema;
}

/** Connections of one kind: so many at most, each with the server's settings. */
export interface Kind {
  most: number;
  settings: Readonly<Record<string, string | number>>;
}

const READ_TIMEOUT_MS = 10_000;

export const writing: Kind = {
  most: 6,
  settings: {
    lock_timeout: '10s',
    statement_timeout: '60s',
    // A process that hangs in the middle of a commit must not hold up all the others for good.
    idle_in_transaction_session_timeout: '30s',
    // Whatever is looked for by the committer stands in an index: a plan must not depend on how small a table once was.
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    jit: 'off',
  },
};
export const reading: Kind = { most: 6, settings: { default_transaction_read_only: 'on', jit: 'off' } };

/** Sequelize over connections of one kind; nothing is connected before it is asked for one. */
export function connect(address: Address, { most, settings }: Kind): Sequelize {
  const { host, port, username, password, database, ssl, schema } = address;
  const all = { ...settings, ...(schema === undefined ? {} : { search_path: schema }) };
  const options: Options & { databaseVersion: string } = {
    dialect: 'postgres',
    dialectModule: pg,
    host,
    port,
    database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    // Said here, so that Sequelize does not open a connection only to ask.
    databaseVersion: '15.0.0',
    logging: false,
    pool: { max: most, min: 0, idle: 60_000, acquire: READ_TIMEOUT_MS },
    // One try: the committer decides what a failure means, a hidden second try would only hide the wait.
    retry: { max: 1 },
    dialectOptions: {
      application_name: 'lendwire',
      keepAlive: true,
      connectionTimeoutMillis: READ_TIMEOUT_MS,
      options: Object.entries(all)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
      ...(ssl === undefined ? {} : { ssl }),
    },
  };
  return new Sequelize(options);
}

/** A connection of the pool for as long as the work lasts. One that broke, or that was left inside a commit, is not used again. */
export async function withClient<T>(
  sequelize: Sequelize,
  work: (client: PostgresClient) => Promise<T>,
): Promise<T> {
  const connection = (await sequelize.connectionManager.getConnection({ type: 'write' })) as pg.Client;
  const client = clientOn(connection);
  try {
    return await work(client);
  } finally {
    if (client.isInCommit())
      await client.run('ROLLBACK').catch(() => connection.end().catch(() => undefined));
    try {
      sequelize.connectionManager.releaseConnection(connection);
    } catch {
      // The pool has thrown away by itself a connection that broke.
    }
  }
}

/** Statements of one connection. */
export interface PostgresClient {
  all<T extends object>(sql: string, bind?: readonly unknown[]): Promise<T[]>;
  run(sql: string, bind?: readonly unknown[]): Promise<number>;
  /** Whether a transaction is open on it. */
  isInCommit(): boolean;
}

function clientOn(connection: pg.Client): PostgresClient {
  let isOpen = false;
  const query = async (sql: string, bind: readonly unknown[]): Promise<pg.QueryResult> => {
    const name = nameOf(sql);
    const word = /^(BEGIN|COMMIT|ROLLBACK)/.exec(sql)?.[1];
    if (word === 'BEGIN') isOpen = true;
    const result = await connection.query({
      text: sql,
      values: [...bind],
      types: { getTypeParser },
      ...(name === undefined || word !== undefined ? {} : { name }),
    } as pg.QueryConfig);
    // A COMMIT of a transaction that had failed is answered with ROLLBACK and no error.
    if (word === 'COMMIT' && result.command !== 'COMMIT') throw new Error('the transaction was rolled back');
    if (word === 'COMMIT' || word === 'ROLLBACK') isOpen = false;
    return result;
  };
  return {
    async all<T extends object>(sql: string, bind: readonly unknown[] = []) {
      return (await query(sql, bind)).rows as T[];
    },
    async run(sql, bind = []) {
      return (await query(sql, bind)).rowCount ?? 0;
    },
    isInCommit: () => isOpen,
  };
}

const INT8 = 20;
const NUMERIC = 1700;

/** Counts and places are numbers: none of them passes 2^53. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  (oid as number) === INT8 || (oid as number) === NUMERIC
    ? Number
    : (pg.types.getTypeParser(oid, format) as (value: string) => unknown);

/** More than the gateway has; what somebody words anew each time is not prepared. */
const mostPrepared = 300;
const names = new Map<string, string>();

/** The name under which each connection prepares a text once. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= mostPrepared) return undefined;
  const name = `lendwire_${names.size + 1}`;
  names.set(sql, name);
  return name;
}
