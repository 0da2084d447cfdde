import type { Loan } from '../../storage/index.js';
import { commitment } from '../../vault/index.js';

/**
 * What is kept of an act's words, to tell the same act from another one under its idempotency key. Notes may name a
 * person, so it is keyed from the loan's data key; of an erased loan nothing is kept, and the key alone decides.
 */
export function requestCommitment(loan: Pick<Loan, 'dataKey'>, words: string): string {
  const dataKey = loan.dataKey();
  return dataKey === undefined ? '' : commitment(dataKey, 'request', words);
}

/** Whether an act is the one that was asked before, by what was kept of either; unknown counts as the same. */
export function isSameRequest(one: string, other: string): boolean {
  return one === other || one === '' || other === '';
}
