import type { RuleContext } from '../context.js';
import { isOpen } from '../model/delivery.js';
import type { LoanView } from '../happening.js';
import type { RequesterState } from '../model/states.js';
import type { RecordStanding } from '../tables/record-change-table.js';

/** Of the newest transaction of an open record; what ends the record with it reads as closed. */
const standingOf: Record<RequesterState, RecordStanding> = {
  Queued: 'asked',
  Rejected: 'between',
  SendFailed: 'between',
  Sent: 'asked',
  RequestReceived: 'asked',
  ExpectToSupply: 'asked',
  WillSupply: 'asked',
  Loaned: 'on-loan',
  Received: 'on-loan',
  Overdue: 'on-loan',
  Recalled: 'on-loan',
  HoldReturn: 'on-loan',
  ShippedReturn: 'on-loan',
  RetryPossible: 'between',
  Unfilled: 'between',
  CopyCompleted: 'closed',
  LoanCompleted: 'closed',
  CompletedWithoutReturn: 'closed',
  Cancelled: 'between',
};

export function standing(view: LoanView, ctx: RuleContext): RecordStanding {
  const { record } = view;
  if (record.phase !== 'open') return 'closed';
  // Nobody has been asked yet: catalogues are, or a person.
  if (record.current === undefined) return 'unsent';
  const state = view.transactions.get(record.current);
  if (state?.role !== 'requester') return 'between';
  if (state.state === 'Queued' && isUnsent(view, ctx)) return 'unsent';
  const known = standingOf[state.state];
  return known === 'asked' && state.cancelPending !== undefined ? 'cancelling' : known;
}

/** Ids of what is still owed in the newest transaction, or waits for a person. */
export function openDeliveries(view: LoanView): string[] {
  return [...view.deliveries]
    .filter(([, delivery]) => delivery.transaction === view.record.current && isOpen(delivery))
    .map(([id]) => id);
}

/** A claim counts as an attempt: what is claimed may be on the wire. */
function isUnsent(view: LoanView, ctx: RuleContext): boolean {
  const open = openDeliveries(view);
  const untouched = open.filter((id) => {
    const delivery = view.deliveries.get(id);
    return delivery?.state === 'owed' && delivery.attempts === 0 && delivery.doubt !== true;
  });
  return (
    open.length > 0 && untouched.length === open.length && open.every((id) => ctx.inFlight?.has(id) !== true)
  );
}
