import { LendwireError } from '../platform/index.js';

/** What makes a store refuse work that is right: come again later. Nothing of the work has happened. */
export abstract class StoreTrouble extends LendwireError {
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number, cause?: unknown) {
    super(message, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Too much waits already, or others wrote the same rows at every try. */
export class StoreBusy extends StoreTrouble {}

/** The store cannot write: full, locked, read-only, gone. */
export class StoreUnavailable extends StoreTrouble {}

export function isStoreTrouble(thrown: unknown): thrown is StoreTrouble {
  return thrown instanceof StoreTrouble;
}
