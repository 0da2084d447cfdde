import { NoteTail, noteTail, tailIn } from '../../iso18626/index.js';
import { compareCosts } from './costs.js';
import type { OfferTerms } from './offer.js';
import { termsInWords } from './say-offer.js';

/** Ends a note that accepts conditions in words, for a gateway to read, as the tails of iso18626.md 3.9 do for reports. */
export const acceptedTail = noteTail(NoteTail.ConditionsAccepted);

/** Whether a note accepts conditions: the tail has to end it, so that a quoted one does not count. */
export function acceptsInWords(note: string | undefined): boolean {
  return tailIn(note)?.name === NoteTail.ConditionsAccepted;
}

const acceptedTerms = /^We accept: (.+)\.$/m;
// Not within a number: of a run of digits each would begin one.
const price = /(?<![\d.])(\d{1,15}(?:\.\d{1,6})?) ([A-Z]{3})(?=,|$)/g;

/** What is accepted, as people read it; a gateway reads the price and the day. */
export function acceptedLine(terms: OfferTerms): string {
  return `We accept: ${termsInWords(terms)}.`;
}

/**
 * Whether a note accepts what is offered now: an answer that names another price or day was given to an offer before. One
 * that names nothing is taken at its word.
 */
export function acceptsTheseTerms(
  note: string | undefined,
  { offeredCosts = [], dueDate }: OfferTerms,
): boolean {
  const said = note === undefined ? undefined : acceptedTerms.exec(note)?.[1];
  if (said === undefined) return true;
  const prices = [...said.matchAll(price)].map(([, monetaryValue = '', value = '']) => ({
    monetaryValue,
    currencyCode: { value },
  }));
  const isOffered = prices.every((named) =>
    offeredCosts.some((costs) => compareCosts(costs, named) === 'equal'),
  );
  const day = /back by (\d{4}-\d\d-\d\d)/.exec(said)?.[1];
  return isOffered && prices.length > 0 === offeredCosts.length > 0 && day === dueDate?.slice(0, 10);
}
