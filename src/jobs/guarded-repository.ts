import type { JobParameters, JobRepository } from 'agenda';
import { LockLost } from './sql/sql-locks.js';

/** What a run knows of its job in the store. Agenda carries it from the lock to every save of that run. */
const held = Symbol('held');
interface Held {
  lockedAt: number | undefined;
  nextRunAt: number | undefined;
}
type HeldJob = JobParameters & { [held]?: Held };

/**
 * MongoDB's repository with the holes closed that the SQL one does not have: a run that lost its lock saves nothing, a
 * next run that someone set meanwhile is kept, and scheduling a job that runs does not free its lock. Read, then written:
 * two clients within one round trip can still pass each other, which every job here survives.
 */
export function guardedRepository(repository: JobRepository): JobRepository {
  // What is not named here is inherited from the repository itself.
  return Object.assign(Object.create(repository) as JobRepository, {
    lockJob: async (job, options) => remember(await repository.lockJob(job, options)),
    getNextJobToRun: async (...scan) => remember(await repository.getNextJobToRun(...scan)),

    async saveJob(job, options) {
      return repository.saveJob({ ...(await runFactsOf(repository, job as JobParameters)), ...job }, options);
    },

    async saveJobState(job: HeldJob, options) {
      const known = job[held];
      if (known) await holdOn(repository, job, known);
      await repository.saveJobState(job, options);
      if (known) Object.assign(known, { lockedAt: ms(job.lockedAt), nextRunAt: ms(job.nextRunAt) });
    },
  } satisfies Partial<JobRepository>);
}

function remember(job: HeldJob | undefined): HeldJob | undefined {
  return job && Object.assign(job, { [held]: { lockedAt: ms(job.lockedAt), nextRunAt: ms(job.nextRunAt) } });
}

/** Refuses when the lock is not this run's any more; takes over a next run that this run has not set. */
async function holdOn(repository: JobRepository, job: HeldJob, known: Held): Promise<void> {
  const stored = job._id && (await repository.getJobById(job._id));
  if (!stored || ms(stored.lockedAt) !== known.lockedAt) throw new LockLost(job.name);
  if (ms(stored.nextRunAt) !== known.nextRunAt) job.nextRunAt = stored.nextRunAt;
}

const runFacts = [
  'lockedAt',
  'lastRunAt',
  'lastFinishedAt',
  'failedAt',
  'failCount',
  'failReason',
  'progress',
] as const;

/** What saving a schedule would otherwise set to null. */
async function runFactsOf(repository: JobRepository, job: JobParameters): Promise<Partial<JobParameters>> {
  const stored = job._id
    ? await repository.getJobById(job._id)
    : job.type === 'single' && (await repository.queryJobs({ name: job.name, limit: 1 })).jobs[0];
  if (!stored) return {};
  return Object.fromEntries(runFacts.map((fact) => [fact, stored[fact]]));
}

function ms(date: Date | null | undefined): number | undefined {
  return date?.getTime();
}
