import { millisecondsOf } from '../compose/timestamps.js';
import type { Delivery } from '../model/delivery.js';
import type { LoanView } from '../happening.js';
import type { NoticeState } from '../notices/notice.js';
import { present } from '../present.js';
import { newest } from '../model/newest.js';
import { openReports } from '../model/reports.js';
import { isDifference } from '../in-sync/in-sync.js';
import { isOpenOffer } from '../offers/offer.js';
import type { Sourcing } from '../rota/holding.js';
import type { RequesterState, SupplierState } from '../model/states.js';
import type {
  Instant,
  RequesterTransaction,
  SupplierTransaction,
  Transaction,
} from '../model/transaction.js';
import { flaggingRules } from './rules/clock-rules.js';
import { reasonOf, type Why, type WhyFacts } from './why.js';

export { newest };

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

/** Why a loan stands where it stands. */
export interface Reason {
  why: Why;
  /** What the sentence names; never anything that names a person. */
  facts?: WhyFacts;
  /** The sentence, in English. */
  reason: string;
  since: Instant;
}

export type Attention = Reason & { queue: Queue };
type Found = Attention | undefined;

/** What staff must look at, if anything; a problem always wins. Never stored (architecture §9). */
export function attention(view: LoanView, now: Date): Found {
  const state = newest(view);
  if (view.record.phase !== 'open') return problemOf(view);
  return problemOf(view) ?? heldUp(view) ?? (state === undefined ? unasked(view) : waiting(state, now));
}

/** What nobody has been asked for, until a person lets it go. */
function heldUp({ record }: LoanView): Found {
  if (record.heldUp === undefined) return undefined;
  const { at, reasons } = record.heldUp;
  const why = reasons.duplicate === undefined ? 'held-patron-limit' : 'held-duplicate';
  return { queue: Queue.NeedsFixing, ...because(why, at) };
}

/** Nobody has been asked, and no catalogue is going to be. */
function unasked({ record }: LoanView): Found {
  if (record.sourcing === undefined || record.sourcing.askAt !== undefined) return undefined;
  return {
    queue: Queue.NeedsFixing,
    ...because('nobody-found', lastAsked(record.sourcing) ?? record.createdAt),
  };
}

/** When a catalogue was asked last. */
export function lastAsked({ catalogues }: Sourcing): Instant | undefined {
  return Object.values(catalogues)
    .map(({ askedAt }) => askedAt)
    .sort()
    .at(-1);
}

/** What went wrong with a loan, open or closed. */
export function problemOf(view: LoanView): Found {
  return (
    refusedAct(view) ??
    stuckDelivery(view) ??
    anomaly(view) ??
    outOfSync(view) ??
    reported(view) ??
    lateParcel(view) ??
    flagged(view) ??
    noticeTrouble(view)
  );
}

export function because(why: Why, since: Instant, facts?: WhyFacts): Reason {
  return present({ why, facts, reason: reasonOf(why, facts), since });
}

function problem(why: Why, since: Instant, facts?: WhyFacts): Attention {
  return { queue: Queue.Problem, ...because(why, since, facts) };
}

/** What staff asked for and the moment of its decision did not allow any more. */
function refusedAct({ record: { refusedAct: refused } }: LoanView): Found {
  return refused === undefined ? undefined : problem('act-refused', refused.at, { verb: refused.verb });
}

/** A message that goes out again by itself is none, as long as nobody has to decide about it. */
function stuckDelivery({ deliveries }: LoanView): Found {
  for (const delivery of deliveries.values()) {
    const why = whyStuck(delivery);
    const { what, cause, lastAttemptAt, owedAt } = delivery;
    if (why !== undefined) return problem(why, lastAttemptAt ?? owedAt, present({ what, cause }));
  }
  return undefined;
}

function whyStuck({ state, duplicates }: Delivery): Why | undefined {
  if (state === 'undecided') return duplicates === 'unsafe' ? 'delivery-undecided' : undefined;
  if (state === 'stopped') return 'delivery-stopped';
  return state === 'given-up' ? 'delivery-given-up' : undefined;
}

/** Of the newest transaction while the record is open, and of any other that a peer has revived. */
function anomaly({ record, transactions }: LoanView): Found {
  for (const [id, state] of transactions) {
    const matters = state.closedAt === undefined || (id === record.current && record.phase === 'open');
    const [first] = matters ? Object.values(state.anomalies ?? {}) : [];
    if (first !== undefined) return problem('anomaly', first.at, { text: first.text });
  }
  return undefined;
}

/** Both sides know different things: as long as the request is open, and a supplier's status is the one that it was about. */
function outOfSync({ record, transactions }: LoanView): Found {
  const state = transactions.get(record.current ?? '');
  if (record.phase !== 'open' || state === undefined || state.closedAt !== undefined) return undefined;
  if (!isDifference(state.inSync)) return undefined;
  const { foundAt, verdict, ours } = state.inSync;
  if (state.role === 'supplier' && ours?.status !== state.state) return undefined;
  return problem(verdict === 'unknown-there' ? 'unknown-there' : 'out-of-sync', foundAt);
}

/** A loss concerns both sides; damage whoever owns the item, and whoever hears of it. */
function reported({ record }: LoanView): Found {
  if (record.assumedLostAt !== undefined) return problem('assumed-lost', record.assumedLostAt);
  const lost = openReports(record, 'lost')[0]?.[1];
  if (lost !== undefined) return problem(lost.by === 'us' ? 'lost-by-us' : 'lost-by-them', lost.at);
  const damaged = openReports(record, 'damaged').find(
    ([, { by }]) => record.role === 'supplier' || by === 'peer',
  )?.[1];
  if (damaged === undefined) return undefined;
  return problem(damaged.by === 'us' ? 'damaged-by-us' : 'damaged-by-them', damaged.at);
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
  return problem(late.direction === 'out' ? 'parcel-late' : 'return-late', late.lateAt);
}

/** What a clock has struck for, as long as its cause lasts. */
function flagged(view: LoanView): Found {
  const { struck } = view.record;
  const ids = Object.keys(struck);
  if (ids.length === 0) return undefined;
  for (const [rule, clock] of flaggingRules) {
    const { flag } = clock;
    if (flag === undefined || !ids.some((id) => id.startsWith(rule))) continue;
    const cause = clock.causes(view).find(({ id }) => struck[id] !== undefined);
    if (cause !== undefined) return problem(flag, struck[cause.id] ?? cause.from);
  }
  return undefined;
}

const noticeWhys: Partial<Record<NoticeState, Why>> = {
  bounced: 'notice-bounced',
  failed: 'notice-failed',
  'in-doubt': 'notice-in-doubt',
};

/** A mail that came back, was refused, or may have been taken: somebody decides how whoever it is for hears of it. */
function noticeTrouble({ notices }: LoanView): Found {
  for (const { state, settledAt, madeAt } of notices.values()) {
    const why = noticeWhys[state];
    if (why !== undefined) return problem(why, settledAt ?? madeAt);
  }
  return undefined;
}

function waiting(state: Transaction, now: Date): Found {
  return state.role === 'supplier' ? lending(state) : borrowing(state, now);
}

const lendingQueue: Partial<Record<SupplierState, { queue: Queue; why: Why }>> = {
  New: { queue: Queue.NewToDecide, why: 'new-request' },
  RequestReceived: { queue: Queue.NewToDecide, why: 'new-request' },
  ExpectToSupply: { queue: Queue.NewToDecide, why: 'expected' },
  WillSupply: { queue: Queue.ReadyToShip, why: 'promised' },
  Overdue: { queue: Queue.Overdue, why: 'overdue-reminded' },
};

function lending(state: SupplierTransaction): Found {
  if (state.cancelPending !== undefined)
    return { queue: Queue.CancelAsked, ...because('cancel-asked', state.cancelPending) };
  if (state.renewPending !== undefined)
    return { queue: Queue.RenewalAsked, ...because('renewal-asked', state.renewPending) };
  if (state.receivedHeldBack !== undefined) return problem('received-early', state.receivedHeldBack);
  if (isOpenOffer(state.offer) && state.offer.by === 'us') return undefined;
  // What is on its way back will settle itself.
  if (state.returnShipped !== undefined) return undefined;
  return placed(lendingQueue[state.state], state.lastChange ?? state.openedAt);
}

const borrowingQueue: Partial<Record<RequesterState, { queue: Queue; why: Why }>> = {
  Rejected: { queue: Queue.NeedsFixing, why: 'request-refused' },
  SendFailed: { queue: Queue.NeedsFixing, why: 'request-not-delivered' },
  RetryPossible: { queue: Queue.NeedsFixing, why: 'retry-possible' },
  Cancelled: { queue: Queue.NeedsFixing, why: 'cancelled' },
  Overdue: { queue: Queue.Overdue, why: 'overdue-told' },
  Recalled: { queue: Queue.Overdue, why: 'recalled' },
};

function borrowing(state: RequesterTransaction, now: Date): Found {
  if (state.conditionPending !== undefined)
    return { queue: Queue.ConditionToAnswer, ...because('condition', state.conditionPending) };
  const found = placed(borrowingQueue[state.state], state.lastChange ?? state.closedAt ?? state.openedAt);
  if (found !== undefined) return found;
  const isHere = state.state === 'Received' || state.state === 'Loaned';
  if (!isHere || state.returnShipped !== undefined || state.dueDate === undefined) return undefined;
  return millisecondsOf(state.dueDate) < now.getTime()
    ? { queue: Queue.Overdue, ...because('due-over', state.dueDate) }
    : undefined;
}

function placed(found: { queue: Queue; why: Why } | undefined, since: Instant): Found {
  return found === undefined ? undefined : { queue: found.queue, ...because(found.why, since) };
}
