import type { AgendaBackend, JobRepository } from 'agenda';
import { OperatorError, reasonOf } from '../platform/index.js';
import type { Sql } from '../storage/sql.js';
import { guardedRepository } from './guarded-repository.js';
import { sqlBackend } from './sql/sql-backend.js';

/** Agenda's store before anyone runs on it. */
export interface JobStore {
  /** `sqlite`, `postgres` or `mongodb`. */
  readonly name: string;
  /** What Agenda is built on. It expects a store that `connect` has reached. */
  readonly backend: AgendaBackend;
  /** Rejects with `JobStoreError` within seconds when the store cannot be reached. */
  connect(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreChoice {
  sql?: Sql;
  mongoUrl?: string;
  /** MongoDB only. Gateways that share a database need one each, or they take each other's turns. */
  collection?: string;
  onError: (error: unknown) => void;
}

/** Agenda's store cannot be reached at start, or none is configured. */
export class JobStoreError extends OperatorError {}

/** MongoDB where it is configured, else the gateway's own database. The drivers of the other are never loaded. */
export async function chooseStore(choice: StoreChoice): Promise<JobStore> {
  if (choice.mongoUrl !== undefined) return mongoStore(choice.mongoUrl, choice);
  if (choice.sql) return sqlStore(choice.sql, choice);
  throw new JobStoreError('the jobs have no store: give them a database or a MongoDB address');
}

// So that a store that is gone is noticed within a few turns of the fastest job.
const mongoDeadlines = { serverSelectionTimeoutMS: 3_000, connectTimeoutMS: 3_000, socketTimeoutMS: 8_000 };

async function mongoStore(
  address: string,
  { collection = 'agendaJobs', onError }: StoreChoice,
): Promise<JobStore> {
  const { MongoBackend } = await import('@agendajs/mongo-backend');
  const mongo = new MongoBackend({ address, collection, options: mongoDeadlines });
  return {
    name: 'mongodb',
    backend: connected(mongo, guardedRepository(mongo.repository), onError),
    async connect() {
      await reach(`MongoDB at ${withoutCredentials(address)}`, mongo);
    },
    close: () => mongo.disconnect(),
  };
}

function sqlStore(sql: Sql, { onError }: StoreChoice): JobStore {
  const backend = sqlBackend(sql);
  return {
    name: sql.dialect,
    backend: connected(backend, backend.repository, onError),
    async connect() {
      await reach(`the table agenda_jobs (${sql.dialect})`, backend);
    },
    close: () => backend.disconnect(),
  };
}

async function reach(what: string, backend: AgendaBackend): Promise<void> {
  try {
    await backend.connect();
  } catch (cause) {
    await backend.disconnect().catch(() => undefined);
    throw new JobStoreError(`the jobs cannot use ${what}: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * The same backend as Agenda may have it. Agenda waits neither for `connect` nor for `unlockJob`: a rejection of the one
 * would leave its start pending for ever, of the other end the process.
 */
function connected(
  backend: AgendaBackend,
  repository: JobRepository,
  onError: StoreChoice['onError'],
): AgendaBackend {
  return {
    name: backend.name,
    repository: Object.assign(Object.create(repository) as JobRepository, {
      unlockJob: (job) => repository.unlockJob(job).catch(onError),
    } satisfies Partial<JobRepository>),
    notificationChannel: backend.notificationChannel,
    ownsConnection: false,
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
  };
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/, '');
}
