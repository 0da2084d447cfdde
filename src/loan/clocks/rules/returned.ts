import type { LoanView } from '../../happening.js';
import { openReports } from '../../model/reports.js';
import { PlanRule, type Cause, type ClockRule } from '../planned.js';
import { causeOf, dayOf, none, openOf } from './cause-of.js';

/** An item that was sent back and that its library has not checked in. */
function sentBack(rule: PlanRule): (view: LoanView) => readonly Cause[] {
  return (view) => {
    const state = openOf(view, view.record.role);
    const from = state?.returnShipped;
    if (from === undefined || state?.forwarded !== undefined || openReports(view.record, 'lost').length > 0)
      return none;
    return causeOf(view, {
      rule,
      from,
      whose: view.record.role === 'supplier' ? 'ours' : 'theirs',
      of: from,
    });
  };
}

const checkInReminder: ClockRule = {
  causes: sentBack(PlanRule.CheckInReminder),
  span: (_cause, { returned }) => returned.checkInReminder,
  text: (_cause, { record }) =>
    record.role === 'supplier'
      ? 'The item should be here: look for it and check it in.'
      : 'The supplier has not told that the item is back.',
  since: ({ from }) => `Sent back on ${dayOf(from)} and not checked in`,
};

const returnProblem: ClockRule = {
  causes: sentBack(PlanRule.ReturnProblem),
  span: (_cause, { returned }) => returned.problemAfter,
  text: () => 'The item was sent back and is nowhere.',
  since: ({ from }) => `Sent back on ${dayOf(from)} and not checked in`,
  flag: 'not-checked-in',
};

/** On the way back, until it is checked in. Source: practice.md 5.2, 5.3 (returned). */
export const returnRules = {
  'check-in-reminder': checkInReminder,
  'return-problem': returnProblem,
} as const satisfies Partial<Record<PlanRule, ClockRule>>;
