import type { LoanView } from '../happening.js';
import type { RequesterState, SupplierState } from '../model/states.js';
import type { SupplierTransaction } from '../model/transaction.js';
import type { Verb } from './act.js';

/** What comes next for us as requester, if anything is ours to do. Source: practice.md 3.4. */
const requesterNext: Partial<Record<RequesterState, Verb>> = {
  Rejected: 'next-supplier',
  SendFailed: 'next-supplier',
  RetryPossible: 'next-supplier',
  Cancelled: 'next-supplier',
  Loaned: 'receive',
  Received: 'return',
  Overdue: 'return',
  Recalled: 'return',
};

const supplierNext: Partial<Record<SupplierState, (state: SupplierTransaction) => Verb>> = {
  New: firstAnswer,
  RequestReceived: firstAnswer,
  ExpectToSupply: firstAnswer,
  WillSupply: sending,
  Loaned: () => 'check-in',
  Overdue: () => 'check-in',
  Recalled: () => 'check-in',
  HoldReturn: () => 'check-in',
};

/** The act that staff most likely want; whether it is possible is not asked here. */
export function primaryVerb({ record, transactions }: LoanView): Verb | undefined {
  if (record.heldUp !== undefined) return 'release-holdup';
  const state = record.current === undefined ? undefined : transactions.get(record.current);
  if (state === undefined) return undefined;
  if (state.role === 'requester')
    return state.conditionPending === undefined ? requesterNext[state.state] : 'accept-condition';
  if (state.cancelPending !== undefined) return 'answer-cancel';
  return state.renewPending === undefined ? supplierNext[state.state]?.(state) : 'answer-renewal';
}

function firstAnswer(state: SupplierTransaction): Verb {
  return state.serviceType === 'Copy' ? 'supply-copy' : 'will-supply';
}

function sending(state: SupplierTransaction): Verb {
  return state.serviceType === 'Copy' ? 'supply-copy' : 'ship';
}
