import { nowOf } from '../case.js';
import { addSpan, dayIn, endOf, endOfWrittenDay, openDayFrom } from '../clocks/calendar.js';
import type { SpanText } from '../clocks/span.js';
import { laterOf, millisecondsOf } from '../compose/timestamps.js';
import type { RequesterCase, RuleContext, SupplierCase } from '../context.js';
import type { Instant } from '../model/transaction.js';
import { ActRefusal, type Refused } from './act.js';
import { refused } from './act-rule.js';

/**
 * Until when a loan that is renewed or extended runs: from its due date, or from now where that is over, to the end of a
 * day on which we are open. Source: practice.md 5.3.
 */
export function renewedDue({ state, ctx }: SupplierCase): Instant {
  const { renewal, loan } = ctx.policy;
  const from = laterOf(state.dueDate, nowOf(ctx)) ?? nowOf(ctx);
  return openDayAfter(from, renewal.days === 'same-as-loan' ? loan.days : renewal.days, ctx);
}

/** When what is recalled has to be back: in the policy's time, and never later than it was due anyway. Source: practice.md 5.3. */
export function recallDue({ state, ctx }: SupplierCase): Instant {
  const due = openDayAfter(nowOf(ctx), ctx.policy.recall.returnWithin, ctx);
  return state.dueDate !== undefined && millisecondsOf(state.dueDate) < millisecondsOf(due)
    ? state.dueDate
    : due;
}

/** Whether the loan has been renewed as often as the house renews. Source: practice.md 5.3. */
export function isRenewedEnough({ state, ctx }: SupplierCase): boolean {
  return (state.renewals ?? 0) >= ctx.policy.renewal.max;
}

/** From when on a supplier that says nothing may be reminded of a request again; undefined where it never was. */
export function remindAgainAt({ state, ctx }: RequesterCase): Instant | undefined {
  const { policy, calendars } = ctx;
  return state.remindedAt === undefined
    ? undefined
    : addSpan(state.remindedAt, policy.respond.remindEvery, calendars.theirs);
}

/** A later due date, as a person gives it or as the policy has it. Refused when unreadable, over, or no later than before. */
export function laterDue(given: string | undefined, c: SupplierCase): { due: Instant } | Refused {
  const dated = dueOr(given, renewedDue(c), c.ctx);
  if ('refusal' in dated) return dated;
  const { dueDate } = c.state;
  return dueDate !== undefined && millisecondsOf(dated.due) <= millisecondsOf(dueDate)
    ? refused(ActRefusal.DueDateNotLater)
    : dated;
}

/** A due date that a person gives, to the end of its day with us, or else another. Refused when unreadable or over. */
export function dueOr<Otherwise extends Instant | undefined>(
  given: string | undefined,
  otherwise: Otherwise,
  ctx: RuleContext,
): { due: Instant | Otherwise } | Refused {
  if (given === undefined) return { due: otherwise };
  const due = endOfWrittenDay(given, ctx.calendars.ours);
  if (due === undefined) return refused(ActRefusal.DateUnreadable);
  return millisecondsOf(due) < ctx.at.now.getTime() ? refused(ActRefusal.DueDateInThePast) : { due };
}

function openDayAfter(from: Instant, span: SpanText, { calendars: { ours } }: RuleContext): Instant {
  return endOf(openDayFrom(dayIn(addSpan(from, span, ours), ours), ours), ours);
}
