import { withId } from '../by-id.js';
import type { Request, RequestingAgencyMessage } from '../../iso18626/index.js';
import { nowOf } from '../case.js';
import { received } from '../happened.js';
import type { Happening, Reaction } from '../happening.js';
import type { Heard } from '../receive/supplier/supplier-effects.js';
import type { Instant, SupplierTransaction } from '../model/transaction.js';
import { acceptsInWords, acceptsTheseTerms } from './answer-words.js';
import { compareCosts } from './costs.js';
import { isOpenOffer, OfferPractice, type Offer, type OfferRemark, type OfferState } from './offer.js';
import { answered, settlingOffers, withAnswered } from './settle-offer.js';

/** A requester's message with what it answers to our open offer. Source: iso18626.md 3.10. */
export function withAnswerHeard(reaction: Reaction, heard: Heard): Reaction {
  if (!reaction.confirmation.ok) return reaction;
  const { c } = heard;
  const at = nowOf(c.ctx);
  const state = answerIn(heard);
  const { happenings } = reaction;
  if (state === undefined) return { ...reaction, happenings: settlingOffers(happenings, at) };
  const told = withAnswer(happenings, heard, { state, at });
  return { ...reaction, happenings: settlingOffers(told, at) };
}

function answerIn({ c, message }: Heard): 'accepted' | 'declined' | undefined {
  const { offer } = c.state;
  if (!isOpenOffer(offer) || offer.by !== 'us' || message.kind === 'request') return undefined;
  return answerByProfile(c.ctx.offerRemarks ?? []) ?? answerInStandard(message, offer);
}

function answerByProfile(remarks: readonly OfferRemark[]): 'accepted' | 'declined' | undefined {
  if (remarks.includes('accepted')) return 'accepted';
  return remarks.includes('refused') ? 'declined' : undefined;
}

function answerInStandard(
  { action, note }: RequestingAgencyMessage,
  { practice, terms }: Offer,
): 'accepted' | 'declined' | undefined {
  if (action === 'Cancel') return practice === OfferPractice.Retry ? undefined : 'declined';
  const isAccepted = action === 'Notification' && acceptsInWords(note) && acceptsTheseTerms(note, terms);
  return isAccepted ? 'accepted' : undefined;
}

const sentences = {
  accepted: 'The requester accepts our conditions.',
  declined: 'The requester does not accept our conditions.',
} as const;

function withAnswer(
  happenings: readonly Happening[],
  heard: Heard,
  answer: { state: 'accepted' | 'declined'; at: Instant },
): Happening[] {
  const { c } = heard;
  const because = sentences[answer.state];
  const [first = received(heard.message, { because }), ...rest] = happenings;
  const known = first.transactions?.[c.transaction];
  const base = known?.role === 'supplier' ? known : c.state;
  return [
    {
      ...first,
      because,
      transactions: withId(first.transactions, c.transaction, withAnswerOf(base, answer)),
      event: { type: 'needs-attention', text: because },
    },
    ...rest,
  ];
}

function withAnswerOf(
  state: SupplierTransaction,
  { state: to, at }: { state: OfferState; at: Instant },
): SupplierTransaction {
  return state.offer === undefined
    ? state
    : withAnswered(state, answered(state.offer, { state: to, by: 'peer', at }));
}

/** The transaction that a Retry asks again: linked, and its offer answered by what the new request takes. Source: iso18626.md 7.4 nr. 58. */
export function retriedBy(
  before: SupplierTransaction,
  retry: { transaction: string; message: Request; at: Instant },
): SupplierTransaction {
  const { transaction, message, at } = retry;
  const linked: SupplierTransaction = { ...before, retriedAs: transaction };
  const { offer } = linked;
  if (!isOpenOffer(offer)) return linked;
  const state = takes(message, offer) ? ('accepted' as const) : ('declined' as const);
  return withAnswered(linked, answered(offer, { state, by: 'peer', at }));
}

/** Whether a new request takes what was offered: every condition, and a maximum that covers the price. */
function takes({ serviceInfo, billingInfo }: Request, { terms }: Offer): boolean {
  const taken = new Set((serviceInfo?.loanCondition ?? []).map(({ value }) => value.trim().toLowerCase()));
  const maximum = billingInfo?.maximumCosts;
  const { loanCondition = [], offeredCosts = [] } = terms;
  const isAgreed = loanCondition.every(({ value }) => taken.has(value.trim().toLowerCase()));
  const isPaid =
    offeredCosts.length === 0 ||
    maximum === undefined ||
    offeredCosts.some((costs) => ['less', 'equal'].includes(compareCosts(costs, maximum)));
  return isAgreed && isPaid;
}
