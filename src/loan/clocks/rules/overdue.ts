import type { LoanView } from '../../happening.js';
import type { LadderStop } from '../../policy.js';
import { openReports } from '../../model/reports.js';
import type { TransactionStateName } from '../../model/states.js';
import type { Instant, SupplierTransaction } from '../../model/transaction.js';
import { addSpan } from '../calendar.js';
import { PlanRule, type Cause, type ClockRule, type Planning } from '../planned.js';
import { OFF } from '../span.js';
import { causeOf, dayOf, none, openOf } from './cause-of.js';

const chased: ReadonlySet<TransactionStateName> = new Set(['Loaned', 'Overdue', 'Recalled']);

/** The rules of the ladder that tell the other side something; missed ones go out as one. */
export const ladderMessages: ReadonlySet<PlanRule> = new Set([
  PlanRule.DueReminder,
  PlanRule.OverdueNotice,
  PlanRule.FinalNotice,
]);

/** When the loan that we chase is due: ours, out, and not given up. */
function chasedSince(view: LoanView): Instant | undefined {
  const state = openOf(view, 'supplier');
  if (state?.dueDate === undefined || !chased.has(state.state) || state.requesterHold !== undefined)
    return undefined;
  return view.record.assumedLostAt === undefined ? state.dueDate : undefined;
}

function rung(rule: PlanRule, number?: number): (view: LoanView) => readonly Cause[] {
  return (view) => {
    const dueDate = chasedSince(view);
    if (dueDate === undefined) return none;
    if (number === undefined) return causeOf(view, { rule, from: dueDate, whose: 'ours', of: dueDate });
    return causeOf(view, { rule, from: dueDate, whose: 'ours', of: `${dueDate}:${number}`, rung: number });
  };
}

const hasStopped: Readonly<Record<LadderStop, (state: SupplierTransaction, view: LoanView) => boolean>> = {
  renewed: ({ renewPending }) => renewPending !== undefined,
  returned: ({ returnShipped }) => returnShipped !== undefined,
  lost: (_state, { record }) => openReports(record, 'lost').length > 0,
  disputed: (_state, { claims }) => [...claims.values()].some(({ state }) => state === 'disputed'),
};

/** Nothing where the other side has moved; later where it has given a sign of life since it became overdue. */
function unlessTheyMoved(end: Instant, _cause: Cause, { view, terms }: Planning): Instant | undefined {
  const state = openOf(view, 'supplier');
  const { stopOn, pauseOnReply } = terms.policy.overdue;
  if (state === undefined || stopOn.some((stop) => hasStopped[stop](state, view))) return undefined;
  if (state.heardAt === undefined || pauseOnReply === OFF) return end;
  const rested = addSpan(state.heardAt, pauseOnReply, terms.calendars.ours);
  return rested > end ? rested : end;
}

const chasedReminder = rung(PlanRule.DueReminder);

const dueReminder: ClockRule = {
  // Who lent it reminds the other library; who borrowed it, its reader.
  causes(view) {
    if (view.record.role === 'supplier') return chasedReminder(view);
    const state = openOf(view, 'requester');
    const isHere = state?.state === 'Received' || (state?.state === 'Loaned' && state.received !== undefined);
    if (!isHere || state.dueDate === undefined || state.returnShipped !== undefined) return none;
    return causeOf(view, {
      rule: PlanRule.DueReminder,
      from: state.dueDate,
      whose: 'ours',
      of: state.dueDate,
    });
  },
  span: (_cause, { overdue }) => overdue.reminder,
  // A loan that is due sooner than the reminder would come is not reminded of in the past.
  strikesAt(end, cause, planning) {
    const state = openOf(planning.view, planning.view.record.role);
    if (state?.state === 'Overdue') return undefined;
    const lentAt = state?.received ?? state?.lastChange;
    if (lentAt !== undefined && end <= lentAt) return undefined;
    return planning.view.record.role === 'supplier' ? unlessTheyMoved(end, cause, planning) : end;
  },
  text: (_cause, { record }) =>
    record.role === 'supplier' ? 'The requester is reminded that it is due soon.' : 'The item is due soon.',
  since: ({ from }) => `Due on ${dayOf(from)}`,
};

const ordinals = ['first', 'second', 'third'] as const;

const notices: readonly ClockRule[] = ([1, 2, 3] as const).map((number) => ({
  causes: rung(PlanRule.OverdueNotice, number),
  span: (_cause, { overdue }) => overdue[`n${number}`],
  strikesAt: unlessTheyMoved,
  pauses: true,
  text: () => `The requester is reminded, for the ${ordinals[number - 1] ?? ''} time.`,
  since: ({ from }) => `Due on ${dayOf(from)} and not back`,
}));

const finalNotice: ClockRule = {
  causes: rung(PlanRule.FinalNotice),
  span: (_cause, { overdue }) => overdue.finalNotice,
  strikesAt: unlessTheyMoved,
  pauses: true,
  text: () => 'The requester is reminded for the last time.',
  since: ({ from }) => `Due on ${dayOf(from)} and not back`,
};

const assumedLost: ClockRule = {
  causes: rung(PlanRule.AssumedLost),
  span: (_cause, { overdue }) => overdue.assumedLost,
  strikesAt: unlessTheyMoved,
  pauses: true,
  text: () => 'The item is assumed lost.',
  since: ({ from }) => `Due on ${dayOf(from)} and not back`,
};

/** A recall is over when the days that it gives are; the one who has it counts them. */
const recallOver: ClockRule = {
  causes(view) {
    const state = openOf(view, view.record.role);
    if (state?.state !== 'Recalled' || state.returnShipped !== undefined) return none;
    const from = state.lastChange ?? state.openedAt;
    const whose = state.role === 'supplier' ? 'theirs' : 'ours';
    return causeOf(view, { rule: PlanRule.RecallOver, from, whose, of: from });
  },
  span: (_cause, { recall }) => recall.returnWithin,
  // The recall's own date, where it named one.
  strikesAt: (end, _cause, { view }) => openOf(view, view.record.role)?.dueDate ?? end,
  text: () => 'The recalled item should be back.',
  since: ({ from }) => `Recalled on ${dayOf(from)} and not sent back`,
  flag: 'recall-over',
};

/** The ladder, drawn ahead from the due date. Source: practice.md 5.3 (overdue, recall). */
export const overdueRules = {
  'due-reminder': [dueReminder],
  'overdue-notice': notices,
  'final-notice': [finalNotice],
  'assumed-lost': [assumedLost],
  'recall-over': [recallOver],
} as const satisfies Partial<Record<PlanRule, readonly ClockRule[]>>;
