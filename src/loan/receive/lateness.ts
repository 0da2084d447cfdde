import { instantOf } from '../../iso18626/index.js';
import type { Status, SupplyingAgencyMessage } from '../../iso18626/index.js';
import { askedState } from '../case.js';
import type { AskedState, RequesterEvent } from '../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../model/transaction.js';

/** How far along a loan is; what ends it comes last. Source: iso18626.md 4.6 nr. 6. */
const order: Record<AskedState | Status, number> = {
  Sent: 0,
  RequestReceived: 1,
  ExpectToSupply: 2,
  WillSupply: 3,
  Loaned: 4,
  Received: 4,
  ReleaseHoldReturn: 4,
  ShippedReturn: 4,
  Overdue: 5,
  Recalled: 6,
  HoldReturn: 7,
  RetryPossible: 8,
  Unfilled: 8,
  CopyCompleted: 8,
  LoanCompleted: 8,
  CompletedWithoutReturn: 8,
  Cancelled: 8,
};

/**
 * Whether a status was overtaken by a newer one: its lastChange is older than the newest that was applied, or of the same
 * second and less far along. A Notification changes nothing, so it is never late; nor is the answer to a question of ours
 * that still waits. Source: iso18626.md 3.6 and 4.6.
 */
export function isLate(
  message: SupplyingAgencyMessage,
  event: RequesterEvent,
  state: RequesterTransaction,
): boolean {
  if (event === 'Notification' || answersUs(event, state)) return false;
  const { lastChange, status } = message.statusInfo;
  const told = lastChange === undefined ? undefined : instantOf(lastChange);
  const applied = state.lastChange === undefined ? undefined : instantOf(state.lastChange);
  if (told === undefined || applied === undefined || told > applied) return false;
  return told < applied || (status !== undefined && order[status] < order[askedState(state)]);
}

function answersUs(event: RequesterEvent, state: RequesterTransaction): boolean {
  if (event === 'CancelResponseYes' || event === 'CancelResponseNo') return state.cancelPending !== undefined;
  if (event === 'RenewResponseYes' || event === 'RenewResponseNo') return state.renewPending !== undefined;
  return false;
}
