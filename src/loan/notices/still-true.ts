import type { LoanView } from '../happening.js';
import type { RequesterTransaction, Transaction } from '../model/transaction.js';
import type { Notice } from './notice.js';
import type { NoticeKind } from './notice-kinds.js';

/** Why what a notice says is not true any more; asked when it is about to go out after a wait. */
type Doubt = (notice: Notice, state: Transaction) => string | undefined;

const isBack = (state: Transaction): boolean =>
  state.closedAt !== undefined || (state as RequesterTransaction).returnShipped !== undefined;

const onLoan: Doubt = (notice, state) => {
  if (isBack(state)) return 'the item is on its way back or the loan is over';
  return notice.dueDate === state.dueDate ? undefined : 'the due date has changed';
};
const hereStill: Doubt = (_notice, state) =>
  state.returnShipped === undefined ? undefined : 'the item is on its way back';
const openStill: Doubt = (_notice, state) => (state.closedAt === undefined ? undefined : 'the loan is over');

/** Kinds that a later turn of the loan makes untrue; the others tell what has happened, and stay true. */
const doubts: Partial<Record<NoticeKind, Doubt>> = {
  arrived: hereStill,
  'due-soon': onLoan,
  overdue: onLoan,
  'not-renewed': onLoan,
  recalled: hereStill,
  'overdue-1': onLoan,
  'overdue-2': onLoan,
  'overdue-3': onLoan,
  'overdue-final': onLoan,
  recall: openStill,
  'parcel-late': openStill,
  'parcel-missing': openStill,
};

/** Why a notice that waits should not go out any more; undefined while it is true. */
export function untrueBecause(notice: Notice, view: LoanView): string | undefined {
  const state = notice.transaction === undefined ? undefined : view.transactions.get(notice.transaction);
  return state === undefined ? undefined : doubts[notice.kind]?.(notice, state);
}
