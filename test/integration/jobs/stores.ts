import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { AgendaBackend } from 'agenda';
import { MongoClient } from 'mongodb';
import { chooseStore } from '../../../src/jobs/backends.js';
import type { JobsOptions } from '../../../src/jobs/index.js';
import { onPostgres } from '../../support/place.js';
import { testDatabase } from '../../support/sql.js';

type Where = Pick<JobsOptions, 'sql' | 'mongoUrl' | 'collection'>;

/** A store of its own for one test, empty. */
export interface OpenStore {
  /** Where it is, by a connection of one's own, as each process has one. */
  where(): Promise<Where>;
  /** Ready for Agenda, as `buildJobs` makes it. */
  backend(): Promise<AgendaBackend>;
  empty(): Promise<void>;
  remove(): Promise<void>;
}

/** A store that can be taken away and given back, empty. */
export interface LosableStore extends OpenStore {
  lose(): Promise<void>;
  giveBack(): Promise<void>;
}

export interface StoreKind {
  name: string;
  open(): Promise<OpenStore>;
  openLosable(): Promise<LosableStore>;
  /** Why its tests, or those that lose it, cannot run here. */
  missing?: string;
  cannotLose?: string;
}

export const storeKinds: readonly StoreKind[] = [sqlite(), mongo()];

function sqlite(): StoreKind {
  const open = async (): Promise<LosableStore> => {
    const database = await testDatabase();
    const connections: Awaited<ReturnType<typeof database.connect>>[] = [];
    const where = async () => {
      const sql = await database.connect();
      connections.push(sql);
      return { sql };
    };
    const store = withBackends(where);
    const fail = (failure: Error | undefined): Promise<void> => {
      for (const each of connections) each.failure = failure;
      return Promise.resolve();
    };
    return {
      ...store,
      lose: () => fail(new Error('the disk is gone')),
      async giveBack() {
        await fail(undefined);
        await store.empty();
      },
      async remove() {
        await store.close();
        await database.remove();
      },
    };
  };
  return { name: onPostgres ? 'PostgreSQL' : 'SQLite', open, openLosable: open };
}

function mongo(): StoreKind {
  const url = process.env['MONGODB_URL'];
  const script = process.env['MONGO_WIRE_SERVER'];
  return {
    name: 'MongoDB',
    ...(url === undefined && { missing: 'MONGODB_URL names no server' }),
    ...(script === undefined && { cannotLose: 'MONGO_WIRE_SERVER names no script that starts one' }),
    open: () => Promise.resolve(openMongo(url ?? '')),
    async openLosable() {
      const server = wireServer(script ?? '', await freePort());
      await server.start();
      const store = openMongo(`mongodb://127.0.0.1:${server.port}/agenda`);
      return {
        ...store,
        lose: () => server.stop(),
        giveBack: () => server.start(),
        async remove() {
          await store.remove().catch(() => undefined);
          await server.stop();
        },
      };
    },
  };
}

function openMongo(mongoUrl: string): OpenStore {
  const collection = `agenda_test_${randomUUID()}`;
  const store = withBackends(() => Promise.resolve({ mongoUrl, collection }));
  return {
    ...store,
    async remove() {
      await store.close();
      const client = await MongoClient.connect(mongoUrl, { serverSelectionTimeoutMS: 1_000 });
      // A store that nobody used has no collection to drop.
      await client
        .db()
        .dropCollection(collection)
        .catch(() => undefined);
      await client.close();
    },
  };
}

function withBackends(where: () => Promise<Where>) {
  const closing: (() => Promise<void>)[] = [];
  const backend = async (): Promise<AgendaBackend> => {
    const store = await chooseStore({ ...(await where()), onError: () => undefined });
    await store.connect();
    closing.push(() => store.close());
    return store.backend;
  };
  return {
    where,
    backend,
    async empty() {
      await (await backend()).repository.purgeAllJobs();
    },
    async close() {
      for (const close of closing) await close().catch(() => undefined);
    },
  };
}

/** In memory: stopping it empties it. */
function wireServer(script: string, port: number) {
  let server: ChildProcess | undefined;
  return {
    port,
    async start() {
      const started = spawn(script, [String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
      server = started;
      for await (const chunk of started.stdout) if (String(chunk).includes('listening')) return;
      throw new Error(`${script} ended before it listened`);
    },
    async stop() {
      const stopping = server;
      server = undefined;
      if (!stopping || stopping.exitCode !== null) return;
      const ended = once(stopping, 'exit');
      stopping.kill('SIGKILL');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
