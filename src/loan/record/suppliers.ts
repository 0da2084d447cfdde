import { withId } from '../by-id.js';
import type { LoanRecord, Supplier } from '../model/loan-record.js';
import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';

/** The record's name for a supplier, as staff know it. */
export function supplierName(supplier: Supplier): string {
  return supplier.agencyId.agencyIdValue;
}

/** The supplier that a transaction asks, with its place in the order. */
export function supplierOf(record: LoanRecord, transaction: string): [string, Supplier] | undefined {
  return Object.entries(record.suppliers).find(([, supplier]) => supplier.transaction === transaction);
}

/** The record with what became of asking the supplier of a transaction. */
export function withOutcome(
  record: LoanRecord,
  transaction: string,
  became: { outcome: NonNullable<Supplier['outcome']>; because?: string | undefined },
): LoanRecord {
  const found = supplierOf(record, transaction);
  if (found === undefined) return record;
  const [place, supplier] = found;
  return { ...record, suppliers: withId(record.suppliers, place, present({ ...supplier, ...became })) };
}

/** Closed, or withdrawn where the library did not want it any more. */
export function closed(record: LoanRecord, at: Instant): LoanRecord {
  return { ...record, phase: record.withdrawnAt === undefined ? 'closed' : 'withdrawn', closedAt: at };
}

/** The same, for an item that was supplied: a withdrawal that came too late does not count. */
export function completed(record: LoanRecord, at: Instant): LoanRecord {
  return { ...record, phase: 'closed', closedAt: at };
}
