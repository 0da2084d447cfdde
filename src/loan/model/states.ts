/** The states of a transaction, on either side. Source: iso18626.md 3.1; names are the standard's where it has one. */

export const Role = { Requester: 'requester', Supplier: 'supplier' } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** What we, as supplier, last told the requester; `New` is a request of which nothing was confirmed yet. */
export const SupplierState = {
  New: 'New',
  RequestReceived: 'RequestReceived',
  ExpectToSupply: 'ExpectToSupply',
  WillSupply: 'WillSupply',
  Loaned: 'Loaned',
  Overdue: 'Overdue',
  Recalled: 'Recalled',
  HoldReturn: 'HoldReturn',
  RetryPossible: 'RetryPossible',
  Unfilled: 'Unfilled',
  CopyCompleted: 'CopyCompleted',
  LoanCompleted: 'LoanCompleted',
  CompletedWithoutReturn: 'CompletedWithoutReturn',
  Cancelled: 'Cancelled',
} as const;
export type SupplierState = (typeof SupplierState)[keyof typeof SupplierState];

/**
 * Where our request stands. `Queued` is owed or on its way (the tables read it as `Sent`), `Rejected` was answered with
 * a confirmation ERROR, `SendFailed` was given up; `Received` is in our hands, `ShippedReturn` on its way back.
 */
export const RequesterState = {
  Queued: 'Queued',
  Rejected: 'Rejected',
  SendFailed: 'SendFailed',
  Sent: 'Sent',
  RequestReceived: 'RequestReceived',
  ExpectToSupply: 'ExpectToSupply',
  WillSupply: 'WillSupply',
  Loaned: 'Loaned',
  Received: 'Received',
  Overdue: 'Overdue',
  Recalled: 'Recalled',
  HoldReturn: 'HoldReturn',
  ShippedReturn: 'ShippedReturn',
  RetryPossible: 'RetryPossible',
  Unfilled: 'Unfilled',
  CopyCompleted: 'CopyCompleted',
  LoanCompleted: 'LoanCompleted',
  CompletedWithoutReturn: 'CompletedWithoutReturn',
  Cancelled: 'Cancelled',
} as const;
export type RequesterState = (typeof RequesterState)[keyof typeof RequesterState];

export type TransactionStateName = SupplierState | RequesterState;
