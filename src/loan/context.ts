import type { AgencyId, ReturnInfo } from '../iso18626/index.js';
import type { LoanView, RuleMoment } from './happening.js';
import type { FileRules } from './conditions/condition-given.js';
import type { IntakeRules } from './holdups/intake-rules.js';
import type { SealedWish } from './model/loan-record.js';
import type { NoticeDesk } from './notices/notice-desk.js';
import type { Terms } from './policy.js';
import type { TransitTimes } from './shipments/band.js';
import type { AcceptRule } from './offers/accept-rule.js';
import type { OfferPractice, OfferRemark } from './offers/offer.js';
import type { SourcingRules } from './rota/supplier-facts.js';
import type { RequesterTransaction, SupplierTransaction } from './model/transaction.js';

/** How a supplier can be reached today, as the directory of peers knows it. */
export interface Reach {
  peer: string;
  edition: string;
  /** The supplier and we ourselves, as they are written on the wire to this peer. */
  agencyId: AgencyId;
  requestingAgencyId: AgencyId;
  /** Folded keys of the same two agencies. */
  supplyingKey: string;
  requestingKey: string;
  /** Whether patronInfo may be sent to this peer. */
  patronData: boolean;
}

/** What a rule may know beyond the loan itself. */
export interface RuleContext extends Terms {
  at: RuleMoment;
  /** By the key under which the loan record names the supplier; undefined where nobody can be reached. */
  reach(agency: string): Reach | undefined;
  /** Whether a library is closed at a moment, by its calendar; where nobody knows of one, it is open. */
  isClosed?: (agency: string, at: Date) => boolean;
  /** How suppliers are looked for; missing where no catalogue is known. */
  sourcing?: SourcingRules;
  /** The opened wish; missing on the supplying side, and once it is erased. */
  wish?: SealedWish;
  /** Where an item that we lend is sent back to, if elsewhere than to the supplying agency itself. */
  returnInfo?: ReturnInfo;
  /** Who acts, where a person does; whether they may approve, agree, waive and refund. Source: practice.md 6. */
  actor?: { id: string; decidesMoney: boolean };
  /** How long parcels to (`ours`) or from a peer took; undefined while too few have arrived. */
  transitTimes?(peer: string, ours: boolean): TransitTimes | undefined;
  /** What the house does about wishes that come in again, too often or too late; nothing where it is missing. */
  intake?: IntakeRules;
  /** What of suppliers' offers is accepted without asking staff, by the rule's id. */
  acceptRules?: ReadonlyMap<string, AcceptRule>;
  /** How a peer names conditions, as its profile says; the edition's own way where it says nothing. */
  practiceOf?(peer: string): OfferPractice | undefined;
  /** What the note of the message at hand says of an offer, as the peer's profile reads it. */
  offerRemarks?: readonly OfferRemark[];
  /** Ids of deliveries that are claimed: they may be on the wire although no attempt is counted yet. */
  inFlight?: ReadonlySet<string>;
  /** How many pictures and bytes a request may have; the house's own defaults where it is missing. */
  files?: FileRules;
  /** How people are written to; missing where the house sends no notices. */
  notices?: NoticeDesk;
}

/** One transaction of a loan. */
export interface Place {
  view: LoanView;
  transaction: string;
}

export interface SupplierCase extends Place {
  state: SupplierTransaction;
  ctx: RuleContext;
}

export interface RequesterCase extends Place {
  state: RequesterTransaction;
  ctx: RuleContext;
}
