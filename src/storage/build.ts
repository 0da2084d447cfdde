import { randomBytes } from 'node:crypto';
import type { LedgerSource, SigningKey } from '../ledger/index.js';
import { newId, OperatorError, reasonOf, type Clock, type Logger } from '../platform/index.js';
import { unwrapBy, type WrappingKeyRing } from '../vault/index.js';
import type { Derive } from './engine/columns.js';
import { BatchCommitter, type Faults } from './engine/committer.js';
import type { Bounds } from './engine/queue.js';
import type { Store } from './engine/store.js';
import { checkpointFile, ledgerSource, makeCheckpoint } from './ledger-source.js';
import { MemoryStore } from './memory/memory-store.js';
import { migrateUp, pendingMigrations } from './migrations/migrate.js';
import { buildReaders, type Readers } from './readers/index.js';
import { rebuildCheck, type RebuildReport } from './rebuild/rebuild.js';
import { rebuild } from './rebuild/write-anew.js';
import { isPostgres } from './place.js';
import { PostgresStore } from './postgres/postgres-store.js';
import { type Database } from './sql/connected.js';
import { openDatabase } from './sql/database.js';
import { SqlStore } from './sql/sql-store.js';
import type { Committer, Directory, UseCase } from './use-case.js';

interface EngineParts {
  ring: WrappingKeyRing;
  derive: Derive;
  bounds: Bounds;
  clock: Clock;
  log: Logger;
  /** For tests of crash points only. */
  faults?: Faults;
}

export interface StorageOptions extends EngineParts {
  /** A file, or the address of a PostgreSQL database. */
  path: string;
  /** How the names of the files begin that lie beside it; a database file's own name where it is not given. */
  beside?: string;
  /** Brings the database to today's shape; without it one of another shape is refused. */
  migrate?: boolean;
  /** How long a statement waits for another process's lock. */
  busyTimeoutMs?: number;
  /** This process alone serves the file, so that it need not read again what it has written. Of no effect on a server. */
  isAlone?: boolean;
}

export interface Storage {
  committer: Committer;
  readers: Readers;
  /** The connections; `database.sql` is for tables that are not folded. */
  database: Database;
  /** The root rows as the newest commit of this process left them. */
  directory(): Directory;
  /** How many use cases wait for a commit. */
  waiting(): number;
  ledgerSource(): Promise<LedgerSource>;
  /** Signs the ledger's head where it has grown; answers the note. */
  checkpoint(key: SigningKey, now: Date): Promise<string | undefined>;
  rebuildCheck(progress?: (done: number, all: number) => void): Promise<RebuildReport>;
  /** Writes every row anew from the entries; answers how many loans were written. */
  rebuild(): Promise<number>;
  /** Does what waits, then closes. */
  close(): Promise<void>;
}

const defaults = { newId, randomBytes: randomSource() };

/** Random bytes, drawn some thousand at a time: every message wants a few dozen, and each draw costs as much. */
function randomSource(): (size: number) => Buffer {
  let drawn = Buffer.alloc(0);
  return (size) => {
    if (size > drawn.length) drawn = randomBytes(Math.max(size, 4096));
    const taken = drawn.subarray(0, size);
    drawn = drawn.subarray(size);
    return taken;
  };
}

/** A database whose shape is not this program's; the message says what to do. */
export class WrongShape extends OperatorError {}

/**
 * Opens the database and reads what each process holds in memory. Refuses a file that cannot be opened, and one whose
 * shape is not this program's.
 */
export async function buildStorage(options: StorageOptions): Promise<Storage> {
  const database = await openDatabase(options.path, options);
  try {
    if (options.migrate === true) await migrateUp(database);
    else await refuseOtherShape(database);
    return await storageOn(database, options);
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

async function refuseOtherShape(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length > 0)
    throw new WrongShape(
      `The database ${database.path} lacks ${pending.join(', ')}: run \`lendwire migrate\` first.`,
    );
}

function storeOn(database: Database): Store {
  return database.dialect.name === 'sqlite' ? new SqlStore(database) : new PostgresStore(database);
}

async function storageOn(database: Database, options: StorageOptions): Promise<Storage> {
  const committer = new BatchCommitter({
    ...{ ...options, ...defaults },
    ...{ unwrap: unwrapBy(options.ring), store: storeOn(database) },
    isAlone: options.isAlone === true && database.dialect.name === 'sqlite',
  });
  // The first batch reads the root rows and the peers' lines.
  await committer.commit(lookAround);
  const stopKeeping = keepLogShort(database, options.log);
  const beside = options.beside ?? (isPostgres(options.path) ? undefined : options.path);
  const file = beside === undefined ? undefined : checkpointFile(beside);
  const derived = (): { derive: Derive; directory: Directory } => ({
    derive: options.derive,
    directory: committer.directory,
  });
  return {
    committer,
    readers: buildReaders(database, options.ring),
    database,
    directory: () => committer.directory,
    waiting: () => committer.waiting,
    ledgerSource: () => ledgerSource(database),
    checkpoint: (key, now) => makeCheckpoint(database, { key, now, file }),
    rebuildCheck: (progress) =>
      rebuildCheck(database, { ...derived(), ...(progress === undefined ? {} : { progress }) }),
    rebuild: async () => {
      const written = await rebuild(database, derived());
      committer.forget();
      return written;
    },
    async close() {
      await committer.close();
      await stopKeeping();
      await database.close();
    },
  };
}

/** A gateway's storage without a disk: the same engine over tables in memory. */
export function buildMemoryStorage(options: EngineParts): {
  committer: BatchCommitter;
  store: MemoryStore;
  directory: () => Directory;
} {
  const store = new MemoryStore();
  const committer = new BatchCommitter({
    ...{ ...options, ...defaults, store },
    ...{ unwrap: unwrapBy(options.ring), isAlone: true },
  });
  return { committer, store, directory: () => committer.directory };
}

const lookAround: UseCase<void> = {
  name: 'look-around',
  source: 'unbounded',
  needs: {},
  decide: () => ({ result: undefined }),
};

const keepEveryMs = 1_000;

/** Moves the write-ahead log into the file from time to time, between commits and never inside one. */
function keepLogShort(database: Database, log: Logger): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => database.checkpointLog())
      .catch((thrown: unknown) => {
        log.warn('the write-ahead log could not be moved into the file', { cause: reasonOf(thrown) });
      });
  }, keepEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}
