import { modeOf } from '../case.js';
import type { LoanView } from '../happening.js';
import type { Rung, Terms } from '../policy.js';
import { openReports } from '../reports.js';
import { lateAt, type Lateness } from '../shipments/band.js';
import type { Shipment } from '../shipments/shipment.js';
import type { TransactionStateName } from '../states.js';
import type { Instant, SupplierTransaction, Transaction } from '../transaction.js';
import { addSpan } from './calendar.js';
import { OFF, spanInWords, type SpanText } from './span.js';

export const PlanRule = {
  ParcelLate: 'parcel-late',
  ReturnLate: 'return-late',
  OverdueNotice: 'overdue-notice',
  AssumedLost: 'assumed-lost',
  DamageUndecided: 'damage-undecided',
  HeldAct: 'held-act',
} as const;
export type PlanRule = (typeof PlanRule)[keyof typeof PlanRule];

/** Something that a clock will do unless the loan moves on before. */
export interface PlannedEvent {
  /** The same as long as its cause is the same: a new due date plans new notices. */
  id: string;
  at: Instant;
  rule: PlanRule;
  /** What it is about: a shipment's, report's or held act's id, or the transaction's. */
  subject: string;
  text: string;
  because: string;
}

/** What will happen to the loan by itself, soonest first. What has struck is not planned again. */
export function plan(view: LoanView, terms: Terms): PlannedEvent[] {
  const planned = [
    ...lateParcels(view, terms),
    ...overdue(view, terms),
    ...undecidedDamage(view, terms),
    ...heldActs(view),
  ];
  return planned
    .filter(({ id }) => view.record.struck[id] === undefined)
    .sort((one, other) => one.at.localeCompare(other.at) || one.id.localeCompare(other.id));
}

/** When the loan's next clock strikes. */
export function nextClockAt(view: LoanView, terms: Terms): Instant | undefined {
  return plan(view, terms)[0]?.at;
}

function lateParcels(view: LoanView, terms: Terms): PlannedEvent[] {
  if (openReports(view.record, 'lost').length > 0) return [];
  return [...view.shipments]
    .filter(([, shipment]) => isWatched(shipment, view.transactions.get(shipment.transaction)))
    .map(([id, shipment]) => lateParcel({ id, shipment, terms }, view));
}

const onLoan: ReadonlySet<TransactionStateName> = new Set(['Loaned', 'Overdue', 'Recalled', 'HoldReturn']);

/** A copy's arrival need not be told, so only whoever waits for it can miss it. */
function isWatched(shipment: Shipment, state: Transaction | undefined): boolean {
  if (state === undefined) return false;
  if (shipment.arrivedAt ?? shipment.lostAt ?? shipment.lateAt) return false;
  if (shipment.direction === 'return') return state.closedAt === undefined;
  if (modeOf(state) === 'Copy') return state.role === 'requester' && state.received === undefined;
  return onLoan.has(state.state) && state.received === undefined && state.returnShipped === undefined;
}

function lateParcel(parcel: { id: string; shipment: Shipment; terms: Terms }, view: LoanView): PlannedEvent {
  const { id, shipment, terms } = parcel;
  const state = view.transactions.get(shipment.transaction);
  const isCopy = state !== undefined && modeOf(state) === 'Copy';
  const { lateAfter, notReceived } = terms.policy.transit;
  const patience = isCopy ? notReceived.copy : notReceived.loan;
  const { expectedAt, sentAt } = shipment;
  const isAwaited = (shipment.direction === 'out') === (state?.role === 'requester');
  const calendar = terms.calendars[isAwaited ? 'ours' : 'theirs'];
  const byPolicy =
    expectedAt === undefined ? addSpan(sentAt, patience, calendar) : addSpan(expectedAt, lateAfter, calendar);
  const late = lateAt(shipment, byPolicy);
  const isReturn = shipment.direction === 'return';
  return {
    id: `${isReturn ? PlanRule.ReturnLate : PlanRule.ParcelLate}:${id}`,
    at: late.at,
    rule: isReturn ? PlanRule.ReturnLate : PlanRule.ParcelLate,
    subject: id,
    text: isReturn ? 'The parcel back counts as late.' : 'The parcel counts as late.',
    because: whyLate(shipment, late, expectedAt === undefined ? patience : lateAfter),
  };
}

function whyLate({ sentAt, expectedAt }: Shipment, { at, by }: Lateness, span: SpanText): string {
  if (by === 'history')
    return `Sent on ${day(sentAt)}; nine of ten earlier parcels had arrived by ${day(at)}.`;
  const since = expectedAt === undefined ? `Sent on ${day(sentAt)}` : `Expected on ${day(expectedAt)}`;
  return `${since} and not arrived ${spanInWords(span)} later.`;
}

/** Only whoever lent it chases it, and not while it is on its way back, held there, or reported lost. */
function overdue(view: LoanView, terms: Terms): PlannedEvent[] {
  const { current } = view.record;
  const state = current === undefined ? undefined : view.transactions.get(current);
  if (current === undefined || state?.role !== 'supplier' || !isChased(state, view)) return [];
  const { dueDate } = state;
  if (dueDate === undefined) return [];
  return [...notices(current, dueDate, terms), ...assumedLost(current, dueDate, terms)];
}

const chased: ReadonlySet<TransactionStateName> = new Set(['Loaned', 'Overdue', 'Recalled']);

function isChased(state: SupplierTransaction, { record }: LoanView): boolean {
  return (
    chased.has(state.state) &&
    state.returnShipped === undefined &&
    state.requesterHold === undefined &&
    record.assumedLostAt === undefined &&
    openReports(record, 'lost').length === 0
  );
}

function notices(transaction: string, dueDate: Instant, { policy, calendars }: Terms): PlannedEvent[] {
  const { n1, n2, n3 } = policy.overdue;
  return [n1, n2, n3].filter(isOn).map((span, index) => ({
    id: `${noticesOf(transaction, dueDate)}${index + 1}`,
    at: addSpan(dueDate, span, calendars.ours),
    rule: PlanRule.OverdueNotice,
    subject: transaction,
    text: `The requester is reminded, for the ${ordinal(index + 1)} time.`,
    because: `Due on ${day(dueDate)} and not back ${spanInWords(span)} later.`,
  }));
}

function isOn(rung: Rung): boolean {
  return rung !== OFF;
}

/** What the ids of all notices of one due date begin with. */
export function noticesOf(transaction: string, dueDate: Instant): string {
  return `${PlanRule.OverdueNotice}:${transaction}:${dueDate}:`;
}

function assumedLost(transaction: string, dueDate: Instant, { policy, calendars }: Terms): PlannedEvent[] {
  return [policy.overdue.assumedLost].filter(isOn).map((span) => ({
    id: `${PlanRule.AssumedLost}:${transaction}:${dueDate}`,
    at: addSpan(dueDate, span, calendars.ours),
    rule: PlanRule.AssumedLost,
    subject: transaction,
    text: 'The item is assumed lost.',
    because: `Due on ${day(dueDate)} and not back ${spanInWords(span)} later.`,
  }));
}

function undecidedDamage(view: LoanView, { policy, calendars }: Terms): PlannedEvent[] {
  const span = policy.damage.decideWithin;
  return openReports(view.record, 'damaged').map(([id, report]) => ({
    id: `${PlanRule.DamageUndecided}:${id}`,
    at: addSpan(report.at, span, calendars.ours),
    rule: PlanRule.DamageUndecided,
    subject: id,
    text: 'The damage report needs a decision.',
    because: `Reported on ${day(report.at)} and not decided ${spanInWords(span)} later.`,
  }));
}

function heldActs({ record }: LoanView): PlannedEvent[] {
  return Object.entries(record.held).map(([id, held]) => ({
    id: `${PlanRule.HeldAct}:${id}`,
    at: held.decideAt,
    rule: PlanRule.HeldAct,
    subject: id,
    text: `What staff asked for is done: ${held.verb}.`,
    because: 'The time to take it back is over.',
  }));
}

function day(instant: Instant): string {
  return instant.slice(0, 10);
}

function ordinal(count: number): string {
  return ['first', 'second', 'third'][count - 1] ?? `${count}th`;
}
