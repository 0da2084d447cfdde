import type { ErrorData, Initiating } from '../../iso18626/index.js';
import { received, type Change } from '../happened.js';
import type { Happening, Reaction } from '../happening.js';

/** Confirmed as OK. */
export function accept(...happenings: Happening[]): Reaction {
  return { confirmation: { ok: true }, happenings };
}

/** A protocol error: confirmed as ERROR, and an entry. */
export function refuse(message: Initiating, error: ErrorData, change: Partial<Change> = {}): Reaction {
  const because = [`Answered with the error ${error.errorType}`, error.errorValue].filter(Boolean).join(', ');
  const facts = { refused: true, errorType: error.errorType, ...change.facts };
  return {
    confirmation: { ok: false, errors: [error] },
    happenings: [received(message, { ...change, because: `${because}.`, facts })],
  };
}

export function unrecognisedValue(errorValue: string): ErrorData {
  return { errorType: 'UnrecognisedDataValue', errorValue };
}
