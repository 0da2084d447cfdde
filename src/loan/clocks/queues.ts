import { millisecondsOf } from '../compose/timestamps.js';
import type { LoanView } from '../happening.js';
import { isOpenOffer } from '../offers/offer.js';
import type { RequesterState, SupplierState } from '../model/states.js';
import type {
  Instant,
  RequesterTransaction,
  SupplierTransaction,
  Transaction,
} from '../model/transaction.js';
import type { LoanRecord } from '../model/loan-record.js';
import { attention, because, lastAsked, newest, Queue, type Attention, type Reason } from './attention.js';
import type { Why } from './why.js';

/** Every list of the page: those that wait for staff, and those that wait for somebody else. Source: practice.md 3.2. */
export const WorkQueue = {
  ...Queue,
  DueSoon: 'due-soon',
  WaitingForSupplier: 'waiting-for-supplier',
  OnItsWay: 'on-its-way',
  Here: 'here',
  GoingBack: 'going-back',
  WaitingForRequester: 'waiting-for-requester',
  OnLoan: 'on-loan',
  ComingBack: 'coming-back',
} as const;
export type WorkQueue = (typeof WorkQueue)[keyof typeof WorkQueue];

/** The queues in which staff have something to do, the most pressing first. */
export const attentionQueues: readonly WorkQueue[] = [
  'problem',
  'overdue',
  'new-to-decide',
  'cancel-asked',
  'renewal-asked',
  'condition-to-answer',
  'ready-to-ship',
  'needs-fixing',
  'due-soon',
];

export type Placed = Reason & { queue: WorkQueue };

/**
 * The one queue that a loan stands in: an open one always in one, a closed one only where something about it is a
 * problem. Does not depend on the moment; what a due date makes of `here` meanwhile, `queueAt` says.
 */
export function queueOf(view: LoanView): Placed | undefined {
  return queueBeside(view, attention(view, new Date(0)));
}

/** The same, where it is known already what staff must look at, whatever the moment. */
export function queueBeside(view: LoanView, pressing: Attention | undefined): Placed | undefined {
  if (pressing !== undefined || view.record.phase !== 'open') return pressing;
  const state = newest(view);
  if (isSought(view.record, state)) return { queue: WorkQueue.WaitingForSupplier, ...sought(view.record) };
  if (state === undefined)
    return { queue: Queue.NeedsFixing, ...because('nobody-left', view.record.createdAt) };
  return state.role === 'supplier' ? lending(state) : borrowing(state);
}

/** Nobody is at work on it, and catalogues are asked for whoever could be. */
function isSought({ sourcing }: LoanRecord, state: Transaction | undefined): boolean {
  return sourcing?.askAt !== undefined && (state === undefined || state.state === 'Unfilled');
}

function sought({ sourcing, createdAt }: LoanRecord): Reason {
  const askedAt = sourcing === undefined ? undefined : lastAsked(sourcing);
  return askedAt === undefined ? because('seeking', createdAt) : because('catalogues-silent', askedAt);
}

/** How long before the due date staff are told to send an item back, in milliseconds: three days. */
export const DUE_SOON_MS = 3 * 86_400_000;

/** The queue at a moment: what is here becomes due soon, and then overdue, without anybody doing anything. */
export function queueAt(queue: WorkQueue, deadlineAt: Instant | undefined, now: Date): WorkQueue {
  if (queue !== WorkQueue.Here || deadlineAt === undefined) return queue;
  const left = millisecondsOf(deadlineAt) - now.getTime();
  if (left < 0) return WorkQueue.Overdue;
  return left < DUE_SOON_MS ? WorkQueue.DueSoon : queue;
}

/** Where a loan stands at a moment, with the reason for that moment. */
export function placeOf(view: LoanView, now: Date): Placed | undefined {
  const placed = queueOf(view);
  if (placed === undefined) return undefined;
  const dueDate = newest(view)?.dueDate;
  const queue = queueAt(placed.queue, dueDate, now);
  if (queue === placed.queue || dueDate === undefined) return placed;
  return { queue, ...because(queue === WorkQueue.Overdue ? 'due-over' : 'due-soon', dueDate) };
}

type Place = readonly [WorkQueue, Why];

const borrowingQueue: Readonly<Record<RequesterState, Place>> = {
  Queued: ['waiting-for-supplier', 'to-be-sent'],
  Rejected: ['needs-fixing', 'request-refused'],
  SendFailed: ['needs-fixing', 'request-not-delivered'],
  Sent: ['waiting-for-supplier', 'asked'],
  RequestReceived: ['waiting-for-supplier', 'supplier-has-it'],
  ExpectToSupply: ['waiting-for-supplier', 'supplier-has-it'],
  WillSupply: ['waiting-for-supplier', 'supplier-promised'],
  Loaned: ['on-its-way', 'on-its-way'],
  Received: ['here', 'here'],
  Overdue: ['overdue', 'overdue-told'],
  Recalled: ['overdue', 'recalled'],
  HoldReturn: ['here', 'held-by-supplier'],
  ShippedReturn: ['going-back', 'going-back'],
  RetryPossible: ['needs-fixing', 'retry-possible'],
  Unfilled: ['needs-fixing', 'nobody-left'],
  CopyCompleted: ['on-its-way', 'on-its-way'],
  LoanCompleted: ['going-back', 'all-said'],
  CompletedWithoutReturn: ['going-back', 'all-said'],
  Cancelled: ['needs-fixing', 'cancelled'],
};

const lendingQueue: Readonly<Record<SupplierState, Place>> = {
  New: ['new-to-decide', 'new-request'],
  RequestReceived: ['new-to-decide', 'new-request'],
  ExpectToSupply: ['new-to-decide', 'expected'],
  WillSupply: ['ready-to-ship', 'promised'],
  Loaned: ['on-loan', 'on-loan'],
  Overdue: ['overdue', 'overdue-reminded'],
  Recalled: ['on-loan', 'recalled-by-us'],
  HoldReturn: ['on-loan', 'kept-by-requester'],
  RetryPossible: ['waiting-for-requester', 'asked-another-way'],
  Unfilled: ['waiting-for-requester', 'all-said'],
  CopyCompleted: ['waiting-for-requester', 'all-said'],
  LoanCompleted: ['coming-back', 'all-said'],
  CompletedWithoutReturn: ['coming-back', 'all-said'],
  Cancelled: ['waiting-for-requester', 'all-said'],
};

function borrowing(state: RequesterTransaction): Placed {
  if (state.returnShipped !== undefined)
    return { queue: WorkQueue.GoingBack, ...because('going-back', state.returnShipped) };
  if (state.received !== undefined && state.state === 'Loaned')
    return { queue: WorkQueue.Here, ...because('here', state.received) };
  return placed(borrowingQueue[state.state], state);
}

function lending(state: SupplierTransaction): Placed {
  if (state.returnShipped !== undefined)
    return { queue: WorkQueue.ComingBack, ...because('coming-back', state.returnShipped) };
  if (isOpenOffer(state.offer) && state.offer.by === 'us')
    return { queue: WorkQueue.WaitingForRequester, ...because('our-conditions', state.offer.at) };
  return placed(lendingQueue[state.state], state);
}

function placed([queue, why]: Place, state: Transaction): Placed {
  return { queue, ...because(why, state.lastChange ?? state.closedAt ?? state.openedAt) };
}
