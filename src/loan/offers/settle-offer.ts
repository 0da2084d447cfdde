import { allById } from '../by-id.js';
import type { Happening } from '../happening.js';
import { present, without } from '../present.js';
import type { TransactionStateName } from '../model/states.js';
import type { Instant, Transaction } from '../model/transaction.js';
import { isOpenOffer, type Offer, type OfferAnswerer, type OfferState } from './offer.js';

/** Where the item goes on its way, conditions count as accepted (iso18626.md 3.10); where the loan ends, they lapse. */
const settledBy: Partial<Record<TransactionStateName, { state: OfferState; answeredBy: OfferAnswerer }>> = {
  Loaned: { state: 'accepted', answeredBy: 'supplied' },
  Received: { state: 'accepted', answeredBy: 'supplied' },
  Overdue: { state: 'accepted', answeredBy: 'supplied' },
  Recalled: { state: 'accepted', answeredBy: 'supplied' },
  HoldReturn: { state: 'accepted', answeredBy: 'supplied' },
  ShippedReturn: { state: 'accepted', answeredBy: 'supplied' },
  CopyCompleted: { state: 'accepted', answeredBy: 'supplied' },
  LoanCompleted: { state: 'accepted', answeredBy: 'supplied' },
  CompletedWithoutReturn: { state: 'accepted', answeredBy: 'supplied' },
  Unfilled: { state: 'lapsed', answeredBy: 'ended' },
  Cancelled: { state: 'lapsed', answeredBy: 'ended' },
};

/** The offer after its answer. */
export function answered(
  offer: Offer,
  answer: { state: OfferState; by: OfferAnswerer; at: Instant; rule?: string },
): Offer {
  const { state, by, at, rule } = answer;
  return present({ ...offer, state, answeredAt: at, answeredBy: by, rule });
}

/** The transaction with its answered offer: nothing waits for an answer any more. */
export function withAnswered<T extends Transaction>(state: T, offer: Offer): T {
  return without({ ...state, offer }, 'conditionPending');
}

/** A transaction whose open offer the state itself has answered. */
export function withSettled<T extends Transaction>(state: T, at: Instant): T {
  const settled = settledBy[state.state];
  if (settled === undefined || !isOpenOffer(state.offer)) return state;
  return withAnswered(state, answered(state.offer, { ...settled, by: settled.answeredBy, at }));
}

/** Happenings after which no offer is left open that their states have answered. */
export function settlingOffers(happenings: readonly Happening[], at: Instant): Happening[] {
  return happenings.map((happening) => {
    const states = Object.entries(happening.transactions ?? {});
    if (!states.some(([, { offer }]) => isOpenOffer(offer))) return happening;
    const transactions = allById(states.map(([id, state]) => [id, withSettled(state, at)]));
    return { ...happening, transactions };
  });
}
