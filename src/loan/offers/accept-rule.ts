import type { Costs } from '../../iso18626/index.js';
import { millisecondsOf } from '../compose/timestamps.js';
import type { Instant } from '../model/instant.js';
import type { LoanRecord } from '../model/loan-record.js';
import { compareCosts, costsText } from './costs.js';
import { differenceOf, OfferField, type TermDifference } from './difference.js';
import { OfferPractice, type Offer, type OfferTerms } from './offer.js';

/** What of a supplier's offers is accepted without asking staff. A root aggregate: each change is an entry. */
export interface AcceptRule {
  kind: 'accept-offer';
  /** What staff call it; it stands in entries. */
  name: string;
  /** Codes that may be among the conditions; an offer that names any other is for staff. */
  conditions: readonly string[];
  /** The most that it may cost; without it no price beyond what the request pays at most. */
  upTo?: Costs;
  /** Ids of peers; missing means all. */
  peers?: readonly string[];
  /** Keys of our agencies; missing means all. */
  agencies?: readonly string[];
  createdAt: Instant;
  removedAt?: Instant;
}

/** An offer as a rule is held against it. */
export interface OfferAtHand {
  offer: Offer;
  record: LoanRecord;
  peer: string;
  now: Instant;
}

export type RuleVerdict =
  { accepts: true; terms: OfferTerms; because: string } | { accepts: false; because: string };

/** The first rule that accepts an offer, with its id and why; undefined where staff decide. */
export function acceptingRule(
  rules: ReadonlyMap<string, AcceptRule>,
  at: OfferAtHand,
): { id: string; rule: AcceptRule; terms: OfferTerms; because: string } | undefined {
  for (const [id, rule] of rules) {
    const verdict = holdAgainst(rule, at);
    if (verdict.accepts) return { id, rule, terms: verdict.terms, because: verdict.because };
  }
  return undefined;
}

/** Whether a rule accepts an offer, and why not. Prices of another currency are never compared: staff decide. */
export function holdAgainst(rule: AcceptRule, at: OfferAtHand): RuleVerdict {
  const { offer, record } = at;
  const whyNot = notMeant(rule, at) ?? notYet(at);
  if (whyNot !== undefined) return { accepts: false, because: whyNot };
  const differences = differenceOf(record, offer.terms);
  const agreeable = differences.filter(({ field }) => !times.has(field));
  if (agreeable.length === 0) return { accepts: false, because: 'It names nothing that could be agreed to.' };
  const against = agreeable.map((difference) => objection(rule, difference)).find(Boolean);
  if (against !== undefined) return { accepts: false, because: against };
  const terms = pricedBy(rule, at);
  if (terms === undefined)
    return { accepts: false, because: 'No price of it is within the limit, in its currency.' };
  return { accepts: true, terms, because: `The rule “${rule.name}” accepts it: ${ruleInWords(rule)}.` };
}

const times: ReadonlySet<OfferField> = new Set([OfferField.RetryAfter, OfferField.RetryBefore]);

function notMeant({ removedAt, peers, agencies }: AcceptRule, at: OfferAtHand): string | undefined {
  if (removedAt !== undefined) return 'The rule was removed.';
  if (peers !== undefined && !peers.includes(at.peer)) return 'The rule is not for this peer.';
  return agencies !== undefined && !agencies.includes(at.record.agency)
    ? 'The rule is not for this library.'
    : undefined;
}

function notYet({ offer: { practice, terms }, now }: OfferAtHand): string | undefined {
  if (practice !== OfferPractice.Retry) return undefined;
  const { retryAfter, retryBefore } = terms;
  const at = millisecondsOf(now);
  if (retryAfter !== undefined && millisecondsOf(retryAfter) > at) return 'It may not be asked again yet.';
  return retryBefore !== undefined && millisecondsOf(retryBefore) < at ? 'Its time is over.' : undefined;
}

/** Why a field of the offer is not for this rule; prices are looked at apart. */
function objection(rule: AcceptRule, { field, offered, verdict }: TermDifference): string | undefined {
  if (field === OfferField.Costs || verdict === 'same' || verdict === 'within') return undefined;
  if (field !== OfferField.LoanCondition) return `It offers another ${field}: staff decide.`;
  const allowed = new Set(rule.conditions.map(folded));
  const other = offered.find((condition) => !allowed.has(folded(condition)));
  return other === undefined ? undefined : `The rule does not accept ${other}.`;
}

/**
 * The terms with the one price that is taken; undefined where none is within the limit. Of several in its currency each
 * has to be, and the dearest counts: nobody knows whether they are a choice or come together.
 */
function pricedBy({ upTo }: AcceptRule, { offer, record }: OfferAtHand): OfferTerms | undefined {
  const costs = offer.terms.offeredCosts ?? [];
  if (costs.length === 0) return offer.terms;
  const limit = upTo ?? record.billingInfo?.maximumCosts;
  if (limit === undefined) return undefined;
  const [first, ...others] = costs.filter((one) => compareCosts(one, limit) !== 'other-currency');
  if (first === undefined) return undefined;
  const taken = others.reduce((most, one) => (compareCosts(one, most) === 'more' ? one : most), first);
  const isWithin = [first, ...others].every((one) => ['less', 'equal'].includes(compareCosts(one, limit)));
  return isWithin ? { ...offer.terms, offeredCosts: [taken] } : undefined;
}

/** `LibraryUseOnly, up to 10.00 EUR, from south`. */
export function ruleInWords({ conditions, upTo, peers }: AcceptRule): string {
  return [
    conditions.length === 0 ? 'no conditions' : conditions.join(' or '),
    upTo === undefined ? 'no more than the request pays' : `up to ${costsText(upTo)}`,
    peers === undefined ? 'from anybody' : `from ${peers.join(', ')}`,
  ].join(', ');
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
