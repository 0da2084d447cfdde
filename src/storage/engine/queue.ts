import type { Source, UseCase } from '../use-case.js';
import { StoreBusy } from '../store-trouble.js';

/** How many use cases of each source may wait. What has no bound is limited by what is in flight. */
export type Bounds = Record<Exclude<Source, 'unbounded'>, number>;

export interface Waiting {
  useCase: UseCase<unknown>;
  resolve: (result: unknown) => void;
  reject: (reason: unknown) => void;
}

const retryAfterSeconds = 2;

/** What waits for the next batch, in order, bounded per source. */
export class WorkQueue {
  readonly #bounds: Bounds;
  readonly #counts = new Map<Source, number>();
  readonly #waiting: Waiting[] = [];

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#waiting.length;
  }

  count(source: Source): number {
    return this.#counts.get(source) ?? 0;
  }

  /** Throws `StoreBusy` when as many of the same source wait as may. */
  add(work: Waiting): void {
    const { source } = work.useCase;
    const count = this.count(source);
    if (source !== 'unbounded' && count >= this.#bounds[source])
      throw new StoreBusy(`${count} pieces of work from ${source} wait already`, retryAfterSeconds);
    this.#counts.set(source, count + 1);
    this.#waiting.push(work);
  }

  take(most: number): Waiting[] {
    const taken = this.#waiting.splice(0, most);
    for (const { useCase } of taken) this.#counts.set(useCase.source, this.count(useCase.source) - 1);
    return taken;
  }
}
