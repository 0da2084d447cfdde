import type { Logger } from '../platform/index.js';
import type { AgendaWorker } from './agenda-worker.js';
import { within } from './deadline.js';
import type { JobName } from './gateway-job.js';
import { JobName as Name } from './gateway-job.js';
import type { JobRunner } from './job-runner.js';
import { mendSchedule } from './schedule.js';

const answerWithinMs = 4_000;
const fallbackEveryMs = 1_000;
/** What keeps messages and deadlines moving while Agenda cannot; the others wait for their store. */
const fallbackJobs: readonly JobName[] = [Name.Redeliver, Name.Clocks, Name.Webhooks];

/** Looks after Agenda from outside: its store can be emptied, stopped or lost, and Agenda can lose count of its locks. */
export interface Watch {
  /** Looks once, mends the schedule and, where nobody runs what is due, makes a new worker. Never rejects. */
  look(): Promise<void>;
  start(everyMs: number): void;
  stop(): void;
  state(): { connected: boolean; fallback: boolean };
}

interface Watched {
  worker: () => AgendaWorker;
  /** Replaces the worker by a new one on the same store. */
  renew: () => Promise<void>;
  runner: JobRunner;
  log: Logger;
}

export function buildWatch({ worker, renew, runner, log }: Watched): Watch {
  let connected = true;
  let suspects: readonly JobName[] = [];
  let abandoned: readonly JobName[] = [];
  let looking = false;
  const timers: NodeJS.Timeout[] = [];

  const tell = (isConnected: boolean): void => {
    if (connected && !isConnected) log.warn("Agenda's store is lost: redeliver and clocks run without it");
    if (!connected && isConnected) log.info("Agenda's store is back");
    connected = isConnected;
  };

  const attend = async (): Promise<void> => {
    const mended = mendSchedule(worker().agenda, runner.jobs, log);
    const overdue = (await within(answerWithinMs, "Agenda's store", mended)).filter(
      (name) => !runner.isRunning(name),
    );
    tell(true);
    // At the second look: at the first, Agenda may only just have woken.
    abandoned = overdue.filter((name) => suspects.includes(name));
    suspects = overdue;
    for (const name of abandoned) {
      log.warn('a job is due and nobody runs it', { job: name });
      runner.countLate();
    }
    // A run that expires in Agenda's queue, as when a machine sleeps, takes its lock slot with it for good.
    if (abandoned.length > 0) await renew();
  };

  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      await attend();
    } catch (error) {
      tell(false);
      runner.note('agenda', error);
    } finally {
      looking = false;
    }
  };

  const isNeeded = () => !connected || abandoned.length > 0;
  const standIn = (): void => {
    if (!isNeeded()) return;
    for (const { name, everySeconds } of runner.jobs)
      if (
        fallbackJobs.includes(name) &&
        !runner.isRunning(name) &&
        runner.sinceLastRun(name) >= everySeconds * 1_000 - 50
      )
        runner.tick(name).catch(() => undefined); // The runner has counted and logged it.
  };

  return {
    look,
    start(everyMs) {
      timers.push(
        setInterval(() => void look(), everyMs),
        setInterval(standIn, fallbackEveryMs),
      );
      for (const timer of timers) timer.unref();
    },
    stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
    },
    state: () => ({ connected, fallback: isNeeded() }),
  };
}
