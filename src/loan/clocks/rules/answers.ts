import { millisecondsOf } from '../../compose/timestamps.js';
import type { LoanView } from '../../happening.js';
import { newest } from '../../model/newest.js';
import { isOpenOffer, type Offer } from '../../offers/offer.js';
import type { Policy } from '../../policy.js';
import { addSpan } from '../calendar.js';
import { PlanRule, type Cause, type ClockRule, type Planning } from '../planned.js';
import { levelOf } from '../service-level.js';
import { spanOf, type Span, type SpanText } from '../span.js';
import { instantAt } from '../zone.js';
import { causeOf, dayOf, none, openOf } from './cause-of.js';

const unanswered: ReadonlySet<string> = new Set(['New', 'Sent', 'RequestReceived']);

/** A request that nobody has said yes or no to: the supplier has to act, on whichever side we are. */
function requestWaits(view: LoanView, rule: PlanRule): readonly Cause[] {
  const state = openOf(view, view.record.role);
  if (state === undefined || !unanswered.has(state.state) || state.cancelPending !== undefined) return none;
  const whose = state.role === 'supplier' ? 'ours' : 'theirs';
  return causeOf(view, { rule, from: state.askedAt ?? state.openedAt, whose });
}

const respondSpan = (_cause: Cause, { respond }: Policy, { record }: LoanView): SpanText =>
  respond[levelOf(record)];

/** Where a share of a span is over: in whole days of it where it has several, else in hours before its end. */
export function warnedAt(span: SpanText | Span, cause: Cause, { terms }: Planning): string {
  const { count, unit } = typeof span === 'object' ? span : spanOf(span);
  const share = terms.policy.respond.warnAt;
  const calendar = terms.calendars[cause.whose];
  if (unit === 'h') return addSpan(cause.from, { count: count * share, unit }, calendar);
  const whole = Math.floor(count * share);
  if (whole > 0) return addSpan(cause.from, { count: whole, unit }, calendar);
  const end = addSpan(cause.from, { count, unit }, calendar);
  return addSpan(end, { count: -24 * count * (1 - share), unit: 'h' }, calendar);
}

const answerWarning: ClockRule = {
  causes: (view) => requestWaits(view, PlanRule.AnswerWarning),
  span: respondSpan,
  strikesAt: (_end, cause, planning) =>
    warnedAt(respondSpan(cause, planning.terms.policy, planning.view), cause, planning),
  text: (_cause, { record }) =>
    record.role === 'supplier'
      ? 'The time to answer is running out.'
      : 'The supplier’s time to answer is running out.',
  since: ({ from }) => `Asked on ${dayOf(from)} and not answered`,
};

const answerLate: ClockRule = {
  causes: (view) => (view.record.role === 'supplier' ? requestWaits(view, PlanRule.AnswerLate) : none),
  span: respondSpan,
  text: () => 'The time to answer is over.',
  since: ({ from }) => `Asked on ${dayOf(from)} and not answered`,
};

const noAnswer: ClockRule = {
  causes: (view) => (view.record.role === 'requester' ? requestWaits(view, PlanRule.NoAnswer) : none),
  span: respondSpan,
  text: () => 'The supplier has not answered: the next one is asked, where there is one.',
  since: ({ from }) => `Asked on ${dayOf(from)} and not answered`,
  flag: 'no-answer',
};

/** What a peer asks of us while we lend: to cancel, or to renew. */
const questionLate: ClockRule = {
  causes(view) {
    const state = openOf(view, 'supplier');
    if (state === undefined) return none;
    const { cancelPending, renewPending } = state;
    const from = cancelPending ?? renewPending;
    if (from === undefined) return none;
    const of = `${cancelPending === undefined ? 'renew' : 'cancel'}:${from}`;
    return causeOf(view, { rule: PlanRule.QuestionLate, from, whose: 'ours', of });
  },
  span: ({ id }, { cancel, renewal }) => (id.includes(':cancel:') ? cancel.answer : renewal.answer),
  text: ({ id }) =>
    id.includes(':cancel:')
      ? 'The time to answer the cancellation is over.'
      : 'The time to answer the renewal is over.',
  since: ({ from }) => `Asked on ${dayOf(from)} and not answered`,
};

/** A flag of the requester that waits for the supplier's word. */
function pending(
  flag: 'cancelPending' | 'renewPending',
  rule: PlanRule,
): (view: LoanView) => readonly Cause[] {
  return (view) => {
    const from = openOf(view, 'requester')?.[flag];
    return from === undefined ? none : causeOf(view, { rule, from, whose: 'theirs', of: from });
  };
}

const cancelUnanswered: ClockRule = {
  causes: pending('cancelPending', PlanRule.CancelUnanswered),
  span: (_cause, { cancel }) => cancel.answer,
  text: () => 'The supplier has not answered whether it cancels.',
  since: ({ from }) => `Asked to cancel on ${dayOf(from)} and not answered`,
  flag: 'cancel-unanswered',
};

const renewalUnanswered: ClockRule = {
  causes: pending('renewPending', PlanRule.RenewalUnanswered),
  span: (_cause, { renewal }) => renewal.answer,
  text: () => 'The supplier has not answered whether it renews.',
  since: ({ from }) => `Asked to renew on ${dayOf(from)} and not answered`,
  flag: 'renewal-unanswered',
};

/** An offer that waits for an answer: ours to give where the supplier made it, theirs where we did. */
function openOffer(view: LoanView): Offer | undefined {
  const state = view.record.phase === 'open' ? newest(view) : undefined;
  return state?.cancelPending === undefined && isOpenOffer(state?.offer) ? state.offer : undefined;
}

function conditionWaits(view: LoanView, rule: PlanRule): readonly Cause[] {
  const offer = view.record.role === 'requester' ? openOffer(view) : undefined;
  const state = openOf(view, 'requester');
  const pendingSince = state?.cancelPending === undefined ? state?.conditionPending : undefined;
  const from = offer?.at ?? pendingSince;
  return from === undefined ? none : causeOf(view, { rule, from, whose: 'ours', of: from });
}

/** A share of the time until an offer lapses. */
function beforeLapse({ at, answerBy }: Offer, { terms }: Planning): string {
  const from = millisecondsOf(at);
  return instantAt(from + (millisecondsOf(answerBy) - from) * terms.policy.respond.warnAt);
}

const conditionWarning: ClockRule = {
  causes: (view) => conditionWaits(view, PlanRule.ConditionWarning),
  span: (_cause, { condition }) => condition.answer,
  strikesAt(_end, cause, planning) {
    const offer = openOffer(planning.view);
    return offer === undefined
      ? warnedAt(planning.terms.policy.condition.answer, cause, planning)
      : beforeLapse(offer, planning);
  },
  text: () => 'The time to answer the condition is running out.',
  since: ({ from }) => `Named on ${dayOf(from)} and not answered`,
};

const conditionExpired: ClockRule = {
  causes: (view) => conditionWaits(view, PlanRule.ConditionExpired),
  span: (_cause, { condition }) => condition.answer,
  strikesAt: (end, _cause, { view }) => openOffer(view)?.answerBy ?? end,
  text: () => 'The condition is not answered in time.',
  since: ({ from }) => `Named on ${dayOf(from)} and not answered`,
  flag: 'condition-expired',
};

const offerLapsed: ClockRule = {
  causes(view) {
    const offer = view.record.role === 'supplier' ? openOffer(view) : undefined;
    if (offer?.by !== 'us') return none;
    return causeOf(view, { rule: PlanRule.OfferLapsed, from: offer.at, whose: 'theirs', of: offer.at });
  },
  span: (_cause, { condition }) => condition.answer,
  strikesAt: (end, _cause, { view }) => openOffer(view)?.answerBy ?? end,
  text: () => 'What we offered lapses: the requester has not answered.',
  since: ({ from }) => `Offered on ${dayOf(from)} and not answered`,
};

/** Who has to answer whom, and until when. Source: practice.md 5.2, 5.3 (respond, condition, renewal). */
export const answerRules = {
  'answer-warning': answerWarning,
  'answer-late': answerLate,
  'no-answer': noAnswer,
  'question-late': questionLate,
  'cancel-unanswered': cancelUnanswered,
  'condition-warning': conditionWarning,
  'condition-expired': conditionExpired,
  'offer-lapsed': offerLapsed,
  'renewal-unanswered': renewalUnanswered,
} as const satisfies Partial<Record<PlanRule, ClockRule>>;
