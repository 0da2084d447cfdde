import { PlanRule, type ClockRule } from '../planned.js';
import { morningOf } from '../../notices/follow-up.js';
import { dayOf } from './cause-of.js';

/** The day has come on which staff wanted to ask again; the next call with the same party ends it. Source: practice.md 2.5. */
const followUp: ClockRule = {
  causes: ({ record }) =>
    Object.entries(record.followUps ?? {}).map(([id, { at }]) => ({
      id: `${PlanRule.FollowUp}:${id}`,
      subject: id,
      from: morningOf(at),
      whose: 'ours' as const,
    })),
  span: () => ({ count: 0, unit: 'd' }),
  text: () => 'The day to ask again.',
  since: ({ subject }, { record }) =>
    `At a call on ${dayOf(record.followUps?.[subject]?.madeAt ?? '')} staff wanted to ask again on this day`,
  flag: 'follow-up',
};

export const followUpRules = { 'follow-up': followUp } as const satisfies Partial<
  Record<PlanRule, ClockRule>
>;
