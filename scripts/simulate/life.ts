import type { Store, Turn } from '../../src/storage/engine/store.js';
import type { Committer, UseCase } from '../../src/storage/index.js';

/** One run of a process. What it was doing when it died never goes on: nobody hears of it again. */
export class Life {
  isOver = false;
  #busy = 0;
  #waiting: (() => void)[] = [];
  readonly #allBusy: Set<Life>;

  /** Joins `allBusy` while commits and reads of its are under way. */
  constructor(allBusy: Set<Life>) {
    this.#allBusy = allBusy;
  }

  /** Counts work as under way while it lasts. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy += 1;
    if (this.#busy === 1 && !this.isOver) this.#allBusy.add(this);
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) this.#tell();
    }
  }

  /** Resolves when nothing is under way, or when it is over. */
  idle(): Promise<void> {
    if (!this.#allBusy.has(this)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  end(): void {
    this.isOver = true;
    this.#tell();
  }

  #tell(): void {
    this.#allBusy.delete(this);
    for (const tell of this.#waiting.splice(0)) tell();
  }
}

/** The process died at this point. */
export class Died extends Error {}

/** Another each time: whoever waits for one and the same would be kept in memory with his whole world for ever. */
const never = (): Promise<never> => new Promise(() => undefined);

/** A store as one process sees it: after its death it writes nothing more, and what is durable stays for the next. */
export function mortal(store: Store, life: Life): Store {
  return {
    begin: (): Promise<Turn> => (life.isOver ? never() : store.begin()),
    holds: (seq, text) => store.holds(seq, text),
  };
}

/** A committer whose work counts as under way; `committed` is told of each piece of it. */
export function counted(committer: Committer, life: Life, committed: () => void): Committer {
  return {
    commit: <Result>(useCase: UseCase<Result>): Promise<Result> => {
      committed();
      return life.during(() => committer.commit(useCase));
    },
  };
}

/** Reads the root rows and the peers' lines, and changes nothing. */
export const lookAround: UseCase<void> = {
  name: 'look-around',
  source: 'unbounded',
  needs: {},
  decide: () => ({ result: undefined }),
};
