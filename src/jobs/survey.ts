import type { Agenda, JobWithState } from 'agenda';
import type { JobSeen } from '../desk/index.js';
import { within } from './deadline.js';
import type { GatewayJob } from './gateway-job.js';
import type { JobRunner, OwnRuns } from './job-runner.js';
import { lockLifetimeMs } from './schedule.js';

const answerWithinMs = 1_500;

/**
 * The jobs as the store has them, which all its processes share, and where it has nothing, as this process knows them.
 * Rejects where the store does not answer in time.
 */
export async function surveyStored(runner: JobRunner, agenda: Agenda): Promise<JobSeen[]> {
  const names = runner.jobs.map(({ name }) => name);
  const { jobs: rows } = await within(answerWithinMs, "Agenda's store", agenda.queryJobs({ names }));
  const now = Date.now();
  return runner.jobs.map((job) => {
    const row = rows.find(({ name, type }) => name === job.name && type === 'single');
    return row === undefined
      ? ofThisProcess(job, runner)
      : stored(job, row, { own: runner.own(job.name), now });
  });
}

/**
 * The jobs as this process knows them: when they are due next, nobody tells. Where the store is lost, a job that has not
 * run for its interval is late.
 */
export function surveyOwn(runner: JobRunner, { isLost }: { isLost: boolean }): JobSeen[] {
  return runner.jobs.map((job) => {
    const seen = ofThisProcess(job, runner);
    const overdue = (seen.secondsSinceRun ?? 0) - job.everySeconds;
    return { ...seen, lagSeconds: isLost && !seen.isRunning ? Math.max(0, overdue) : 0 };
  });
}

function ofThisProcess({ name, everySeconds }: GatewayJob, runner: JobRunner): JobSeen {
  const { secondsSinceRun, lastError, ...own } = runner.own(name);
  return {
    ...{ name, everySeconds, ...own },
    ...(secondsSinceRun === undefined ? {} : { secondsSinceRun }),
    lagSeconds: 0,
    isFailing: own.failures > 0,
    ...(lastError === undefined ? {} : { lastError }),
  };
}

interface Beside {
  own: OwnRuns;
  now: number;
}

function stored({ name, everySeconds }: GatewayJob, row: JobWithState, { own, now }: Beside): JobSeen {
  const { isHeld, overdue, sinceRun, sinceFailure } = timesOf(row, now);
  const isRunning = own.isRunning || isHeld;
  const secondsSinceRun = least(sinceRun, own.secondsSinceRun);
  const lastError = newest(errorOf(row, sinceFailure), own.lastError);
  return {
    ...{ name, everySeconds, isRunning },
    ...(secondsSinceRun === undefined ? {} : { secondsSinceRun }),
    ...(overdue === undefined ? {} : { secondsUntilDue: -overdue }),
    lagSeconds: isRunning ? 0 : Math.max(0, overdue ?? 0),
    isFailing: (row.failCount ?? 0) > 0 || own.failures > 0,
    failures: own.failures,
    ...(lastError === undefined ? {} : { lastError }),
  };
}

/** A lock that nobody renews is anybody's when it has run out, whatever the next run says. */
function timesOf({ lockedAt, nextRunAt, lastRunAt, failedAt }: JobWithState, now: number) {
  const since = (at: Date | null | undefined) => (at == null ? undefined : (now - at.getTime()) / 1_000);
  const lockOverFor = (since(lockedAt) ?? NaN) - lockLifetimeMs / 1_000;
  return {
    isHeld: lockOverFor < 0,
    overdue: Number.isNaN(lockOverFor) ? since(nextRunAt) : lockOverFor,
    sinceRun: since(lastRunAt),
    sinceFailure: since(failedAt),
  };
}

type Told = NonNullable<JobSeen['lastError']>;

function errorOf({ failReason }: JobWithState, secondsAgo: number | undefined): Told | undefined {
  if (secondsAgo === undefined || failReason == null) return undefined;
  return { secondsAgo, message: failReason };
}

/** A run in this process may be the store's as well, or one that the store knows nothing of. */
function newest(one: Told | undefined, other: Told | undefined): Told | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.secondsAgo <= other.secondsAgo ? one : other;
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
