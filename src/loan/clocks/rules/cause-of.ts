import type { LoanView } from '../../happening.js';
import type { Role } from '../../model/states.js';
import type { RequesterTransaction, SupplierTransaction, Transaction } from '../../model/transaction.js';
import { newest } from '../../model/newest.js';
import type { Cause, PlanRule } from '../planned.js';

type Of<R extends Role> = R extends 'supplier' ? SupplierTransaction : RequesterTransaction;

/** The newest transaction of an open record, where it is one of a role. */
export function openOf<R extends Role>(view: LoanView, role: R): Of<R> | undefined {
  if (view.record.role !== role || view.record.phase !== 'open') return undefined;
  const state: Transaction | undefined = newest(view);
  return state?.closedAt === undefined ? (state as Of<R> | undefined) : undefined;
}

/** One cause of a rule about the newest transaction, or none. */
export function causeOf(
  view: LoanView,
  given: Omit<Cause, 'id' | 'subject'> & { rule: PlanRule; of?: string },
): readonly Cause[] {
  const subject = view.record.current ?? '';
  const { rule, of, from, whose, rung } = given;
  const id = of === undefined ? `${rule}:${subject}` : `${rule}:${subject}:${of}`;
  return [rung === undefined ? { id, subject, from, whose } : { id, subject, from, whose, rung }];
}

export const none: readonly Cause[] = [];

export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
