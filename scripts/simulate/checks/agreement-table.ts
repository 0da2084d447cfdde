import type { RequesterState, SupplierState } from '../../../src/loan/index.js';

/**
 * Where the requester may stand when the supplier stands somewhere and nothing is on its way between the two: the item in
 * its hands, or on its way back, is the requester's own to know. Source: iso18626.md 3.1, 3.6.
 */
export const agreement: Record<SupplierState, readonly RequesterState[]> = {
  New: ['Sent'],
  RequestReceived: ['RequestReceived'],
  ExpectToSupply: ['ExpectToSupply'],
  WillSupply: ['WillSupply'],
  Loaned: ['Loaned', 'Received', 'ShippedReturn'],
  Overdue: ['Overdue', 'ShippedReturn'],
  Recalled: ['Recalled', 'ShippedReturn'],
  HoldReturn: ['HoldReturn', 'ShippedReturn'],
  RetryPossible: ['RetryPossible'],
  Unfilled: ['Unfilled'],
  CopyCompleted: ['CopyCompleted'],
  LoanCompleted: ['LoanCompleted'],
  CompletedWithoutReturn: ['CompletedWithoutReturn'],
  Cancelled: ['Cancelled'],
};

/** Where a requester may stand that no supplier knows of. */
export const unheard: readonly RequesterState[] = ['Rejected', 'SendFailed', 'Queued', 'Cancelled'];

/** While the supplier stands here both sides name the same due date, where either names one. */
export const sameDueDate: readonly SupplierState[] = ['Loaned', 'Overdue', 'Recalled'];
