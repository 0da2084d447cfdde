import type { AgencyId } from '../../iso18626/index.js';
import type { Instant } from '../model/transaction.js';
import { amountText, isMore } from './amounts.js';
import type { RotaFacts, RotaReason, RotaWhy } from './because.js';
import { isLong } from './closures.js';
import type { Holding } from './holding.js';
import { scoreOf, type Score } from './score.js';
import type { Candidate, RotaWeights, RotaWish } from './supplier-facts.js';

/** Why a supplier stands where it stands: its points, and what sets it before or behind them. Kept with the request. */
export interface RotaPlace {
  total: number;
  parts: Score['parts'];
  remark?: RotaReason;
}

/** One supplier, chosen in its place or skipped. */
export interface RotaLine extends RotaPlace {
  agency: string;
  agencyId: AgencyId;
  isSkipped: boolean;
}

/**
 * All candidates in the order in which they are asked, those that are skipped at the end: first the open ones by their
 * points, then the closed ones, then the last resorts. Same candidates, same order.
 */
export function rota(candidates: readonly Candidate[], wish: RotaWish, weights: RotaWeights): RotaLine[] {
  return candidates
    .map((candidate) => placed(candidate, wish, weights))
    .sort(
      (one, other) =>
        one.tier - other.tier ||
        other.line.total - one.line.total ||
        (one.line.agency < other.line.agency ? -1 : 1),
    )
    .map(({ line }) => line);
}

const Tier = { Open: 0, Closed: 1, LastResort: 2, Skipped: 3 } as const;

function placed(
  candidate: Candidate,
  wish: RotaWish,
  weights: RotaWeights,
): { tier: number; line: RotaLine } {
  const { agency, agencyId } = candidate;
  const skipped = whySkipped(candidate, wish);
  const behind = skipped === undefined ? whyBehind(candidate, wish) : undefined;
  const remark = skipped ?? behind?.reason;
  return {
    tier: skipped === undefined ? (behind?.tier ?? Tier.Open) : Tier.Skipped,
    line: {
      agency,
      agencyId,
      isSkipped: skipped !== undefined,
      ...scoreOf(candidate, wish, weights),
      ...(remark === undefined ? {} : { remark }),
    },
  };
}

function reason(why: RotaWhy, facts?: RotaFacts): RotaReason {
  return facts === undefined ? { why } : { why, facts };
}

/** The first reason against asking it at all. */
function whySkipped(candidate: Candidate, wish: RotaWish): RotaReason | undefined {
  if (candidate.isOurs) return reason('ours');
  if (!candidate.isReachable) return reason('no-peer');
  return unlent(candidate.holdings, wish) ?? tooDear(candidate, wish) ?? tooLate(candidate, wish);
}

/** Where every copy that it has is given away in other ways than the one that is wanted. */
function unlent(holdings: readonly Holding[], { serviceType }: RotaWish): RotaReason | undefined {
  if (holdings.length === 0) return undefined;
  const ways = new Set(holdings.map(({ lends }) => lends));
  const only = (...these: Holding['lends'][]): boolean => [...ways].every((way) => these.includes(way));
  if (only('neither')) return reason('lends-nothing');
  if (serviceType === 'Loan' && only('copy', 'neither')) return reason('copies-only');
  return serviceType === 'Copy' && only('loan', 'neither') ? reason('loans-only') : undefined;
}

function tooDear({ facts: { cost } }: Candidate, { maximumCost }: RotaWish): RotaReason | undefined {
  if (cost === undefined || maximumCost === undefined || isMore(cost, maximumCost) !== true) return undefined;
  return reason('too-dear', { cost: amountText(cost), maximum: amountText(maximumCost) });
}

function tooLate({ closedUntil }: Candidate, { needBefore }: RotaWish): RotaReason | undefined {
  if (closedUntil === undefined || needBefore === undefined || closedUntil < needBefore) return undefined;
  return reason('opens-too-late', { until: day(closedUntil), needed: day(needBefore) });
}

function whyBehind(
  { facts, closedUntil }: Candidate,
  { now }: RotaWish,
): { tier: number; reason: RotaReason } | undefined {
  if (facts.lastResort === true) return { tier: Tier.LastResort, reason: reason('last-resort') };
  if (closedUntil === undefined || !isLong(closedUntil, new Date(now))) return undefined;
  return { tier: Tier.Closed, reason: reason('closed', { until: day(closedUntil) }) };
}

function day(instant: Instant): string {
  return instant.slice(0, 10);
}
