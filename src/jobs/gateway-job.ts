import type { AgendashReads, JobsSurvey } from '../desk/index.js';

/** The clocks of the gateway, by name. Source: architecture §3.2. */
export const JobName = {
  Redeliver: 'redeliver',
  Clocks: 'clocks',
  Webhooks: 'webhooks',
  Track: 'track',
  Notify: 'notify',
  Checkpoint: 'checkpoint',
  Retain: 'retain',
  Credentials: 'credentials',
  Probe: 'probe',
  Replan: 'replan',
  Seek: 'seek-suppliers',
} as const;
export type JobName = (typeof JobName)[keyof typeof JobName];

/** One job: it asks the database what is due at `now` and calls one function of another room. Safe to run twice. */
export interface GatewayJob {
  name: JobName;
  everySeconds: number;
  run(now: Date): Promise<unknown>;
}

export interface JobsHealth {
  /** `sqlite`, `postgres` or `mongodb`. */
  backend: string;
  /** Whether Agenda's store answered when it was last asked. */
  connected: boolean;
  /** Whether `redeliver` and `clocks` run from this process's own timer, because the store is lost or nobody runs them. */
  fallback: boolean;
  /** By the gateway's clock; null before the first run in this process. */
  lastRunAt: Partial<Record<JobName, Date | null>>;
  lastError: { at: Date; from: string; message: string } | null;
  errors: number;
  /** Runs left out because the former still ran, and jobs found overdue in the store. */
  runsLate: number;
}

export interface Jobs {
  /** Connects and begins. Rejects with `JobStoreError` when Agenda's store cannot be reached. */
  start(): Promise<void>;
  /** No new runs; waits for those that run, at most `timeoutMs`; hands locks back. */
  stop(timeoutMs: number): Promise<void>;
  /** Every job once, in the order of the list, as a virtual clock wants it. Errors are thrown. */
  runAll(now: Date): Promise<void>;
  /** One job, after the run that may be under way. Refuses a name that is not in the list. */
  runOne(name: JobName, now: Date): Promise<unknown>;
  health(): JobsHealth;
  /** Each job as all processes on the store share it. Never rejects. */
  survey(): Promise<JobsSurvey>;
  /** What Agendash shows of the store; nothing before `start` and after `stop`. */
  agendash(): AgendashReads | undefined;
}
