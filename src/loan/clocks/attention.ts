import { millisecondsOf } from '../compose/timestamps.js';
import type { Delivery } from '../delivery.js';
import type { LoanView } from '../happening.js';
import { openReports } from '../reports.js';
import type { RequesterState, SupplierState } from '../states.js';
import type { Instant, RequesterTransaction, SupplierTransaction, Transaction } from '../transaction.js';

/** The list on which staff find a loan that waits for them. Source: practice.md 3.2. */
export const Queue = {
  Problem: 'problem',
  NewToDecide: 'new-to-decide',
  ReadyToShip: 'ready-to-ship',
  CancelAsked: 'cancel-asked',
  RenewalAsked: 'renewal-asked',
  ConditionToAnswer: 'condition-to-answer',
  NeedsFixing: 'needs-fixing',
  Overdue: 'overdue',
} as const;
export type Queue = (typeof Queue)[keyof typeof Queue];

export interface Attention {
  queue: Queue;
  reason: string;
  since: Instant;
}

type Found = Attention | undefined;

/** What staff must look at, if anything; a problem always wins. Never stored (architecture §9). */
export function attention(view: LoanView, now: Date): Found {
  const state = newest(view);
  return (
    stuckDelivery(view) ??
    anomaly(view) ??
    reported(view) ??
    lateParcel(view) ??
    (view.record.phase === 'open' && state !== undefined ? waiting(state, now) : undefined)
  );
}

function newest({ record, transactions }: LoanView): Transaction | undefined {
  return record.current === undefined ? undefined : transactions.get(record.current);
}

function problem(reason: string, since: Instant): Attention {
  return { queue: Queue.Problem, reason, since };
}

/** A message that goes out again by itself is none, as long as nobody has to decide about it. */
function stuckDelivery({ deliveries }: LoanView): Found {
  const stuck = [...deliveries.values()].find((delivery) => stuckReason(delivery) !== undefined);
  if (stuck === undefined) return undefined;
  const cause = stuck.cause === undefined ? '' : ` (${stuck.cause})`;
  return problem(`${stuck.what} ${stuckReason(stuck) ?? ''}${cause}.`, stuck.lastAttemptAt ?? stuck.owedAt);
}

function stuckReason({ state, duplicates }: Delivery): string | undefined {
  if (state === 'undecided') return duplicates === 'unsafe' ? 'may or may not have arrived' : undefined;
  if (state === 'stopped') return 'could not be delivered';
  return state === 'given-up' ? 'was given up' : undefined;
}

/** Of the newest transaction while the record is open, and of any other that a peer has revived. */
function anomaly({ record, transactions }: LoanView): Found {
  for (const [id, state] of transactions) {
    const matters = state.closedAt === undefined || (id === record.current && record.phase === 'open');
    const [first] = matters ? Object.values(state.anomalies ?? {}) : [];
    if (first !== undefined) return problem(first.text, first.at);
  }
  return undefined;
}

/** A loss concerns both sides; damage whoever owns the item, and whoever hears of it. */
function reported({ record }: LoanView): Found {
  if (record.assumedLostAt !== undefined) return problem('Long overdue: assumed lost.', record.assumedLostAt);
  const lost = openReports(record, 'lost')[0]?.[1];
  if (lost !== undefined) return problem(`Reported lost by ${who(lost.by)}.`, lost.at);
  const damaged = openReports(record, 'damaged').find(
    ([, { by }]) => record.role === 'supplier' || by === 'peer',
  )?.[1];
  return damaged === undefined ? undefined : problem(`Reported damaged by ${who(damaged.by)}.`, damaged.at);
}

function who(by: 'us' | 'peer'): string {
  return by === 'us' ? 'us' : 'the other side';
}

/** What a closed loan was waiting for nobody waits for any more; only a copy is closed before it arrives. */
function lateParcel({ shipments, transactions }: LoanView): Found {
  const late = [...shipments.values()].find(({ transaction, lateAt, arrivedAt, lostAt }) => {
    const state = transactions.get(transaction);
    const isAwaited =
      state !== undefined && (state.closedAt === undefined || state.state === 'CopyCompleted');
    return isAwaited && lateAt !== undefined && (arrivedAt ?? lostAt) === undefined;
  });
  if (late?.lateAt === undefined) return undefined;
  return problem(late.direction === 'out' ? 'The parcel is late.' : 'The parcel back is late.', late.lateAt);
}

function waiting(state: Transaction, now: Date): Found {
  return state.role === 'supplier' ? lending(state) : borrowing(state, now);
}

const lendingQueue: Partial<Record<SupplierState, { queue: Queue; reason: string }>> = {
  New: { queue: Queue.NewToDecide, reason: 'A new request.' },
  RequestReceived: { queue: Queue.NewToDecide, reason: 'A new request.' },
  ExpectToSupply: { queue: Queue.NewToDecide, reason: 'Expected to be supplied.' },
  WillSupply: { queue: Queue.ReadyToShip, reason: 'Promised, and not sent yet.' },
  Overdue: { queue: Queue.Overdue, reason: 'Overdue; the requester has been reminded.' },
};

function lending(state: SupplierTransaction): Found {
  if (state.cancelPending !== undefined)
    return { queue: Queue.CancelAsked, reason: 'The requester asks to cancel.', since: state.cancelPending };
  if (state.renewPending !== undefined)
    return { queue: Queue.RenewalAsked, reason: 'The requester asks to renew.', since: state.renewPending };
  if (state.receivedHeldBack !== undefined)
    return problem('The requester has the item, and the loan is not recorded.', state.receivedHeldBack);
  // What is on its way back will settle itself.
  if (state.returnShipped !== undefined) return undefined;
  const found = lendingQueue[state.state];
  return found === undefined ? undefined : { ...found, since: state.lastChange ?? state.openedAt };
}

const borrowingQueue: Partial<Record<RequesterState, { queue: Queue; reason: string }>> = {
  Rejected: { queue: Queue.NeedsFixing, reason: 'The supplier refused the request.' },
  SendFailed: { queue: Queue.NeedsFixing, reason: 'The request could not be delivered.' },
  RetryPossible: { queue: Queue.NeedsFixing, reason: 'The supplier may be asked again in another way.' },
  Cancelled: { queue: Queue.NeedsFixing, reason: 'The supplier has cancelled.' },
  Overdue: { queue: Queue.Overdue, reason: 'Overdue: the supplier wants it back.' },
  Recalled: { queue: Queue.Overdue, reason: 'Recalled: the supplier wants it back.' },
};

function borrowing(state: RequesterTransaction, now: Date): Found {
  if (state.conditionPending !== undefined)
    return {
      queue: Queue.ConditionToAnswer,
      reason: 'The supplier names conditions or costs.',
      since: state.conditionPending,
    };
  const found = borrowingQueue[state.state];
  if (found !== undefined) return { ...found, since: state.lastChange ?? state.closedAt ?? state.openedAt };
  const isHere = state.state === 'Received' || state.state === 'Loaned';
  if (!isHere || state.returnShipped !== undefined || state.dueDate === undefined) return undefined;
  return millisecondsOf(state.dueDate) < now.getTime()
    ? { queue: Queue.Overdue, reason: 'The due date is over.', since: state.dueDate }
    : undefined;
}
