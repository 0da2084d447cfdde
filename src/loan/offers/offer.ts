import type { RetryInfo } from '../../iso18626/index.js';
import type { Instant } from '../model/instant.js';

/**
 * How conditions are named and answered between two systems. `retry`: RetryPossible with retryInfo, answered by a new
 * request. `will-supply`: beside WillSupply, answered in words or by a Cancel. `markers`: by markers in notes.
 * `accept-reject`: in words, answered by a note that says only ACCEPT or REJECT. Source: iso18626.md 3.10.
 */
export const OfferPractice = {
  Retry: 'retry',
  WillSupply: 'will-supply',
  Markers: 'markers',
  AcceptReject: 'accept-reject',
} as const;
export type OfferPractice = (typeof OfferPractice)[keyof typeof OfferPractice];

/** What a supplier offers in the place of what was asked: the standard's elements, whatever message said them. */
export interface OfferTerms extends RetryInfo {
  /** Back by then; no element of an offer has it, so a line of the note says it. */
  dueDate?: Instant;
}

export const OfferState = {
  Open: 'open',
  Accepted: 'accepted',
  Declined: 'declined',
  Lapsed: 'lapsed',
} as const;
export type OfferState = (typeof OfferState)[keyof typeof OfferState];

/** Who or what gave the answer. `supplied`: the item went on its way, which counts as accepted. */
export type OfferAnswerer = 'us' | 'peer' | 'rule' | 'clock' | 'supplied' | 'assumed' | 'ended';

/** The newest offer in a transaction. Open facts only: a condition that is no code reads as `other`. */
export interface Offer {
  by: 'us' | 'peer';
  practice: OfferPractice;
  at: Instant;
  /** When it lapses: the supplier's own word, else the policy's. */
  answerBy: Instant;
  state: OfferState;
  /** Why it may be asked again: a code of reasonRetry. */
  reason?: string;
  terms: OfferTerms;
  answeredAt?: Instant;
  answeredBy?: OfferAnswerer;
  /** The rule that accepted it. */
  rule?: string;
}

/** An offer that waits for its answer. */
export function isOpenOffer(offer: Offer | undefined): offer is Offer {
  return offer?.state === OfferState.Open;
}

/** An offer that we did not take, by a person's word or because nobody took it in time. */
export function isDeclined(offer: Offer | undefined): boolean {
  return offer?.state === OfferState.Declined || offer?.state === OfferState.Lapsed;
}

/** Which practice holds with a peer where its profile names none. */
export function usualPractice(edition: string): OfferPractice {
  return edition.startsWith('2021') ? OfferPractice.Retry : OfferPractice.WillSupply;
}

/** What a peer's note says of an offer, as its profile reads it. */
export type OfferRemark = 'added' | 'waits' | 'assumed' | 'accepted' | 'refused';
