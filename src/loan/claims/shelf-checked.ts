import type { LoanRecord } from '../model/loan-record.js';
import { openReports } from '../model/reports.js';
import type { Instant } from '../model/transaction.js';

/** Since when the item is missed: reported lost by either side, or assumed lost. */
export function missedSince(record: LoanRecord): Instant | undefined {
  const since = openReports(record, 'lost').map(([, { at }]) => at);
  if (record.assumedLostAt !== undefined) since.push(record.assumedLostAt);
  return since.sort()[0];
}

/** Whether somebody has looked on our shelves in vain since the item is missed. */
export function shelfChecked(record: LoanRecord): boolean {
  const since = missedSince(record);
  return Object.values(record.shelfChecks ?? {}).some(
    ({ at, outcome }) => outcome === 'not-found' && (since === undefined || at >= since),
  );
}
