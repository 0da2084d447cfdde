import { reasonOf } from '../../platform/index.js';
import { nameOfPlace } from '../place.js';
import { AlreadyServed } from '../sql/process-lock.js';
import { addressOf, connect, withClient, writing, type PostgresClient } from './connection.js';

/** Locks that stand for no row; each schema has its own of each. */
export const LockClass = {
  /** What only one process does at a time, such as a first start. */
  Alone: 86261,
  /** Held together by all processes that serve, and alone by a verb that must not run beside any. */
  Serving: 86262,
} as const;
type LockClass = (typeof LockClass)[keyof typeof LockClass];

/** By the schema's name: the schema itself may be about to be made. */
export function lockKey(lock: LockClass, schema = 'public'): string {
  return `${lock}, hashtext('${schema}')`;
}

const AGAIN_MS = 1_000;

/** Marks the database as served by this process too, and answers how to end that. Refused while a verb has it alone. */
export function markServed(place: string): Promise<() => Promise<void>> {
  return hold(place, 'pg_try_advisory_lock_shared');
}

/** Takes the database for a verb that must not run beside a gateway. Refused while any process serves it. */
export function takeAlone(place: string): Promise<() => Promise<void>> {
  return hold(place, 'pg_try_advisory_lock');
}

type Taking = 'pg_try_advisory_lock' | 'pg_try_advisory_lock_shared';

/** The lock lives as long as its connection: where that breaks, it is taken again on a new one. */
async function hold(place: string, taking: Taking): Promise<() => Promise<void>> {
  const sequelize = connect(addressOf(place), {
    most: 1,
    settings: { ...writing.settings, idle_in_transaction_session_timeout: 0 },
  });
  const holding = { isOver: false };
  const isOver = (): boolean => holding.isOver;
  let letGo: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (letGo = resolve));
  let keeping: Promise<void> = Promise.resolve();
  const keep = async (taken: () => void): Promise<void> => {
    await withClient(sequelize, async (client) => {
      await take(client, { place, taking });
      taken();
      while (!isOver()) {
        await Promise.race([over, pause(AGAIN_MS * 5)]);
        if (!isOver()) await client.all('SELECT 1');
      }
      await client.all('SELECT pg_advisory_unlock_all()');
    });
  };
  const keepOn = async (): Promise<void> => {
    while (!isOver()) {
      await keep(() => undefined).catch(() => undefined);
      if (!isOver()) await Promise.race([over, pause(AGAIN_MS)]);
    }
  };
  await new Promise<void>((resolve, reject) => {
    keeping = keep(resolve).catch((thrown: unknown) => {
      reject(thrown instanceof Error ? thrown : new Error(reasonOf(thrown)));
    });
  }).catch(async (thrown: unknown) => {
    holding.isOver = true;
    await sequelize.close();
    throw thrown;
  });
  const kept = keeping.then(() => keepOn());
  return async () => {
    holding.isOver = true;
    letGo();
    await kept;
    await sequelize.close();
  };
}

async function take(client: PostgresClient, { place, taking }: { place: string; taking: Taking }) {
  const { schema = 'public' } = addressOf(place);
  const [row] = await client.all<{ taken: boolean }>(
    `SELECT ${taking}(${lockKey(LockClass.Serving, schema)}) AS taken`,
  );
  if (row?.taken === true) return;
  const [held] = await client.all<{ holders: number }>(
    `SELECT COUNT(DISTINCT pid) AS holders FROM pg_locks
      WHERE locktype = 'advisory' AND classid = ${LockClass.Serving} AND granted
        AND objid = CAST(CAST(hashtext('${schema}') AS bigint) & 4294967295 AS oid)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  const count = held?.holders ?? 0;
  throw new AlreadyServed(
    `The database ${nameOfPlace(place)} is in use by ${count === 1 ? 'one process' : `${count} processes`}: stop ${count === 1 ? 'it' : 'them'} first.`,
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
