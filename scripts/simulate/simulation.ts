import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { added, counted } from './count.js';
import { happenings, type Happened } from './run.js';
import type { WorldAsked, WorldTold } from './worker.js';

export interface Simulation {
  libraries: number;
  loans: number;
  seed: number;
  /** Share of the loans to which everything happens by chance; the others mostly go as loans go. */
  eventful?: number;
  /** Stops after so many minutes, with what has been simulated by then. */
  minutes?: number;
  /** Only this one of the worlds: as a failing one is run again. */
  world?: number;
  workers?: number;
  /** Memory holds the worlds that are under way, however many there are in all. */
  loansPerWorld?: number;
  /** So many loans of the first world also run on SQLite, and the ledgers are held against each other. */
  sqlite?: number;
  say: (line: string) => void;
}

const LOANS_PER_WORLD = 250;
const MOST_WORKERS = 4;
const SAY_EVERY_MS = 15_000;

/** Runs all worlds, some side by side; answers whether anything was violated. */
export async function simulate(asked: Simulation): Promise<boolean> {
  const startedAt = performance.now();
  const tally = new Tally(asked, startedAt);
  const worlds = worldsOf(asked);
  if (worlds.length === 0) throw new RangeError(`so many loans have no world ${asked.world}`);
  const until = startedAt + (asked.minutes ?? Infinity) * 60_000;
  const workers = Math.min(asked.workers ?? Math.min(availableParallelism(), MOST_WORKERS), worlds.length);
  const work = async (): Promise<void> => {
    const hand = new Hand();
    for (let next = worlds.shift(); next !== undefined; next = worlds.shift()) {
      if (performance.now() > until || tally.hasFailed) break;
      tally.take(next, await hand.run(next));
    }
    await hand.close();
  };
  await Promise.all(Array.from({ length: Math.max(1, workers) }, work));
  for (const line of tally.happened()) asked.say(line);
  asked.say(tally.line());
  return tally.hasFailed;
}

function worldsOf({ loans, world, sqlite = 0, ...asked }: Simulation): WorldAsked[] {
  const { libraries, seed, eventful, loansPerWorld = LOANS_PER_WORLD } = asked;
  const count = Math.ceil(loans / loansPerWorld);
  const each = { seed, libraries, ...(eventful === undefined ? {} : { eventful }) };
  const all = Array.from({ length: count }, (_, index): WorldAsked => ({
    ...{ ...each, world: index },
    loans: Math.min(loansPerWorld, loans - index * loansPerWorld),
  }));
  if (world !== undefined) return all.filter((one) => one.world === world);
  if (sqlite === 0) return all;
  return [{ ...each, world: 0, loans: Math.min(sqlite, loans), onSqlite: true }, ...all];
}

/** Adds up what the worlds came to, and says so. */
class Tally {
  readonly #asked: Simulation;
  readonly #startedAt: number;
  readonly #sums = { loans: 0, messages: 0, faults: 0, deaths: 0, acts: 0, violations: 0 };
  #happened: Happened | undefined;
  #saidAt: number;

  constructor(asked: Simulation, startedAt: number) {
    this.#asked = asked;
    this.#startedAt = startedAt;
    this.#saidAt = startedAt;
  }

  get hasFailed(): boolean {
    return this.#sums.violations > 0;
  }

  take(asked: WorldAsked, told: WorldTold): void {
    const { say } = this.#asked;
    this.#sums.violations += told.violations;
    if (told.story !== undefined) {
      say(`world ${asked.world}: ${told.violations} violations; the same again:`);
      say(`  ${commandFor(this.#asked, asked)}`);
      say(told.story);
    }
    if (asked.onSqlite === true) {
      if (told.violations === 0)
        say(`sqlite: ${asked.loans} loans, ${told.entries} entries, the same ledgers`);
      return;
    }
    for (const name of ['loans', 'messages', 'faults', 'deaths', 'acts'] as const)
      this.#sums[name] += told[name];
    this.#happened = this.#happened === undefined ? told.happened : added(this.#happened, told.happened);
    if (performance.now() - this.#saidAt < SAY_EVERY_MS) return;
    this.#saidAt = performance.now();
    say(this.line());
  }

  /** What really happened, and how often: what never does proves nothing. */
  happened(): string[] {
    const all = this.#happened;
    return all === undefined ? [] : happenings.map((kind) => `${kind}: ${counted(all[kind])}`);
  }

  line(): string {
    const { loans, messages, faults, deaths, acts, violations } = this.#sums;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return (
      `simulate: ${loans} loans, ${messages} messages, ${acts} acts, ${faults} faults, ${deaths} deaths, ` +
      `violations ${violations}, ${Math.round(seconds)} s, ${Math.round(loans / seconds)} loans/s`
    );
  }
}

function commandFor(
  { libraries, loans, seed, eventful }: Simulation,
  { world, onSqlite, loans: some }: WorldAsked,
): string {
  const mix = eventful === undefined ? '' : ` --eventful ${Math.round(eventful * 100)}`;
  const words = `npm run simulate -- --libraries ${libraries} --seed ${seed}${mix}`;
  return onSqlite === true
    ? `${words} --loans ${some} --sqlite ${some}`
    : `${words} --loans ${loans} --world ${world}`;
}

/** A thread that runs one world after another. With half the room for what is young a world takes 2 % longer. */
class Hand {
  readonly #worker = new Worker(new URL('worker-entry.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 3_000, maxYoungGenerationSizeMb: 192 },
  });

  run(asked: WorldAsked): Promise<WorldTold> {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const answered = (told: WorldTold): void => settle(() => resolve(told));
      const failed = (thrown: Error): void => settle(() => reject(thrown));
      const ended = (code: number): void => failed(new Error(`a world ended with ${code}`));
      // One by one: `removeAllListeners` takes those of the thread itself too, and no other answer is ever heard.
      const settle = (end: () => void): void => {
        worker.off('message', answered).off('error', failed).off('exit', ended);
        end();
      };
      worker.on('message', answered).on('error', failed).on('exit', ended);
      worker.postMessage(asked);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
