import { Agenda } from 'agenda';
import type { AgendaBackend, Job } from 'agenda';
import type { JobRunner } from './job-runner.js';
import { lockLifetimeMs } from './schedule.js';

const scanEveryMs = 500;
const touchEveryMs = lockLifetimeMs / 3;

/** One Agenda, set up so that it cannot take more than it runs. */
export interface AgendaWorker {
  readonly agenda: Agenda;
  start(): Promise<void>;
  /** No new runs, and locks of what has not begun go back; what runs is not waited for. */
  stop(): Promise<void>;
  /** Settles when what ran is finished and saved. */
  idle(): Promise<void>;
}

/** Agenda over `backend`, with the runner's jobs defined. `name` is what it signs its locks with. */
export function buildWorker(backend: AgendaBackend, name: string, runner: JobRunner): AgendaWorker {
  const agenda = new Agenda({
    backend,
    name,
    processEvery: scanEveryMs,
    defaultConcurrency: 1,
    // Without a limit Agenda locks the whole backlog before it runs any of it.
    defaultLockLimit: 1,
    lockLimit: runner.jobs.length,
    maxConcurrency: runner.jobs.length,
    defaultLockLifetime: lockLifetimeMs,
  });
  const runs = countRuns(agenda);
  agenda.on('error', (error: Error) => {
    runner.note('agenda', error);
  });
  for (const { name: job } of runner.jobs)
    agenda.define(job, async (run: Job) => {
      await keepingLock(run, runner, () => runner.tick(job));
    });

  return {
    agenda,
    start: () => agenda.start(),
    stop: () => agenda.stop(false),
    idle: () => runs.idle(),
  };
}

/** Between 'start' and 'complete' lies a run with its last save. */
function countRuns(agenda: Agenda) {
  let running = 0;
  agenda.on('start', () => (running += 1));
  agenda.on('complete', () => (running -= 1));
  return {
    async idle(): Promise<void> {
      while (running > 0) await new Promise((resolve) => agenda.once('complete', resolve));
    },
  };
}

/** The last renewal is waited for: it must not overtake the save that frees the lock. */
async function keepingLock(job: Job, runner: JobRunner, run: () => Promise<void>): Promise<void> {
  let touched: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    touched = job.touch().catch((error: unknown) => {
      runner.note(job.attrs.name, error);
    });
  }, touchEveryMs);
  try {
    await run();
  } finally {
    clearInterval(timer);
    await touched;
  }
}
