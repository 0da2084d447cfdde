/** What nobody expected, with its cause; expected outcomes are values (architecture §9). */
export class LendwireError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A fault of what the operator gave: the message says what is wrong and what to do; no stack trace is shown. */
export class OperatorError extends LendwireError {}

/** The text of anything thrown, for a log line. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
