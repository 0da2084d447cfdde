import { mutations } from '../../test/support/iso18626-mutate.js';
import type { Trial } from './trial.js';

const mostShown = 5;

/** What came of the trials: how many of each edition and kind, and where the two schemas differ. */
export class Tally {
  count = 0;
  disagreed = 0;
  readonly disagreements: Trial[] = [];
  readonly #verdicts = new Map<string, { valid: number; invalid: number }>();
  readonly #kinds = new Map<string, number>(Object.keys(mutations).map((kind) => [kind, 0]));

  add(trial: Trial): void {
    this.count += 1;
    for (const kind of trial.kinds) this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    const { edition, ours, theirs } = trial;
    const verdicts = this.#verdicts.get(edition) ?? { valid: 0, invalid: 0 };
    verdicts[theirs === undefined ? 'valid' : 'invalid'] += 1;
    this.#verdicts.set(edition, verdicts);
    if ((ours === undefined) === (theirs === undefined)) return;
    this.disagreed += 1;
    if (this.disagreements.length < mostShown) this.disagreements.push(trial);
  }

  /** How many each; a kind of change that never came says so with its zero. */
  summary(): string {
    const editions = [...this.#verdicts]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([edition, { valid, invalid }]) => `edition ${edition}: ${valid} valid, ${invalid} invalid`);
    const kinds = [...this.#kinds].map(([kind, count]) => `${kind} ${count}`);
    return [...editions, `changes: ${kinds.join(', ')}`].join('\n');
  }
}
