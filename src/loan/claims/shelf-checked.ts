import type { LoanRecord } from '../model/loan-record.js';
import { openReports } from '../model/reports.js';
import type { Instant, Transaction } from '../model/transaction.js';

/** Since when the item is missed: reported lost by either side, or assumed lost. */
export function missedSince(record: LoanRecord): Instant | undefined {
  const since = openReports(record, 'lost').map(([, { at }]) => at);
  if (record.assumedLostAt !== undefined) since.push(record.assumedLostAt);
  return since.sort()[0];
}

/**
 * Whether somebody has looked on our shelves in vain since the item could have been there unseen: since it was to be back,
 * was sent back, or was missed, whichever came first.
 */
export function shelfChecked(
  record: LoanRecord,
  { dueDate, returnShipped }: Pick<Transaction, 'dueDate' | 'returnShipped'>,
): boolean {
  const moments = [missedSince(record), dueDate, returnShipped].filter((at) => at !== undefined);
  const since = Math.min(...moments.map((at) => Date.parse(at)));
  return Object.values(record.shelfChecks ?? {}).some(
    ({ at, outcome }) => outcome === 'not-found' && Date.parse(at) >= since,
  );
}
