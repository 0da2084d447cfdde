import type { AgencyId, ServiceType } from '../../iso18626/index.js';
import type { Instant } from './instant.js';
import type { InSync } from '../in-sync/in-sync.js';
import type { Offer, OfferTerms } from '../offers/offer.js';
import type { RequesterState, Role, SupplierState } from './states.js';
import type { Volumes } from './volumes.js';

export type { Instant };

interface TransactionFacts {
  loan: string;
  /** The peer system that messages of this transaction go to and come from. */
  peer: string;
  edition: string;
  /** As the two sides write them on the wire: the alias and the spelling of the request. */
  requestingAgencyId: AgencyId;
  supplyingAgencyId: AgencyId;
  /** Folded keys of the two agencies (iso18626 `agencyKey` of the directory's own id). */
  requestingKey: string;
  supplyingKey: string;
  requestingAgencyRequestId: string;
  supplyingAgencyRequestId?: string;
  /** Missing where a 2017 peer left serviceInfo out. */
  serviceType?: ServiceType;
  /** What the first of Loaned and CopyCompleted made of it (iso18626.md 3.2). */
  mode?: 'Loan' | 'Copy';
  openedAt: Instant;
  closedAt?: Instant;
  /** When the supplier confirmed our Request: its time to answer begins. */
  askedAt?: Instant;
  /** Header time stamp of our newest message, in whole seconds as sent; the next one is later by a second at least (architecture §3). */
  lastSentAt?: Instant;
  /** `lastChange` of the newest status: sent by us as supplier, applied by us as requester. */
  lastChange?: Instant;
  dueDate?: Instant;
  expectedDeliveryDate?: Instant;
  /** Flags beside the state, each the time at which it was raised. */
  cancelPending?: Instant;
  renewPending?: Instant;
  /** Nobody answered our Renew, and it counts as granted: the next answer may still be to it. */
  renewalAssumed?: Instant;
  received?: Instant;
  receivedHeldBack?: Instant;
  returnShipped?: Instant;
  lostReported?: Instant;
  damageReported?: Instant;
  overdueWhileReturning?: Instant;
  conditionPending?: Instant;
  requesterHold?: Instant;
  /** The requester has sent it on to another library instead of back. */
  forwarded?: Instant;
  /** The library that the item goes on to, where the loan named another than the supplier to return it to. */
  forwardTo?: AgencyId;
  /** When the supplier was last reminded of a request that it has not answered. */
  remindedAt?: Instant;
  /** Where each of several volumes is; missing where the loan is one item. */
  volumes?: Volumes;
  /** How often the loan was renewed. */
  renewals?: number;
  /** The newest offer of the supplier, on either side, and what became of it. */
  offer?: Offer;
  /** A retry's chain, both ways: the transaction that this one asks again, and the one that asks this one again. */
  previous?: string;
  retriedAs?: string;
  /** What a retry was agreed on, over what the loan record asks. */
  agreed?: OfferTerms;
  /** When we gave up waiting and asked to cancel: once it is cancelled, the next supplier is asked. */
  expiredAt?: Instant;
  /** The other side's newest sign of life since the loan became overdue. */
  heardAt?: Instant;
  /** The running number of the peer's newest message, where it numbers them. Source: iso18626.md 4.6 nr 5. */
  theirSequence?: number;
  /** Whether both sides agree how it stands, as far as anything has shown it. */
  inSync?: InSync;
  /** What staff should know and nothing else says, by a short key: a sentence and since when. */
  anomalies?: Record<string, { text: string; at: Instant }>;
}

/** One loan or copy asked of one supplier, seen from our side. */
export type RequesterTransaction = TransactionFacts & { role: typeof Role.Requester; state: RequesterState };
export type SupplierTransaction = TransactionFacts & {
  role: typeof Role.Supplier;
  state: SupplierState;
  /** What the loan goes back to when a hold on its return is released. Source: iso18626.md 3.1. */
  heldFrom?: 'Loaned' | 'Overdue' | 'Recalled';
  /** What the due date is again when a recall is withdrawn. */
  dueBeforeRecall?: Instant;
  /** True once a RequestResponse has been owed: the first status that we tell is one, the later ones are StatusChanges. */
  answered?: boolean;
};
export type Transaction = RequesterTransaction | SupplierTransaction;
