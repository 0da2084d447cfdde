import { allById, withId } from '../by-id.js';
import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type LoanView } from '../happening.js';
import type { LoanRecord } from '../model/loan-record.js';
import { present } from '../present.js';
import { ActRefusal, type ActOf } from '../acts/act.js';
import { done, refused, type RecordRule } from '../acts/act-rule.js';
import { isOfLadder, LADDER } from './clock-holds.js';
import { isAnyFree, plan } from './plan.js';
import type { PlannedEvent } from './planned.js';

/**
 * Staff keep a planned event from striking, or the whole overdue ladder, until they let it go: by its id, `ladder`, or
 * the next one where they name none. Source: practice.md 5.3.
 */
export const holdClock: RecordRule<ActOf<'hold-clock'>> = {
  whyNot: (view, ctx) => (isAnyFree(view, ctx) ? undefined : ActRefusal.NothingPlanned),
  perform(view, ctx, { verb, clock }) {
    const events = free(view, ctx);
    const id = clock ?? events[0]?.id;
    const isThere =
      id === LADDER ? events.some((event) => isOfLadder(event.id)) : events.some((event) => event.id === id);
    if (id === undefined || !isThere) return refused(ActRefusal.ClockUnknown);
    const clockHolds = withId(view.record.clockHolds, id, nowOf(ctx));
    return done(
      happened(HappeningKind.Act, {
        because: id === LADDER ? 'Staff hold the overdue ladder.' : 'Staff hold what was planned.',
        record: { ...view.record, clockHolds },
        facts: { verb, clock: id },
      }),
    );
  },
};

/** Staff let go what they hold, all of it where they name nothing. What was due meanwhile strikes at once. */
export const releaseClock: RecordRule<ActOf<'release-clock'>> = {
  whyNot: ({ record }) =>
    Object.keys(record.clockHolds ?? {}).length === 0 ? ActRefusal.NothingHeld : undefined,
  perform({ record }, _ctx, { verb, clock }) {
    const { clockHolds = {} } = record;
    if (clock !== undefined && clockHolds[clock] === undefined) return refused(ActRefusal.ClockUnknown);
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff let go what they held.',
        record: letGo(record, clock),
        facts: present({ verb, clock }),
      }),
    );
  },
};

/** Of an open request, what can still be held. */
function free(view: LoanView, ctx: RuleContext): PlannedEvent[] {
  return plan(view, ctx).filter(({ holdable, heldAt }) => holdable && heldAt === undefined);
}

function letGo({ clockHolds, ...record }: LoanRecord, clock: string | undefined): LoanRecord {
  const left = Object.entries(clockHolds ?? {}).filter(([id]) => clock !== undefined && id !== clock);
  return left.length === 0 ? record : { ...record, clockHolds: allById(left) };
}
