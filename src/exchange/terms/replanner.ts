import type { PeerDirectory } from '../../peers/index.js';
import type { Storage } from '../../storage/index.js';
import { replan } from './change-terms.js';

/** How far the clocks have been counted anew. */
export interface ReplanProgress {
  state: 'idle' | 'running';
  done: number;
  all: number;
  startedAt?: string;
  finishedAt?: string;
}

const AT_ONCE = 100;
const ROUNDS = 20;

type Stored = Pick<Storage, 'committer'> & {
  readers: { loans: Pick<Storage['readers']['loans'], 'openIds' | 'countOpen'> };
};

/**
 * Counts the clocks of all open loans anew whenever what they count by has changed: policies, calendars, peers' days.
 * A part at a time, and from the beginning after a restart: what is counted already is not written again.
 */
export class Replanner {
  readonly #storage: Stored;
  readonly #directory: () => PeerDirectory;
  #doneUnder: string | undefined;
  #under: string | undefined;
  #after = '';
  #progress: ReplanProgress = { state: 'idle', done: 0, all: 0 };

  constructor(storage: Stored, directory: () => PeerDirectory) {
    this.#storage = storage;
    this.#directory = directory;
  }

  get progress(): ReplanProgress {
    return this.#progress;
  }

  /** One part of what is to be counted, at most a few thousand loans. */
  async run(now: Date): Promise<void> {
    const key = this.#directory().termsKey;
    if (key === this.#doneUnder) return;
    if (key !== this.#under) await this.#begin(key, now);
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = await this.#storage.readers.loans.openIds(AT_ONCE, this.#after);
      if (ids.length > 0) await this.#storage.committer.commit(replan(ids));
      this.#after = ids.at(-1) ?? this.#after;
      this.#progress = { ...this.#progress, done: this.#progress.done + ids.length };
      if (ids.length < AT_ONCE) {
        this.#end(key, now);
        return;
      }
    }
  }

  async #begin(key: string, now: Date): Promise<void> {
    this.#under = key;
    this.#after = '';
    const all = await this.#storage.readers.loans.countOpen();
    this.#progress = { state: 'running', done: 0, all, startedAt: now.toISOString() };
  }

  #end(key: string, now: Date): void {
    this.#doneUnder = key;
    this.#under = undefined;
    this.#progress = { ...this.#progress, state: 'idle', finishedAt: now.toISOString() };
  }
}
