import { millisecondsOf } from '../compose/timestamps.js';
import type { LoanView } from '../happening.js';
import { isOpenOffer } from '../offers/offer.js';
import type { Calendars, Policy, Terms } from '../policy.js';
import type { Instant } from '../model/transaction.js';
import { newest } from './attention.js';
import { addSpan } from './calendar.js';
import { levelOf } from './service-level.js';
import type { SpanText } from './span.js';
import type { Placed, WorkQueue } from './queues.js';

type Rule = (view: LoanView, placed: Placed, terms: Terms) => Instant | undefined;

/** So long after the loan came to stand here, in the calendar of whoever has to act. */
const within =
  (whose: keyof Calendars, span: (policy: Policy, view: LoanView) => SpanText): Rule =>
  (view, { since }, { policy, calendars }) =>
    addSpan(since, span(policy, view), calendars[whose]);

const answerSpan = (policy: Policy, view: LoanView): SpanText => policy.respond[levelOf(view.record)];
const answer = within('ours', answerSpan);
const theirAnswer = within('theirs', answerSpan);
const cancel = within('ours', ({ cancel: { answer: span } }) => span);
const renewal = within('ours', ({ renewal: { answer: span } }) => span);
/** An offer says itself until when it holds. */
const offered =
  (otherwise: Rule): Rule =>
  (view, placed, terms) => {
    const offer = newest(view)?.offer;
    return isOpenOffer(offer) ? offer.answerBy : otherwise(view, placed, terms);
  };
const condition = offered(within('ours', ({ condition: { answer: span } }) => span));
const theirCondition = offered(within('theirs', ({ condition: { answer: span } }) => span));
const lookToday = within('ours', () => '1wd');
const due: Rule = (view) => newest(view)?.dueDate;
const arrival: Rule = (view) =>
  newest(view)?.expectedDeliveryDate ??
  [...view.shipments.values()].find(
    ({ arrivedAt, transaction }) => arrivedAt === undefined && transaction === view.record.current,
  )?.expectedAt;
/** Before the reader's wish lapses, and else as soon as a request is answered. */
const wished: Rule = (view, placed, terms) => {
  const needed = view.record.serviceInfo?.needBeforeDate;
  return needed !== undefined && millisecondsOf(needed) > 0
    ? new Date(millisecondsOf(needed)).toISOString()
    : answer(view, placed, terms);
};

const rules: Readonly<Record<WorkQueue, Rule>> = {
  problem: lookToday,
  'new-to-decide': answer,
  'ready-to-ship': wished,
  'cancel-asked': cancel,
  'renewal-asked': renewal,
  'condition-to-answer': condition,
  'needs-fixing': wished,
  overdue: (view, placed) => newest(view)?.dueDate ?? placed.since,
  'due-soon': due,
  'waiting-for-supplier': theirAnswer,
  'on-its-way': arrival,
  here: due,
  'going-back': arrival,
  'waiting-for-requester': theirCondition,
  'on-loan': due,
  'coming-back': arrival,
};

/** Until when the queue's work is to be done, or what is waited for should come. Every queue of staff's has one. Source: practice.md 5.3. */
export function deadlineOf(view: LoanView, placed: Placed, terms: Terms): Instant | undefined {
  const at = rules[placed.queue](view, placed, terms);
  return at === undefined ? undefined : new Date(millisecondsOf(at)).toISOString();
}
