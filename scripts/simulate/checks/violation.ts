import type { House } from '../house.js';

/** What has to hold, whatever happened. */
export const invariants = [
  'ledgers verify',
  'rows are the fold',
  'messages arrive once',
  'nothing is left over',
  'both sides agree',
  'clocks strike once',
  'balances agree',
  'no fault of the program',
] as const;
export type Invariant = (typeof invariants)[number];

export interface Violation {
  invariant: Invariant;
  text: string;
  /** Number of the loan that it is about, where it is about one. */
  loan?: number;
}

/** What the checks know of the world when it has come to rest. */
export interface AtRest {
  houses: readonly House[];
  /** Number of the loan that a record of a house belongs to. */
  loanOf: (record: string) => number | undefined;
  errors: readonly string[];
}

export function about(atRest: AtRest, record: string | null | undefined): { loan?: number } {
  const loan = record == null ? undefined : atRest.loanOf(record);
  return loan === undefined ? {} : { loan };
}
