import { addDays, millisecondsOf } from '../compose/timestamps.js';
import type { LoanView } from '../happening.js';
import type { Policy } from '../policy.js';
import type { Instant } from '../transaction.js';
import { newest } from './attention.js';
import type { Placed, WorkQueue } from './queues.js';

const hour = 3_600_000;

/** The same time of day, so many days on that are no Saturday or Sunday in UTC. */
export function addWorkingDays(instant: Instant, days: number): Instant {
  let at = instant;
  for (let left = days; left > 0;) {
    at = addDays(at, 1);
    if (![0, 6].includes(new Date(millisecondsOf(at)).getUTCDay())) left -= 1;
  }
  return at;
}

type Rule = (view: LoanView, placed: Placed, policy: Policy) => Instant | undefined;

const answer: Rule = (view, { since }, { answer: within }) => {
  const level = view.record.serviceInfo?.serviceLevel?.value;
  if (level === 'Express') return new Date(millisecondsOf(since) + within.expressHours * hour).toISOString();
  const isRush = level === 'Rush' || level === 'Urgent';
  return addWorkingDays(since, isRush ? within.rushWorkingDays : within.requestWorkingDays);
};
const question: Rule = (_view, { since }, { answer: within }) =>
  addWorkingDays(since, within.questionWorkingDays);
const condition: Rule = (_view, { since }, { answer: within }) =>
  addWorkingDays(since, within.conditionWorkingDays);
const lookToday: Rule = (_view, { since }) => addWorkingDays(since, 1);
const due: Rule = (view) => newest(view)?.dueDate;
const arrival: Rule = (view) =>
  newest(view)?.expectedDeliveryDate ??
  [...view.shipments.values()].find(
    ({ arrivedAt, transaction }) => arrivedAt === undefined && transaction === view.record.current,
  )?.expectedAt;
/** Before the reader's wish lapses, and else as soon as a request is answered. */
const wished: Rule = (view, placed, policy) => {
  const needed = view.record.serviceInfo?.needBeforeDate;
  return needed !== undefined && millisecondsOf(needed) > 0
    ? new Date(millisecondsOf(needed)).toISOString()
    : answer(view, placed, policy);
};

const rules: Readonly<Record<WorkQueue, Rule>> = {
  problem: lookToday,
  'new-to-decide': answer,
  'ready-to-ship': wished,
  'cancel-asked': question,
  'renewal-asked': question,
  'condition-to-answer': condition,
  'needs-fixing': wished,
  overdue: (view, placed) => newest(view)?.dueDate ?? placed.since,
  'due-soon': due,
  'waiting-for-supplier': answer,
  'on-its-way': arrival,
  here: due,
  'going-back': arrival,
  'waiting-for-requester': condition,
  'on-loan': due,
  'coming-back': arrival,
};

/** Until when the queue's work is to be done, or what is waited for should come. Every queue of staff's has one. Source: practice.md 5.3. */
export function deadlineOf(view: LoanView, placed: Placed, policy: Policy): Instant | undefined {
  const at = rules[placed.queue](view, placed, policy);
  return at === undefined ? undefined : new Date(millisecondsOf(at)).toISOString();
}
