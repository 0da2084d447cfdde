import { parentPort } from 'node:worker_threads';
import { runWorld, worldSeed, type WorldReport } from './run.js';
import { shrink } from './shrink.js';
import { told } from './tell.js';
import { ledgersDiffer } from './twin.js';
import type { WorldOptions } from './world.js';

export interface WorldAsked {
  seed: number;
  world: number;
  libraries: number;
  loans: number;
  /** Share of the loans to which everything happens by chance. */
  eventful?: number;
  /** Runs it on SQLite too, and compares. */
  onSqlite?: boolean;
}

export interface WorldTold extends Omit<WorldReport, 'violations'> {
  violations: number;
  /** Of what failed: the smallest world that fails so. */
  story?: string;
  entries: number;
}

parentPort?.on('message', (asked: WorldAsked) => {
  void answer(asked).then((world) => parentPort?.postMessage(world));
});

async function answer(asked: WorldAsked): Promise<WorldTold> {
  const options: WorldOptions = {
    seed: worldSeed(asked.seed, asked.world),
    houses: asked.libraries,
    loans: Array.from({ length: asked.loans }, (_, loan) => loan),
    ...(asked.eventful === undefined ? {} : { eventful: asked.eventful }),
  };
  return asked.onSqlite === true ? onBoth(options) : inMemory(options);
}

async function inMemory(options: WorldOptions): Promise<WorldTold> {
  const { report } = await runWorld(options);
  const [first] = report.violations;
  const whole = { ...report, violations: report.violations.length, entries: 0 };
  if (first === undefined) return whole;
  return { ...whole, story: await told(await shrink(options, first)) };
}

async function onBoth(options: WorldOptions): Promise<WorldTold> {
  const { difference, entries, report } = await ledgersDiffer(options);
  const violations = report.violations.length + (difference === undefined ? 0 : 1);
  const [first] = report.violations;
  const story = difference ?? (first === undefined ? undefined : JSON.stringify(first));
  return { ...report, violations, entries, ...(story === undefined ? {} : { story }) };
}
