import { allById } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { millisecondsOf } from '../../compose/timestamps.js';
import type { RuleContext } from '../../context.js';
import { happened, type Change } from '../../happened.js';
import { HappeningKind, type Happening, type LoanEvent, type LoanView } from '../../happening.js';
import type { LoanRecord } from '../../model/loan-record.js';
import type { PlannedEvent } from '../planned.js';

/** A planned event whose time has come. */
export interface Striking {
  view: LoanView;
  planned: PlannedEvent;
  /** All that strikes with it: what was missed of one series while nobody looked is one. */
  together: readonly PlannedEvent[];
}

export type Strike = (striking: Striking, ctx: RuleContext) => Happening[];

const HOUR = 3_600_000;
/** Clocks run each second; a day's delay means that nobody ran them, or that a person held what they would have done. */
const LATE_AFTER_HOURS = 24;

/** Hours by which a strike comes too late; undefined where the clocks ran as they should. */
export function hoursLate({ at }: PlannedEvent, ctx: RuleContext): number | undefined {
  const hours = Math.floor((ctx.at.now.getTime() - millisecondsOf(at)) / HOUR);
  return hours >= LATE_AFTER_HOURS ? hours : undefined;
}

/** The entry of a strike, which says so where it comes late. */
export function struck(
  { view, planned, together }: Striking,
  change: Omit<Change, 'because'>,
  ctx: RuleContext,
): Happening {
  const late = hoursLate(planned, ctx);
  return happened(HappeningKind.Struck, {
    ...change,
    because: late === undefined ? planned.because : `${planned.because} ${lateText(planned, late)}`,
    record: withStruck(change.record ?? view.record, together, ctx),
    facts: {
      rule: planned.rule,
      ...change.facts,
      ...(late === undefined ? {} : { hoursLate: late }),
      ...(together.length > 1 ? { missed: together.length - 1 } : {}),
    },
    ...(change.event === undefined ? {} : { event: lateEvent(change.event, planned, late) }),
  });
}

/** An event that staff read says in its text that it comes late. */
function lateEvent(event: LoanEvent, planned: PlannedEvent, late: number | undefined): LoanEvent {
  if (late === undefined || event.text === undefined) return event;
  return { ...event, text: `${event.text} ${lateText(planned, late)}` };
}

/** Whatever kept it: clocks that did not run, or a person who held it. */
function lateText({ at }: PlannedEvent, hours: number): string {
  const days = Math.floor(hours / 24);
  return `(This was due on ${at.slice(0, 10)} and comes ${days === 1 ? 'a day' : `${days} days`} late.)`;
}

function withStruck(record: LoanRecord, together: readonly PlannedEvent[], ctx: RuleContext): LoanRecord {
  const at = nowOf(ctx);
  const ids = together.map(({ id }) => [id, at] as const);
  return { ...record, struck: allById([...Object.entries(record.struck), ...ids]) };
}

/** A strike that does nothing but tell staff what to do. */
export function advise(text: string | ((striking: Striking) => string)): Strike {
  return (striking, ctx) => [
    struck(
      striking,
      { event: { type: 'needs-attention', text: typeof text === 'string' ? text : text(striking) } },
      ctx,
    ),
  ];
}
