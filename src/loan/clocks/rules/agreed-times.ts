import type { LoanView } from '../../happening.js';
import { PlanRule, type ClockRule } from '../planned.js';
import { dayOf, none } from './cause-of.js';

const NOW = { count: 0, unit: 'h' } as const;

/** A claim says itself until when its next step is awaited. */
const claimDue: ClockRule = {
  causes: (view) =>
    view.claims.size === 0
      ? none
      : [...view.claims].flatMap(([id, { dueAt }]) =>
          dueAt === undefined
            ? []
            : [
                {
                  id: `${PlanRule.ClaimDue}:${id}:${dueAt}`,
                  subject: id,
                  from: dueAt,
                  whose: 'ours' as const,
                },
              ],
        ),
  span: () => NOW,
  text: () => 'The next step of the claim is due.',
  since: ({ from }) => `Awaited until ${dayOf(from)}`,
  flag: 'claim-due',
};

function heldVerb({ record }: LoanView, id: string): string {
  return record.held[id]?.verb ?? '';
}

/** An act that can still be taken back. */
const heldAct: ClockRule = {
  causes: ({ record }) =>
    Object.entries(record.held).map(([id, { decideAt }]) => ({
      id: `${PlanRule.HeldAct}:${id}`,
      subject: id,
      from: decideAt,
      whose: 'ours' as const,
    })),
  span: () => NOW,
  text: ({ subject }, view) => `What staff asked for is done: ${heldVerb(view, subject)}.`,
  since: () => 'The time to take it back is over',
};

/** What has its time said with it. */
export const agreedRules = {
  'claim-due': claimDue,
  'held-act': heldAct,
} as const satisfies Partial<Record<PlanRule, ClockRule>>;
