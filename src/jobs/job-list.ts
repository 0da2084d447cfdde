import type { Clock, Logger } from '../platform/index.js';
import { reasonOf } from '../platform/index.js';
import type { JobSeen } from '../desk/index.js';
import type { Sql } from '../storage/sql.js';
import { agendashOver } from './agendash.js';
import type { AgendaWorker } from './agenda-worker.js';
import { buildWorker } from './agenda-worker.js';
import type { JobStore } from './backends.js';
import { chooseStore } from './backends.js';
import { within } from './deadline.js';
import type { GatewayJob, Jobs } from './gateway-job.js';
import type { JobRunner } from './job-runner.js';
import { buildRunner } from './job-runner.js';
import { mendSchedule, releaseLocks } from './schedule.js';
import { surveyOwn, surveyStored } from './survey.js';
import type { Watch } from './watch.js';
import { buildWatch } from './watch.js';

export interface JobsOptions {
  jobs: readonly GatewayJob[];
  sql?: Sql;
  /** Where it is given, Agenda keeps its jobs there instead. */
  mongoUrl?: string;
  /** MongoDB's collection; gateways that share a database need one each. Default `agendaJobs`. */
  collection?: string;
  /** Signs the locks: one a process. */
  name: string;
  /** No other process runs these jobs, so locks found at start belong to nobody. Default: whether `sql` is SQLite. */
  isAlone?: boolean;
  /** How often the schedule is held against the list. */
  watchEveryMs?: number;
  log: Logger;
  clock: Clock;
}

/** The jobs of one process. Nothing runs and nothing is connected before `start`. */
export async function buildJobs(options: JobsOptions): Promise<Jobs> {
  const { clock, log } = options;
  const runner = buildRunner(options.jobs, clock, log);
  const store = await chooseStore({
    ...options,
    onError: (error) => {
      runner.note('agenda', error);
    },
  });
  let engine: Engine | undefined;

  return {
    async start() {
      engine ??= await startEngine(store, runner, options);
    },
    async stop(timeoutMs) {
      const stopping = engine;
      engine = undefined;
      if (stopping) await stopEngine(stopping, timeoutMs);
    },
    async runAll(now) {
      for (const { name } of runner.jobs) await runner.runAfter(name, now);
    },
    runOne: (name, now) => runner.runAfter(name, now),
    health: () => ({
      backend: store.name,
      ...stateOf(engine),
      ...runner.report(),
    }),
    async survey() {
      const { errors } = runner.report();
      const jobs = await jobsSeen(runner, engine);
      return { backend: store.name, isStarted: engine !== undefined, ...stateOf(engine), errors, jobs };
    },
    agendash: () => engine && agendashOver(engine.worker.agenda),
  };
}

/** What exists between start and stop. */
interface Engine {
  store: JobStore;
  runner: JobRunner;
  worker: AgendaWorker;
  watch: Watch;
  name: string;
  log: Logger;
}

function stateOf(engine: Engine | undefined): ReturnType<Watch['state']> {
  return engine ? engine.watch.state() : { connected: false, fallback: false };
}

/** A store that is known to be lost is not asked: whoever wants to know would only wait. */
async function jobsSeen(runner: JobRunner, engine: Engine | undefined): Promise<JobSeen[]> {
  if (!engine) return surveyOwn(runner, { isLost: false });
  if (!engine.watch.state().connected) return surveyOwn(runner, { isLost: true });
  return surveyStored(runner, engine.worker.agenda).catch(() => surveyOwn(runner, { isLost: false }));
}

async function startEngine(store: JobStore, runner: JobRunner, options: JobsOptions): Promise<Engine> {
  const { name, log, isAlone = options.sql?.dialect === 'sqlite', watchEveryMs = 5_000 } = options;
  await store.connect();
  const engine: Engine = {
    ...{ store, runner, name, log },
    worker: buildWorker(store.backend, name, runner),
    watch: buildWatch({
      ...{ runner, log },
      worker: () => engine.worker,
      renew: () => renewWorker(engine),
    }),
  };
  await begin(engine, isAlone).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  engine.watch.start(watchEveryMs);
  log.info('the jobs run', { store: store.name, jobs: runner.jobs.length });
  return engine;
}

async function begin({ worker, runner, log }: Engine, isAlone: boolean): Promise<void> {
  if (isAlone) await releaseLocks(worker.agenda, runner.jobs, () => true);
  await mendSchedule(worker.agenda, runner.jobs, log);
  // What another process has planted at the same moment is a twin: it goes before anything runs, not at the next watch.
  await mendSchedule(worker.agenda, runner.jobs, log);
  await worker.start();
}

async function renewWorker(engine: Engine): Promise<void> {
  engine.log.warn('Agenda is started anew');
  await engine.worker.stop();
  engine.worker = buildWorker(engine.store.backend, engine.name, engine.runner);
  await engine.worker.start();
}

/** Each step is bounded, and a store that is gone keeps nobody from stopping: locks run out by themselves. */
async function stopEngine(
  { store, runner, worker, watch, name, log }: Engine,
  timeoutMs: number,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  const step = async (what: string, work: Promise<unknown>): Promise<void> => {
    try {
      await within(Math.max(until - performance.now(), 200), what, work);
    } catch (error) {
      log.warn('stopping the jobs is cut short', { step: what, error: reasonOf(error) });
    }
  };

  watch.stop();
  await step('stopping Agenda', worker.stop());
  await step('waiting for the runs', Promise.all([worker.idle(), runner.idle()]));
  // A scan that was under way may have locked a job after Agenda handed back what it held.
  const isIdleOfOurs = (row: { name: string; lastModifiedBy?: string }) =>
    row.lastModifiedBy === name &&
    !runner.jobs.some((job) => job.name === row.name && runner.isRunning(job.name));
  await step('handing back locks', releaseLocks(worker.agenda, runner.jobs, isIdleOfOurs));
  await step('closing the store', store.close());
}
