import type { LoanView } from '../../happening.js';
import type { Policy } from '../../policy.js';
import { openReports } from '../../model/reports.js';
import type { Instant } from '../../model/transaction.js';
import { newest } from '../../model/newest.js';
import { addSpan } from '../calendar.js';
import { PlanRule, type Cause, type ClockRule } from '../planned.js';
import { conditionsBy } from '../../conditions/condition-given.js';
import { OFF, type SpanText } from '../span.js';
import { dayOf, none } from './cause-of.js';

const undecided: ClockRule = {
  causes: ({ record }) =>
    openReports(record, 'damaged').map(([id, report]) => ({
      id: `${PlanRule.DamageUndecided}:${id}`,
      subject: id,
      from: report.at,
      whose: 'ours' as const,
    })),
  span: (_cause, { damage }) => damage.decideWithin,
  text: () => 'The damage report needs a decision.',
  since: ({ from }) => `Reported on ${dayOf(from)} and not decided`,
};

/** When the item was seen by whoever may report damage of it: on arrival there, or when it was checked in here. */
function seenAt(view: LoanView): Instant | undefined {
  const state = newest(view);
  if (state === undefined) return undefined;
  return state.role === 'requester' ? state.received : (state.closedAt ?? undefined);
}

function windowOf({ claim }: Policy, { record }: LoanView): SpanText {
  return record.role === 'requester' ? claim.damageReport.arrived : claim.damageReport.checkedIn;
}

/** Damage that is known, and not settled, while the days in which it can be claimed run out. */
const closing: ClockRule = {
  causes(view) {
    const from = seenAt(view);
    if (from === undefined || openReports(view.record, 'damaged').length === 0) return none;
    const hasClaim = [...view.claims.values()].some(({ transaction }) => transaction === view.record.current);
    const subject = view.record.current ?? '';
    const cause: Cause = { id: `${PlanRule.DamageWindow}:${subject}:${from}`, subject, from, whose: 'ours' };
    return hasClaim ? none : [cause];
  },
  span: (_cause, policy, view) => windowOf(policy, view),
  // A working day before it closes there is still time to do something.
  strikesAt: (end, cause, { terms }) => addSpan(end, { count: -1, unit: 'wd' }, terms.calendars[cause.whose]),
  text: (_cause, { record }) =>
    record.role === 'requester'
      ? 'The days in which damage on arrival can be reported run out.'
      : 'The days in which damage can be claimed run out.',
  since: ({ from }, { record }) =>
    record.role === 'requester'
      ? `Arrived on ${dayOf(from)} and the damage not settled`
      : `Checked in on ${dayOf(from)} and the damage not settled`,
};

/** Damage that we have reported without a picture of it, while it can still be shown. */
const photos: ClockRule = {
  causes: ({ record }) => {
    const hasPhotos = conditionsBy(record, 'us').some(([, report]) => report.photos !== undefined);
    if (hasPhotos) return none;
    return openReports(record, 'damaged')
      .filter(([, { by }]) => by === 'us')
      .map(([id, report]) => ({
        id: `${PlanRule.DamagePhotos}:${id}`,
        subject: id,
        from: report.at,
        whose: 'ours' as const,
      }));
  },
  span: (_cause, { claim }) => (claim.damageReport.photosRequired ? '1wd' : OFF),
  // When the window is over nobody can ask for them any more.
  strikesAt(end, { whose }, { view, terms }) {
    const from = seenAt(view);
    if (from === undefined) return end;
    const closesAt = addSpan(from, windowOf(terms.policy, view), terms.calendars[whose]);
    return end <= closesAt ? end : undefined;
  },
  text: () => 'Photos of the damage are asked for.',
  since: ({ from }) => `Reported on ${dayOf(from)} without a photo`,
  flag: 'photos-wanted',
};

/** Damage that waits for a decision. Source: practice.md 5.3 (claim.damageReport). */
export const damageRules = {
  'damage-undecided': undecided,
  'damage-window': closing,
  'damage-photos': photos,
} as const satisfies Partial<Record<PlanRule, ClockRule>>;
