import type { LoanView } from '../happening.js';
import type { Terms } from '../policy.js';
import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';
import { addSpan, closedBetween, openDaysBetween } from './calendar.js';
import { heldSince } from './clock-holds.js';
import { PlanRule, type Cause, type ClockRule, type PlannedEvent, type Planning } from './planned.js';
import { clockRules } from './rules/clock-rules.js';
import { OFF, spanInWords, spanOf, type Span, type SpanText } from './span.js';

/** An event as it is counted, before anything is said of it. */
interface Counted {
  rule: PlanRule;
  clock: ClockRule;
  cause: Cause;
  span: SpanText | Span;
  /** Where the span ends, and when it strikes. */
  end: Instant;
  at: Instant;
}

/** What will happen to the loan by itself, soonest first. What has struck is not planned again. */
export function plan(view: LoanView, terms: Terms): PlannedEvent[] {
  return counted(view, terms)
    .map((event) => told(event, view, terms))
    .sort((one, other) => order(one.at, other.at) || order(one.id, other.id));
}

/** When the loan's next clock strikes: what a person holds is not waited for. Cheap: it is asked at each commit. */
export function nextClockAt(view: LoanView, terms: Terms): Instant | undefined {
  let next: Instant | undefined;
  for (const { at, cause } of counted(view, terms))
    if ((next === undefined || at < next) && heldSince(view.record, cause.id) === undefined) next = at;
  return next;
}

/** Whether anything is planned that staff could hold. Cheap: it is asked each time that somebody looks at a loan. */
export function isAnyFree(view: LoanView, terms: Terms): boolean {
  const planning: Planning = { view, terms };
  for (const each of clockRules) {
    const [rule, clock] = each;
    if (!isHoldable(rule)) continue;
    for (const cause of clock.causes(view))
      if (heldSince(view.record, cause.id) === undefined && countedFrom(cause, each, planning) !== undefined)
        return true;
  }
  return false;
}

function isHoldable(rule: PlanRule): boolean {
  return rule !== PlanRule.HeldAct;
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function counted(view: LoanView, terms: Terms): Counted[] {
  const events: Counted[] = [];
  const planning: Planning = { view, terms };
  for (const each of clockRules) {
    const [, clock] = each;
    for (const cause of clock.causes(view)) {
      const event = countedFrom(cause, each, planning);
      if (event !== undefined) events.push(event);
    }
  }
  return events;
}

/** Nothing where it has struck already, or nothing is planned of it. */
function countedFrom(
  cause: Cause,
  [rule, clock]: readonly [PlanRule, ClockRule],
  planning: Planning,
): Counted | undefined {
  const { view, terms } = planning;
  if (view.record.struck[cause.id] !== undefined) return undefined;
  const span = clock.span(cause, terms.policy, view);
  if (span === OFF) return undefined;
  const end = addSpan(cause.from, span, terms.calendars[cause.whose]);
  const at = clock.strikesAt === undefined ? end : clock.strikesAt(end, cause, planning);
  return at === undefined ? undefined : { rule, clock, cause, span, end, at };
}

function told(event: Counted, view: LoanView, terms: Terms): PlannedEvent {
  const { rule, clock, cause, span, end, at } = event;
  const { id, subject, whose, from } = cause;
  const isCounted = countOf(span) !== 0;
  return present({
    id,
    at,
    rule,
    subject,
    whose,
    text: clock.text(cause, view),
    because: clock.because?.(cause, end, view) ?? becauseOf(clock.since(cause, view), span),
    from: isCounted ? from : undefined,
    ...(isCounted ? daysOf(cause, at, terms) : {}),
    holdable: isHoldable(rule),
    heldAt: heldSince(view.record, id),
    pausedFrom: clock.pauses === true && end < at ? end : undefined,
  });
}

function countOf(span: SpanText | Span): number {
  return typeof span === 'object' ? span.count : spanOf(span).count;
}

function becauseOf(since: string, span: SpanText | Span): string {
  if (typeof span === 'object' || countOf(span) === 0) return `${since}.`;
  return countOf(span) < 0 ? `${since}, ${spanInWords(span)} ahead.` : `${since} ${spanInWords(span)} later.`;
}

/** The working days that are counted, and the runs of days left out: what the clock's face shows. */
function daysOf(
  { from, whose }: Cause,
  at: Instant,
  { calendars }: Terms,
): Pick<PlannedEvent, 'days'> & { closed: readonly string[] | undefined } {
  const [first, last] = from < at ? [from, at] : [at, from];
  const closed = closedBetween(first, last, calendars[whose]);
  return {
    days: openDaysBetween(first, last, calendars[whose]),
    closed: closed.length === 0 ? undefined : closed,
  };
}
