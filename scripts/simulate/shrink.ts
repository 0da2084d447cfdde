import type { Invariant, Violation } from './checks/violation.js';
import { faultKinds } from './faults.js';
import { runWorld } from './run.js';
import type { World, WorldOptions } from './world.js';

export interface Shrunk {
  options: WorldOptions;
  world: World;
  violations: Violation[];
  /** How many worlds were run for it. */
  runs: number;
}

const MOST_RUNS = 300;

/**
 * A smaller world that fails in the same way: fewer loans, with them fewer libraries, fewer faults, fewer visits of staff.
 * What is left is needed, as far as leaving out one thing at a time can tell.
 */
export async function shrink(options: WorldOptions, violation: Violation): Promise<Shrunk> {
  const shrinking = new Shrinking(violation.invariant);
  const first = await shrinking.tryRun(options);
  if (first === undefined) throw new Error('the world does not fail when it is run again');
  await shrinking.lessLoans(violation.loan);
  await shrinking.lessFaults();
  await shrinking.lessVisits();
  return shrinking.smallest;
}

class Shrinking {
  readonly #invariant: Invariant;
  #smallest: Omit<Shrunk, 'runs'> | undefined;
  #runs = 0;

  constructor(invariant: Invariant) {
    this.#invariant = invariant;
  }

  get smallest(): Shrunk {
    if (this.#smallest === undefined) throw new Error('nothing has failed yet');
    return { ...this.#smallest, runs: this.#runs };
  }

  /** Runs it, and keeps it where it fails in the same way. */
  async tryRun(options: WorldOptions): Promise<Shrunk | undefined> {
    if (this.#runs >= MOST_RUNS) return undefined;
    this.#runs += 1;
    const { world, report } = await runWorld(options);
    const violations = report.violations.filter(({ invariant }) => invariant === this.#invariant);
    if (violations.length === 0) return undefined;
    this.#smallest = { options, world, violations };
    return this.smallest;
  }

  /** The one loan that it is about, where that is enough; else halves, quarters and so on are left out. */
  async lessLoans(loan: number | undefined): Promise<void> {
    const { options } = this.smallest;
    if (loan !== undefined && (await this.tryRun({ ...options, loans: [loan] })) !== undefined) return;
    await this.#lessOf(options.loans, (loans) => ({ ...this.smallest.options, loans }));
  }

  /** Whole kinds first, then one by one. */
  async lessFaults(): Promise<void> {
    const without = (more: readonly string[]): WorldOptions => {
      const { options } = this.smallest;
      return { ...options, without: new Set([...(options.without ?? []), ...more]) };
    };
    if ((await this.tryRun(without(faultKinds))) !== undefined) return;
    for (const kind of faultKinds) await this.tryRun(without([kind]));
    for (const fault of [...this.smallest.world.faults.happened]) await this.tryRun(without([fault]));
  }

  /** From the last to the first: what came after the failure goes at once. */
  async lessVisits(): Promise<void> {
    const visits = [...this.smallest.world.visits].reverse();
    for (const visit of visits) {
      const { options } = this.smallest;
      await this.tryRun({ ...options, without: new Set([...(options.without ?? []), visit]) });
    }
  }

  async #lessOf(all: readonly number[], optionsFor: (kept: number[]) => WorldOptions): Promise<void> {
    let kept = [...all];
    for (let size = Math.ceil(kept.length / 2); size >= 1 && kept.length > 1;) {
      const before = kept.length;
      for (let from = 0; from < kept.length && kept.length > 1;) {
        const less = [...kept.slice(0, from), ...kept.slice(from + size)];
        const isEnough = less.length > 0 && (await this.tryRun(optionsFor(less))) !== undefined;
        if (isEnough) kept = less;
        else from += size;
      }
      if (kept.length === before && size === 1) return;
      size = Math.ceil(size / 2);
      if (kept.length < before) size = Math.min(size, Math.ceil(kept.length / 2));
    }
  }
}
