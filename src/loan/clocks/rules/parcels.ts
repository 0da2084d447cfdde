import { modeOf } from '../../case.js';
import type { LoanView } from '../../happening.js';
import type { Policy } from '../../policy.js';
import { openReports } from '../../model/reports.js';
import { lateAt, type Lateness } from '../../shipments/band.js';
import type { Shipment } from '../../shipments/shipment.js';
import type { TransactionStateName } from '../../model/states.js';
import type { Instant, Transaction } from '../../model/transaction.js';
import { PlanRule, type Cause, type ClockRule } from '../planned.js';
import { OFF } from '../span.js';
import { dayOf, none } from './cause-of.js';

const onLoan: ReadonlySet<TransactionStateName> = new Set(['Loaned', 'Overdue', 'Recalled', 'HoldReturn']);

/** A copy's arrival need not be told, so only whoever waits for it can miss it. */
function isAwaited(shipment: Shipment, state: Transaction | undefined): boolean {
  if (state === undefined || (shipment.arrivedAt ?? shipment.lostAt) !== undefined) return false;
  if (shipment.direction === 'return') return state.closedAt === undefined;
  if (modeOf(state) === 'Copy') return state.role === 'requester' && state.received === undefined;
  return onLoan.has(state.state) && state.received === undefined && state.returnShipped === undefined;
}

/** Whoever waits for a parcel misses it first: in their days it is late. */
function whoseOf(shipment: Shipment, { record }: LoanView): Cause['whose'] {
  return (shipment.direction === 'out') === (record.role === 'requester') ? 'ours' : 'theirs';
}

function isWatched(shipment: Shipment, { record, transactions }: LoanView): boolean {
  return (
    isAwaited(shipment, transactions.get(shipment.transaction)) && openReports(record, 'lost').length === 0
  );
}

/** A cause for each parcel that is watched, from when the rule counts for it; undefined where it does not. */
function watching(
  rule: PlanRule,
  since: (shipment: Shipment) => Instant | undefined,
): (view: LoanView) => readonly Cause[] {
  return (view) => {
    if (view.shipments.size === 0) return none;
    const causes: Cause[] = [];
    for (const [id, shipment] of view.shipments) {
      const from = since(shipment);
      if (from !== undefined && isWatched(shipment, view))
        causes.push({ id: `${rule}:${id}`, subject: id, from, whose: whoseOf(shipment, view) });
    }
    return causes;
  };
}

function late(direction: Shipment['direction'], rule: PlanRule): (view: LoanView) => readonly Cause[] {
  return watching(rule, (shipment) =>
    shipment.direction === direction && shipment.lateAt === undefined
      ? (shipment.expectedAt ?? shipment.sentAt)
      : undefined,
  );
}

function patience(
  { subject }: Cause,
  { transit }: Policy,
  { shipments, transactions }: LoanView,
): string | number {
  const shipment = shipments.get(subject);
  if (shipment?.expectedAt !== undefined) return transit.lateAfter;
  const state = shipment === undefined ? undefined : transactions.get(shipment.transaction);
  return state !== undefined && modeOf(state) === 'Copy'
    ? transit.notReceived.copy
    : transit.notReceived.loan;
}

function sinceExpected({ from, subject }: Cause, { shipments }: LoanView): string {
  return shipments.get(subject)?.expectedAt === undefined
    ? `Sent on ${dayOf(from)} and not arrived`
    : `Expected on ${dayOf(from)} and not arrived`;
}

/** Sooner than the policy says, where nearly all earlier parcels of this peer had arrived by then. */
function byHistory(end: Instant, { subject }: Cause, shipments: LoanView['shipments']): Lateness {
  return lateAt(shipments.get(subject) ?? {}, end);
}

const lateness: Pick<ClockRule, 'span' | 'strikesAt' | 'since' | 'because'> = {
  span: patience,
  strikesAt: (end, cause, { view }) => byHistory(end, cause, view.shipments).at,
  since: sinceExpected,
  because(cause, end, { shipments }) {
    const { at, by } = byHistory(end, cause, shipments);
    if (by === 'policy') return undefined;
    return `Sent on ${dayOf(cause.from)}; nine of ten earlier parcels had arrived by ${dayOf(at)}.`;
  },
};

const parcelLate: ClockRule = {
  ...lateness,
  causes: late('out', PlanRule.ParcelLate),
  text: () => 'The parcel counts as late.',
};

const returnLate: ClockRule = {
  ...lateness,
  causes: late('return', PlanRule.ReturnLate),
  text: () => 'The parcel back counts as late.',
};

/** What is late stays late until it arrives or is lost. */
const afterLate = watching(PlanRule.ParcelLost, ({ lateAt: since }) => since);

const parcelTrace: ClockRule = {
  causes: watching(PlanRule.ParcelTrace, ({ lateAt: since, tracedAt }) =>
    tracedAt === undefined ? since : undefined,
  ),
  span: (_cause, { transit }) => transit.trace,
  text: () => 'The carrier is to be asked where the parcel is.',
  since: ({ from }) => `Late since ${dayOf(from)} and not arrived`,
};

const parcelLost: ClockRule = {
  causes: (view) => (view.record.assumedLostAt === undefined ? afterLate(view) : none),
  // A copy that never came is asked for again, not counted as lost.
  span: ({ subject }, { transit }, { shipments, transactions }) => {
    const state = transactions.get(shipments.get(subject)?.transaction ?? '');
    return state !== undefined && modeOf(state) === 'Copy' ? OFF : transit.lostInTransit;
  },
  text: () => 'The item counts as lost on its way.',
  since: ({ from }) => `Late since ${dayOf(from)} and not arrived`,
};

/** Parcels in either direction. Source: practice.md 5.3 (transit), 5.4. */
export const parcelRules = {
  'parcel-late': parcelLate,
  'return-late': returnLate,
  'parcel-trace': parcelTrace,
  'parcel-lost': parcelLost,
} as const satisfies Partial<Record<PlanRule, ClockRule>>;
