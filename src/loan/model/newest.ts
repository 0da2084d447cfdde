import type { LoanView } from '../happening.js';
import type { Transaction } from './transaction.js';

/** The loan's newest transaction: the only one that may be open. */
export function newest({ record, transactions }: LoanView): Transaction | undefined {
  return record.current === undefined ? undefined : transactions.get(record.current);
}
