import type { ReasonForMessage, Status, YesNo } from '../../iso18626/index.js';
import type { RequesterEvent } from './requester-receives-table.js';

/** What a message with this reason and answer may say of the status. */
export const SaysStatus = {
  /** The status moves or is repeated, as table 3.4 allows. */
  Moves: 'moves',
  /** The status as it stands, unchanged. */
  Current: 'current',
  No: 'no',
} as const;
export type SaysStatus = (typeof SaysStatus)[keyof typeof SaysStatus];

/** How such a message is read, whatever status it carries: as a row of table 3.6, or by what stands in it. */
export type ReadAs =
  | RequesterEvent
  /** As the row of its status; one without a status is an error. */
  | 'by-status'
  /** Yes where the status is Cancelled, else an error. */
  | 'yes-if-cancelled'
  /** Yes where the due date is later than the known one, else an error. */
  | 'yes-if-later';

export interface ReasonRow {
  /** Missing where we never send a message with this reason and answer. */
  says?: Readonly<Record<Status, SaysStatus>>;
  readAs: ReadAs;
}

/** `answerYesNo` of a message; `none` where it has none. */
export type Answer = YesNo | 'none';

const { Moves: moves, Current: current, No: no } = SaysStatus;

/** A status that stands can be told again; ReleaseHoldReturn is an event, and never stands. */
const standing: Readonly<Record<Status, SaysStatus>> = {
  RequestReceived: current,
  ExpectToSupply: current,
  WillSupply: current,
  Loaned: current,
  Overdue: current,
  Recalled: current,
  HoldReturn: current,
  ReleaseHoldReturn: no,
  RetryPossible: current,
  Unfilled: current,
  CopyCompleted: current,
  LoanCompleted: current,
  CompletedWithoutReturn: current,
  Cancelled: current,
};
const nothing: Readonly<Record<Status, SaysStatus>> = {
  RequestReceived: no,
  ExpectToSupply: no,
  WillSupply: no,
  Loaned: no,
  Overdue: no,
  Recalled: no,
  HoldReturn: no,
  ReleaseHoldReturn: no,
  RetryPossible: no,
  Unfilled: no,
  CopyCompleted: no,
  LoanCompleted: no,
  CompletedWithoutReturn: no,
  Cancelled: no,
};

/**
 * Reason, answer and status: what goes out, and how what comes in is read. The answer wins over the status, and a
 * Notification never moves the state. Source: iso18626.md 3.3; 7.6 nr. 79 to 83 for what is read leniently.
 */
export const reasonsTable: Readonly<Record<ReasonForMessage, Readonly<Record<Answer, ReasonRow>>>> = {
  // The first answer to a request; the answer to a Reminder repeats whatever stands.
  RequestResponse: {
    none: {
      says: {
        ...standing,
        RequestReceived: moves,
        ExpectToSupply: moves,
        WillSupply: moves,
        Loaned: moves,
        CopyCompleted: moves,
        RetryPossible: moves,
        Unfilled: moves,
      },
      readAs: 'by-status',
    },
    Y: { readAs: 'by-status' },
    N: { readAs: 'by-status' },
  },
  StatusChange: {
    none: {
      says: {
        RequestReceived: moves,
        ExpectToSupply: moves,
        WillSupply: moves,
        Loaned: moves,
        Overdue: moves,
        Recalled: moves,
        HoldReturn: moves,
        ReleaseHoldReturn: moves,
        RetryPossible: moves,
        Unfilled: moves,
        CopyCompleted: moves,
        LoanCompleted: moves,
        CompletedWithoutReturn: moves,
        Cancelled: no,
      },
      readAs: 'by-status',
    },
    Y: { readAs: 'by-status' },
    N: { readAs: 'by-status' },
  },
  StatusRequestResponse: {
    none: { says: standing, readAs: 'StatusRequestResponse' },
    Y: { readAs: 'StatusRequestResponse' },
    N: { readAs: 'StatusRequestResponse' },
  },
  RenewResponse: {
    none: { readAs: 'yes-if-later' },
    Y: { says: { ...nothing, Loaned: moves }, readAs: 'RenewResponseYes' },
    N: { says: standing, readAs: 'RenewResponseNo' },
  },
  CancelResponse: {
    none: { readAs: 'yes-if-cancelled' },
    Y: { says: { ...nothing, Cancelled: moves }, readAs: 'CancelResponseYes' },
    // What is cancelled already is answered with Yes.
    N: { says: { ...standing, Cancelled: no }, readAs: 'CancelResponseNo' },
  },
  Notification: {
    none: { says: standing, readAs: 'Notification' },
    Y: { readAs: 'Notification' },
    N: { readAs: 'Notification' },
  },
};
