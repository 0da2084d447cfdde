import {
  settleAttempt,
  type AttemptMade,
  type RedeliveryRules,
  type Settled,
} from '../exchange/deliveries/index.js';
import type { ExchangeContext } from '../exchange/index.js';
import { reasonOf, type Logger } from '../platform/index.js';
import { isStoreTrouble, type Committer } from '../storage/index.js';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** A fault of ours does not heal by itself; a store that cannot write may. */
const TRIES_OF_A_FAULT = 3;
const TRIES_WHEN_STOPPING = 5;

export interface SettlerOptions {
  committer: Committer;
  context: ExchangeContext;
  log: Logger;
  /** Waits between two tries, in milliseconds of real time. */
  wait(milliseconds: number): Promise<void>;
}

/**
 * Makes the outcome of attempts durable, however long the store cannot write: what a peer answered is kept in memory and
 * settled again. Should the process end first, the claim tells the next one that the message is ambiguous.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #rules: RedeliveryRules;
  #isHurried = false;

  constructor(options: SettlerOptions, rules: RedeliveryRules) {
    this.#options = options;
    this.#rules = rules;
  }

  async settle(made: AttemptMade): Promise<Settled> {
    const { committer, context } = this.#options;
    const settled = await this.persist('settle-attempt', () =>
      committer.commit(settleAttempt(made, this.#rules, context)),
    );
    return settled ?? { wake: [], lineCloses: false };
  }

  /** Commits until it is durable; undefined when it is given up: by a fault of ours, or because the process stops. */
  async persist<Result>(name: string, commit: () => Promise<Result>): Promise<Result | undefined> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await commit();
      } catch (thrown) {
        const facts = { name, tries, cause: reasonOf(thrown) };
        const isLast = tries >= (isStoreTrouble(thrown) ? this.#triesOfTheStore() : TRIES_OF_A_FAULT);
        if (isLast) {
          this.#options.log.error('an outcome could not be stored; its claim stays', facts);
          return undefined;
        }
        this.#options.log.warn('an outcome could not be stored yet', facts);
        await this.#options.wait(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS));
      }
    }
  }

  /** From now on a store that cannot write is tried a few times only. */
  hurry(): void {
    this.#isHurried = true;
  }

  #triesOfTheStore(): number {
    return this.#isHurried ? TRIES_WHEN_STOPPING : Infinity;
  }
}
