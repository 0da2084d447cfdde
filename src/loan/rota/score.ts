import { amountText, isNothing, shareOf } from './amounts.js';
import type { RotaFacts, RotaReason, RotaWhy } from './because.js';
import type { Candidate, RotaRule, RotaWeights, RotaWish } from './supplier-facts.js';
import { rotaRules } from './supplier-facts.js';

/** What one rule gives a supplier, of how many points at most, and why. */
export interface RotaPart extends RotaReason {
  points: number;
  most: number;
}

export interface Score {
  total: number;
  parts: Record<RotaRule, RotaPart>;
}

/** A rule's judgement from 0 to 1. */
interface Judged extends RotaReason {
  value: number;
}

/** What is not known counts half: it speaks neither for nor against. */
const NOT_KNOWN = 0.5;

/** Hours within which sending counts as at once, and after which it counts for nothing: a day, ten days. */
const AT_ONCE_HOURS = 24;
const SLOW_HOURS = 240;

/** So many open requests there halve what the load gives. */
const HALF_LOAD = 5;

/** The points of one supplier by each rule. */
export function scoreOf(candidate: Candidate, wish: RotaWish, weights: RotaWeights): Score {
  const parts = Object.fromEntries(
    rotaRules.map((rule) => [rule, part(judges[rule](candidate, wish), weights[rule])]),
  ) as Record<RotaRule, RotaPart>;
  const total = rotaRules.reduce((sum, rule) => sum + parts[rule].points, 0);
  return { total: tenths(total), parts };
}

function part({ value, ...reason }: Judged, most: number): RotaPart {
  return { points: tenths(value * most), most, ...reason };
}

function tenths(points: number): number {
  return Math.round(points * 10) / 10;
}

function judged(value: number, why: RotaWhy, facts?: RotaFacts): Judged {
  return { value, why, ...(facts === undefined ? {} : { facts }) };
}

const judges: Record<RotaRule, (candidate: Candidate, wish: RotaWish) => Judged> = {
  holds: holdsIt,
  reciprocal: ({ facts }) =>
    facts.reciprocal === true ? judged(1, 'lends-in-return') : judged(0, 'no-agreement'),
  cost: costsWhat,
  closeness: ({ facts: { closeness } }) =>
    closeness === undefined
      ? judged(NOT_KNOWN, 'nearness-not-known')
      : judged(closeness, 'near', { percent: Math.round(closeness * 100) }),
  fillRate: suppliesOften,
  speed: suppliesFast,
  load: ({ history: { open } }) => judged(HALF_LOAD / (HALF_LOAD + open), 'open-there', { open }),
};

/** On the shelf counts whole, out counts little; held without a word about it stands between. */
function holdsIt({ holdings }: Candidate): Judged {
  const best = (['available', 'not-said', 'not-available'] as const)
    .map((availability) => holdings.find((one) => one.availability === availability))
    .find((holding) => holding !== undefined);
  if (best === undefined) return judged(0, 'not-listed');
  const facts = best.callNumber === undefined ? undefined : { callNumber: best.callNumber };
  if (best.availability === 'available') return judged(1, 'available-now', facts);
  return best.availability === 'not-available' ? judged(0.25, 'not-in', facts) : judged(0.75, 'held', facts);
}

function costsWhat({ facts: { cost } }: Candidate, { maximumCost }: RotaWish): Judged {
  if (cost === undefined) return judged(NOT_KNOWN, 'cost-not-known');
  if (isNothing(cost)) return judged(1, 'free');
  const asked = amountText(cost);
  if (maximumCost === undefined) return judged(0.25, 'asks', { cost: asked });
  const maximum = amountText(maximumCost);
  const share = shareOf(cost, maximumCost);
  return share === undefined
    ? judged(0.25, 'cost-not-compared', { cost: asked, maximum })
    : judged(1 - share, 'asks-up-to', { cost: asked, maximum });
}

/** One request each way is added, so that a single answer does not make all the difference. */
function suppliesOften({ history: { filled, unfilled } }: Candidate): Judged {
  const decided = filled + unfilled;
  return decided === 0
    ? judged(NOT_KNOWN, 'never-asked')
    : judged((filled + 1) / (decided + 2), 'supplied', { filled, decided });
}

function suppliesFast({ history: { medianHours } }: Candidate): Judged {
  if (medianHours === undefined) return judged(NOT_KNOWN, 'speed-not-known');
  const slow = (medianHours - AT_ONCE_HOURS) / (SLOW_HOURS - AT_ONCE_HOURS);
  return judged(1 - Math.min(1, Math.max(0, slow)), 'sends-after', { days: tenths(medianHours / 24) });
}
