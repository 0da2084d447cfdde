import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const script = fileURLToPath(new URL('../postgres-server/start.sh', import.meta.url));

/**
 * Where the libraries keep what they have: files, or schemas of a PostgreSQL database that is made for this run, on the
 * server that `DATABASE_URL` names or on one that is started. The variable itself is no gateway's business here.
 */
export async function databases(kind) {
  const { DATABASE_URL: given } = process.env;
  delete process.env.DATABASE_URL;
  aloneOnMongo();
  if (kind === 'sqlite')
    return { of: (name) => ({ path: `${name}.sqlite` }), lease: {}, end: () => Promise.resolve() };
  if (kind !== 'postgres') throw new Error('--database takes sqlite or postgres');
  const server = given === undefined ? await startServer() : { url: given, end: () => undefined };
  const database = `lendwire_kill_${process.pid}`;
  await tell(server.url, `CREATE DATABASE ${database}`);
  const of = (name) => {
    const url = new URL(server.url);
    url.pathname = `/${database}`;
    url.searchParams.set('schema', name);
    return { path: `${name}.sqlite`, url: url.href };
  };
  return {
    of,
    // What a killed process had claimed is free when its lease is over: soon enough for a test.
    lease: { connectMs: 1_000, headersMs: 2_000, bodyMs: 1_000 },
    async end() {
      await tell(server.url, `DROP DATABASE ${database} WITH (FORCE)`);
      server.end();
    },
  };
}

/** Over a connection of its own: one that waited through the run would end it, gateways and all, when it broke. */
async function tell(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Jobs of an earlier run, locked by processes that are gone, are not this run's. */
function aloneOnMongo() {
  const { MONGODB_URL: given } = process.env;
  if (given === undefined) return;
  const url = new URL(given);
  url.pathname = `/lendwire_kill_${process.pid}`;
  process.env.MONGODB_URL = url.href;
}

async function startServer() {
  const server = spawn(script, [String(await freePort())], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    server.stdout.on('data', (chunk) => resolve(String(chunk).trim()));
    server.once('exit', (code) =>
      reject(new Error(`no PostgreSQL: set DATABASE_URL, or install it (exit ${code})`)),
    );
  });
  return { url, end: () => server.kill('SIGTERM') };
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
