import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import type { Happening, LoanView } from '../happening.js';
import { plan } from './plan.js';
import type { PlannedEvent, PlanRule } from './planned.js';
import {
  answerLate,
  answerWarning,
  cancelUnanswered,
  conditionExpired,
  conditionWarning,
  noAnswer,
  offerLapsed,
  questionLate,
  renewalUnanswered,
} from './strikes/answer-strikes.js';
import {
  assumedLost,
  dueReminder,
  finalNotice,
  overdueNotice,
  recallOver,
  series,
} from './strikes/overdue-strikes.js';
import { parcelLate, parcelLost, parcelTrace } from './strikes/parcel-strikes.js';
import { advise, type Strike } from './strikes/striking.js';

/**
 * What a planned event does when its time has come; empty when the loan does not plan it any more, it is not due yet or
 * held, or a later one of its series is due too: missed ones strike as one. A held act is not struck here: whoever can
 * open it performs it.
 */
export function strike(view: LoanView, planned: PlannedEvent, ctx: RuleContext): Happening[] {
  const now = nowOf(ctx);
  const due = plan(view, ctx).filter(({ at, heldAt }) => at <= now && heldAt === undefined);
  const known = due.find(({ id }) => id === planned.id);
  if (known === undefined) return [];
  const together = togetherWith(known, due);
  return together.at(-1) === known ? strikes[known.rule]({ view, planned: known, together }, ctx) : [];
}

function togetherWith(planned: PlannedEvent, due: readonly PlannedEvent[]): PlannedEvent[] {
  const row = series.find((rules) => rules.includes(planned.rule)) ?? [];
  return due.filter(
    (each) => each === planned || (row.includes(each.rule) && each.subject === planned.subject),
  );
}

const strikes: Record<PlanRule, Strike> = {
  'answer-warning': answerWarning,
  'answer-late': answerLate,
  'no-answer': noAnswer,
  'question-late': questionLate,
  'cancel-unanswered': cancelUnanswered,
  'condition-warning': conditionWarning,
  'condition-expired': conditionExpired,
  'offer-lapsed': offerLapsed,
  'renewal-unanswered': renewalUnanswered,
  'parcel-late': parcelLate,
  'return-late': parcelLate,
  'parcel-trace': parcelTrace,
  'parcel-lost': parcelLost,
  'due-reminder': dueReminder,
  'overdue-notice': overdueNotice,
  'final-notice': finalNotice,
  'assumed-lost': assumedLost,
  'recall-over': recallOver,
  'check-in-reminder': advise(({ view }) =>
    view.record.role === 'supplier'
      ? 'The item was sent back and is not checked in: look on your shelves and in the post room, and check it in.'
      : 'The supplier has not told that the item is back: ask it to look on its shelves.',
  ),
  'return-problem': advise(
    'The item was sent back and is nowhere: both sides look on their shelves, then the carrier is asked.',
  ),
  'damage-undecided': advise(
    'Nobody has decided about the damage yet: look at the item and agree with the other side what follows.',
  ),
  'damage-window': advise(({ view }) =>
    view.record.role === 'requester'
      ? 'The days in which damage on arrival can be reported run out: write down what you see, with photos, and tell the supplier.'
      : 'The days in which damage can be claimed run out: decide what the damage costs, or let it be.',
  ),
  'damage-photos': advise(
    'Damage was reported and nobody has added a photo of it: take one and write down how the item looks.',
  ),
  'claim-due': advise('The next step of a claim is due: look at it and decide.'),
  'follow-up': advise('Staff wanted to ask again on this day: call, and write down what comes of it.'),
  'held-act': () => [],
};
