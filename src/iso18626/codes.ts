/**
 * The standard's codes. Closed ones are what the schema enumerates: an unknown value is an error. Open ones are lists
 * that anyone may extend: an unknown value is kept as it is, and never a reason to reject.
 * Source: iso18626.md 2.
 */
export const Action = {
  StatusRequest: 'StatusRequest',
  Received: 'Received',
  Cancel: 'Cancel',
  Renew: 'Renew',
  ShippedReturn: 'ShippedReturn',
  ShippedForward: 'ShippedForward',
  Notification: 'Notification',
  HoldReturn: 'HoldReturn',
  Lost: 'Lost',
} as const;
export type Action = (typeof Action)[keyof typeof Action];

export const Status = {
  RequestReceived: 'RequestReceived',
  ExpectToSupply: 'ExpectToSupply',
  WillSupply: 'WillSupply',
  Loaned: 'Loaned',
  Overdue: 'Overdue',
  Recalled: 'Recalled',
  RetryPossible: 'RetryPossible',
  Unfilled: 'Unfilled',
  HoldReturn: 'HoldReturn',
  ReleaseHoldReturn: 'ReleaseHoldReturn',
  CopyCompleted: 'CopyCompleted',
  LoanCompleted: 'LoanCompleted',
  CompletedWithoutReturn: 'CompletedWithoutReturn',
  Cancelled: 'Cancelled',
} as const;
export type Status = (typeof Status)[keyof typeof Status];

export const ReasonForMessage = {
  RequestResponse: 'RequestResponse',
  StatusRequestResponse: 'StatusRequestResponse',
  RenewResponse: 'RenewResponse',
  CancelResponse: 'CancelResponse',
  StatusChange: 'StatusChange',
  Notification: 'Notification',
} as const;
export type ReasonForMessage = (typeof ReasonForMessage)[keyof typeof ReasonForMessage];

export const RequestType = { New: 'New', Retry: 'Retry', Reminder: 'Reminder' } as const;
export type RequestType = (typeof RequestType)[keyof typeof RequestType];

export const RequestSubType = {
  BookingRequest: 'BookingRequest',
  MultipleItemRequest: 'MultipleItemRequest',
  PatronRequest: 'PatronRequest',
  TransferRequest: 'TransferRequest',
  SupplyingLibrarysChoice: 'SupplyingLibrarysChoice',
} as const;
export type RequestSubType = (typeof RequestSubType)[keyof typeof RequestSubType];

export const ServiceType = { Copy: 'Copy', Loan: 'Loan', CopyOrLoan: 'CopyOrLoan' } as const;
export type ServiceType = (typeof ServiceType)[keyof typeof ServiceType];

export const MessageStatus = { OK: 'OK', ERROR: 'ERROR' } as const;
export type MessageStatus = (typeof MessageStatus)[keyof typeof MessageStatus];

export const ErrorType = {
  UnsupportedActionType: 'UnsupportedActionType',
  UnsupportedReasonForMessageType: 'UnsupportedReasonForMessageType',
  UnrecognisedDataElement: 'UnrecognisedDataElement',
  UnrecognisedDataValue: 'UnrecognisedDataValue',
  BadlyFormedMessage: 'BadlyFormedMessage',
} as const;
export type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

export const YesNo = { Y: 'Y', N: 'N' } as const;
export type YesNo = (typeof YesNo)[keyof typeof YesNo];

export const PreferredEdition = {
  MostRecentEdition: 'MostRecentEdition',
  ThisEdition: 'ThisEdition',
  AnyEdition: 'AnyEdition',
} as const;
export type PreferredEdition = (typeof PreferredEdition)[keyof typeof PreferredEdition];
