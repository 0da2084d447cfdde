import type { Agenda, JobWithState } from 'agenda';
import type { Logger } from '../platform/index.js';
import type { GatewayJob, JobName } from './gateway-job.js';

/** Milliseconds after which a lock that nobody renewed is anybody's. Well above what a stalled process takes to wake. */
export const lockLifetimeMs = 15_000;
/** Milliseconds that a job may be due without being run before something is wrong. */
const graceMs = 5_000;

const Fault = {
  Missing: 'missing',
  OtherInterval: 'other-interval',
  Disabled: 'disabled',
  OutOfReach: 'out-of-reach',
  LockedInFuture: 'locked-in-future',
  Overdue: 'overdue',
} as const;
type Fault = (typeof Fault)[keyof typeof Fault];

interface Case {
  agenda: Agenda;
  job: GatewayJob;
  row: JobWithState | undefined;
}

/** A job whose clock jumped back lies out of reach, or its lock does: neither would end by itself for as long. */
const mending: Record<Fault, (found: Case) => Promise<unknown>> = {
  missing: plantNow,
  'other-interval': plantSoon,
  disabled: plantSoon,
  'out-of-reach': plantSoon,
  'locked-in-future': unlock,
  overdue: () => Promise.resolve(),
};

/**
 * Holds the schedule against the list and writes what is missing or wrong; what is right is left alone, for saving a job
 * again moves it. Gives the jobs that are due and that nobody runs.
 */
export async function mendSchedule(
  agenda: Agenda,
  jobs: readonly GatewayJob[],
  log: Logger,
): Promise<JobName[]> {
  const { jobs: rows } = await agenda.queryJobs({ names: jobs.map(({ name }) => name) });
  const overdue: JobName[] = [];
  for (const job of jobs) {
    const row = await onlyOne(
      agenda,
      rows.filter(({ name, type }) => name === job.name && type === 'single'),
    );
    const fault = faultOf(job, row, Date.now());
    if (!fault) continue;
    if (fault === Fault.Overdue) overdue.push(job.name);
    else log.info('a job is scheduled', { job: job.name, because: fault });
    await mending[fault]({ agenda, job, row });
  }
  return overdue;
}

/** Frees the locks on jobs of the list that `isOurs` says are nobody's but ours. */
export async function releaseLocks(
  agenda: Agenda,
  jobs: readonly GatewayJob[],
  isOurs: (row: JobWithState) => boolean,
): Promise<void> {
  const { jobs: rows } = await agenda.queryJobs({ names: jobs.map(({ name }) => name) });
  const ids = rows.filter((row) => row.lockedAt && isOurs(row)).map(({ _id }) => _id);
  if (ids.length > 0) await agenda.db.unlockJobs(ids);
}

/** MongoDB has no unique key on names: two processes that plant at once make twins, of which the eldest stays. */
async function onlyOne(agenda: Agenda, rows: readonly JobWithState[]): Promise<JobWithState | undefined> {
  const [eldest, ...twins] = rows.toSorted((a, b) => (a._id < b._id ? -1 : 1));
  if (twins.length > 0) await agenda.cancel({ ids: twins.map(({ _id }) => _id) });
  return eldest;
}

function faultOf(job: GatewayJob, row: JobWithState | undefined, now: number): Fault | undefined {
  if (!row) return Fault.Missing;
  if (row.repeatInterval !== intervalMs(job)) return Fault.OtherInterval;
  if (row.disabled) return Fault.Disabled;
  return row.lockedAt ? lockFault(row.lockedAt.getTime() - now) : dueFault(job, row.nextRunAt, now);
}

function lockFault(lockedForMs: number): Fault | undefined {
  if (lockedForMs > lockLifetimeMs) return Fault.LockedInFuture;
  return lockedForMs < -(lockLifetimeMs + graceMs) ? Fault.Overdue : undefined;
}

function dueFault(job: GatewayJob, nextRunAt: Date | null, now: number): Fault | undefined {
  if (!nextRunAt) return Fault.OutOfReach;
  const dueInMs = nextRunAt.getTime() - now;
  if (dueInMs > intervalMs(job) + graceMs) return Fault.OutOfReach;
  return dueInMs < -graceMs ? Fault.Overdue : undefined;
}

function plantNow(found: Case): Promise<void> {
  return plant(found, 0);
}

/** Only a next run in the future moves one that is stored. */
function plantSoon(found: Case): Promise<void> {
  return plant(found, Math.min(intervalMs(found.job), 1_000));
}

async function plant({ agenda, job }: Case, inMs: number): Promise<void> {
  const planted = agenda.create(job.name, {});
  planted.attrs.type = 'single';
  planted.repeatEvery(intervalMs(job));
  await planted.schedule(new Date(Date.now() + inMs)).save();
}

async function unlock({ agenda, row }: Case): Promise<void> {
  if (row) await agenda.db.unlockJobs([row._id]);
}

function intervalMs({ everySeconds }: GatewayJob): number {
  return everySeconds * 1_000;
}
