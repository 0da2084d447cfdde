import type { Status } from '../iso18626/index.js';
import type { Place, RequesterCase, RuleContext, SupplierCase } from './context.js';
import type { SupplierState } from './model/states.js';
import type { AskedState } from './tables/requester-receives-table.js';
import type { HearingState } from './tables/supplier-receives-table.js';
import type { Instant, RequesterTransaction, Transaction } from './model/transaction.js';

/** The transaction that a place names; whoever made the place has found it, so a missing one is a fault of ours. */
export function transactionAt(place: Place): Transaction {
  const transaction = place.view.transactions.get(place.transaction);
  if (transaction === undefined)
    throw new Error(`loan ${place.view.id} has no transaction ${place.transaction}`);
  return transaction;
}

export function supplierCase(place: Place, ctx: RuleContext): SupplierCase {
  const state = transactionAt(place);
  if (state.role !== 'supplier') throw new Error(`transaction ${place.transaction} is not one of a supplier`);
  return { view: place.view, transaction: place.transaction, state, ctx };
}

export function requesterCase(place: Place, ctx: RuleContext): RequesterCase {
  const state = transactionAt(place);
  if (state.role !== 'requester')
    throw new Error(`transaction ${place.transaction} is not one of a requester`);
  return { view: place.view, transaction: place.transaction, state, ctx };
}

export function nowOf(ctx: RuleContext): Instant {
  return ctx.at.now.toISOString();
}

/** What the requester knows of us: an untold `New` reads as RequestReceived. */
export function hearingState(state: SupplierState): HearingState {
  return state === 'New' ? 'RequestReceived' : state;
}

export function statusOf(state: SupplierState): Status {
  return hearingState(state);
}

/** What the supplier can know of us. A Request that is owed, refused or given up reads as sent: its message proves it. */
export function askedState(transaction: RequesterTransaction): AskedState {
  const { state } = transaction;
  return state === 'Queued' || state === 'Rejected' || state === 'SendFailed' ? 'Sent' : state;
}

/** Whether it is a loan or a copy: what was sent decides, else what was asked. Undefined while both are welcome. */
export function modeOf(transaction: Transaction): 'Loan' | 'Copy' | undefined {
  if (transaction.mode !== undefined) return transaction.mode;
  return transaction.serviceType === 'CopyOrLoan' ? undefined : transaction.serviceType;
}
