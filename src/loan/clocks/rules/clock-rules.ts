import type { ClockRule, PlanRule } from '../planned.js';
import { agreedRules } from './agreed-times.js';
import { answerRules } from './answers.js';
import { damageRules } from './damage.js';
import { followUpRules } from './follow-up.js';
import { overdueRules } from './overdue.js';
import { parcelRules } from './parcels.js';
import { returnRules } from './returned.js';

/** Each clock of the house, by its name: one that is missing does not compile. Source: practice.md 5.3. */
const byName: Readonly<Record<PlanRule, ClockRule | readonly ClockRule[]>> = {
  ...answerRules,
  ...parcelRules,
  ...overdueRules,
  ...returnRules,
  ...damageRules,
  ...followUpRules,
  ...agreedRules,
};

/** All rules in a row: what plan goes through. */
export const clockRules: readonly (readonly [PlanRule, ClockRule])[] = Object.entries(byName).flatMap(
  ([name, rules]) =>
    (Array.isArray(rules) ? (rules as readonly ClockRule[]) : [rules as ClockRule]).map(
      (rule) => [name as PlanRule, inOneShape(rule)] as const,
    ),
);

/** They are gone through at each commit: objects of many shapes are read slowly. */
function inOneShape({ causes, span, strikesAt, text, since, because, pauses, flag }: ClockRule): {
  [Name in keyof Required<ClockRule>]: ClockRule[Name];
} {
  return { causes, span, strikesAt, text, since, because, pauses, flag };
}

/** Those after which staff must look at the loan. */
export const flaggingRules = clockRules.filter(([, { flag }]) => flag !== undefined);
