import type { WorkItem } from '../../desk/index.js';
import { SupplierState } from '../../loan/index.js';

/** Why no slip is printed for a request that was ticked. */
export const leftOutReasons = ['borrowed', 'past', 'unknown'] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

export interface ToPull {
  items: readonly WorkItem[];
  leftOut: Readonly<Record<LeftOutReason, number>>;
}

const onTheShelf: ReadonlySet<string> = new Set([
  SupplierState.New,
  SupplierState.RequestReceived,
  SupplierState.ExpectToSupply,
  SupplierState.WillSupply,
]);

/** What of the ticked requests is ours to take from a shelf: we lend it, and it has not left. */
export function toPullOf(ids: readonly string[], found: readonly WorkItem[]): ToPull {
  const leftOut = { borrowed: 0, past: 0, unknown: new Set(ids).size - found.length };
  const items = found.filter(({ view: { record, transactions } }) => {
    if (record.role !== 'supplier') leftOut.borrowed += 1;
    else if (onTheShelf.has(transactions.get(record.current ?? '')?.state ?? '')) return true;
    else leftOut.past += 1;
    return false;
  });
  return { items, leftOut };
}
