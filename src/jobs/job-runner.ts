import { reasonOf } from '../platform/index.js';
import type { Clock, Logger } from '../platform/index.js';
import type { GatewayJob, JobName, JobsHealth } from './gateway-job.js';

/** Runs the jobs of this process, whoever asks: Agenda, the fallback timer or a test. No job ever overlaps itself here. */
export interface JobRunner {
  readonly jobs: readonly GatewayJob[];
  /** Runs now, or leaves it out and counts it when the former run is still under way. Throws what the job throws. */
  tick(name: JobName): Promise<void>;
  /** Runs at `now`, after the run that may be under way. Throws what the job throws. */
  runAfter(name: JobName, now: Date): Promise<unknown>;
  isRunning(name: JobName): boolean;
  own(name: JobName): OwnRuns;
  /** Milliseconds since the last run began, by a clock that nobody sets; infinite before the first. */
  sinceLastRun(name: JobName): number;
  /** Settles when nothing runs. */
  idle(): Promise<void>;
  /** Counts an error that belongs to no run, such as a lost store. Logs the first of ten seconds, with how many came since. */
  note(from: string, error: unknown): void;
  countLate(): void;
  report(): Pick<JobsHealth, 'lastRunAt' | 'lastError' | 'errors' | 'runsLate'>;
}

/** What only this process knows of a job. */
export interface OwnRuns {
  isRunning: boolean;
  /** Missing before the first run. */
  secondsSinceRun: number | undefined;
  /** In a row. */
  failures: number;
  lastError: { secondsAgo: number; message: string } | undefined;
}

interface Track {
  job: GatewayJob;
  running: Promise<unknown> | undefined;
  startedAt: number;
  lastRunAt: Date | null;
  failures: number;
  lastError: { at: number; message: string } | undefined;
}

export function buildRunner(jobs: readonly GatewayJob[], clock: Clock, log: Logger): JobRunner {
  const tracks = new Map<JobName, Track>();
  for (const job of jobs) {
    if (tracks.has(job.name)) throw new Error(`the job ${job.name} is listed twice`);
    tracks.set(job.name, {
      ...{ job, running: undefined, startedAt: -Infinity, lastRunAt: null },
      ...{ failures: 0, lastError: undefined },
    });
  }
  const trackOf = (name: JobName): Track => {
    const track = tracks.get(name);
    if (!track) throw new Error(`no job is named ${name}`);
    return track;
  };
  const tally = errorTally(clock, log);
  let runsLate = 0;

  const run = async (track: Track, now: Date): Promise<unknown> => {
    track.startedAt = performance.now();
    track.lastRunAt = now;
    const running = Promise.resolve().then(() => track.job.run(now));
    track.running = running;
    try {
      const given = await running;
      track.failures = 0;
      return given;
    } catch (error) {
      track.failures += 1;
      track.lastError = { at: performance.now(), message: reasonOf(error) };
      tally.note(track.job.name, error);
      throw error;
    } finally {
      track.running = undefined;
    }
  };

  return {
    jobs,
    async tick(name) {
      const track = trackOf(name);
      if (track.running) runsLate += 1;
      else await run(track, clock.now());
    },
    async runAfter(name, now) {
      const track = trackOf(name);
      while (track.running) await Promise.allSettled([track.running]);
      return run(track, now);
    },
    isRunning: (name) => trackOf(name).running !== undefined,
    own: (name) => ownRuns(trackOf(name)),
    sinceLastRun: (name) => performance.now() - trackOf(name).startedAt,
    async idle() {
      await Promise.allSettled([...tracks.values()].flatMap(({ running }) => (running ? [running] : [])));
    },
    note: (from, error) => tally.note(from, error),
    countLate: () => {
      runsLate += 1;
    },
    report: () => ({
      lastRunAt: Object.fromEntries([...tracks].map(([name, { lastRunAt }]) => [name, lastRunAt])),
      ...tally.report(),
      runsLate,
    }),
  };
}

function ownRuns({ running, lastRunAt, startedAt, failures, lastError }: Track): OwnRuns {
  const since = (at: number) => (performance.now() - at) / 1_000;
  return {
    isRunning: running !== undefined,
    secondsSinceRun: lastRunAt === null ? undefined : since(startedAt),
    failures,
    lastError: lastError && { secondsAgo: since(lastError.at), message: lastError.message },
  };
}

const quietMs = 10_000;

/** A store that is away fails several times a second: each is counted, few are logged. */
function errorTally(clock: Clock, log: Logger) {
  let lastError: JobsHealth['lastError'] = null;
  let errors = 0;
  const unlogged = new Map<string, { count: number; loggedAt: number }>();

  return {
    note(from: string, error: unknown) {
      const message = reasonOf(error);
      errors += 1;
      lastError = { at: clock.now(), from, message };
      const former = unlogged.get(from) ?? { count: 0, loggedAt: -Infinity };
      const isQuiet = performance.now() - former.loggedAt < quietMs;
      if (!isQuiet)
        log.error('a job or its store failed', { job: from, error: message, unlogged: former.count });
      unlogged.set(
        from,
        isQuiet ? { ...former, count: former.count + 1 } : { count: 0, loggedAt: performance.now() },
      );
    },
    report: () => ({ lastError, errors }),
  };
}
