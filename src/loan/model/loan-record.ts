import type {
  BibliographicInfo,
  PublicationInfo,
  ServiceInfo,
  BillingInfo,
  AgencyId,
} from '../../iso18626/index.js';
import type { Sourcing } from '../rota/holding.js';
import type { RotaPlace } from '../rota/rota.js';
import type { HoldupKind } from '../holdups/intake-rules.js';
import type { FollowUp } from '../notices/call.js';
import type { Role } from './states.js';
import type { Instant } from './transaction.js';

/** A supplier of the loan record's list and what became of asking it. */
export interface Supplier {
  agency: string;
  agencyId: AgencyId;
  transaction?: string;
  outcome?: 'asked' | 'unfilled' | 'rejected' | 'cancelled' | 'retry-possible' | 'supplied' | 'skipped';
  because?: string;
  /** Why it stands in its place, where the rules or a person put it there. */
  rota?: RotaPlace;
}

/** Something that a side has reported about the item; open until a person decides it. */
export interface Report {
  kind: 'lost' | 'damaged';
  by: 'us' | 'peer';
  at: Instant;
  decidedAt?: Instant;
  decision?: 'found' | 'written-off' | 'accepted' | 'waived';
}

/** When an item is looked at. */
export const ConditionMoment = {
  Shipped: 'shipped',
  Arrived: 'arrived',
  Returned: 'returned',
  CheckedIn: 'checked-in',
} as const;
export type ConditionMoment = (typeof ConditionMoment)[keyof typeof ConditionMoment];

export const ConditionMark = {
  Good: 'good',
  Worn: 'worn',
  Torn: 'torn',
  Wet: 'wet',
  Spine: 'spine',
  MissingPages: 'missing-pages',
  Annotations: 'annotations',
  Stained: 'stained',
} as const;
export type ConditionMark = (typeof ConditionMark)[keyof typeof ConditionMark];

/** A picture of the item, as it was kept: without what its maker wrote into it. Its bytes are sealed under its own id. */
export interface Photo {
  type: 'image/jpeg' | 'image/png' | 'image/webp';
  bytes: number;
  width: number;
  height: number;
  /** SHA-256 of the kept bytes, hex: an altered picture is told by it. */
  sha256: string;
}

/** How an item looked to one of the two sides. What was written in words is sealed. */
export interface ConditionReport {
  when: ConditionMoment;
  by: 'us' | 'peer';
  at: Instant;
  marks: readonly ConditionMark[];
  /** Id of the sealed text. */
  text?: string;
  /** Which of several volumes it is about. */
  itemId?: string;
  /** By photo id, which is that of the sealed bytes. */
  photos?: Record<string, Photo>;
  /** How many pictures the other side keeps with its own report. */
  photosThere?: number;
  /** Whether the other side has read of it. */
  told?: true;
}

/** A copy that was supplied as a file, as long as its link holds; what it was stays when it is gone. */
export interface Document {
  type: 'application/pdf' | Photo['type'];
  bytes: number;
  /** SHA-256 of the file, hex. */
  sha256: string;
  at: Instant;
  expiresAt: Instant;
  mostViews: number;
  /** How often it was fetched. */
  views: number;
  destroyedAt?: Instant;
}

/** Somebody has looked on our own shelves: the first thing to do before anybody says lost. Source: practice.md 5.4. */
export interface ShelfCheck {
  at: Instant;
  outcome: 'found' | 'not-found';
}

/**
 * The loan record: on the requesting side a library's wish with its suppliers in order and its transactions one after
 * another; on the supplying side what a peer asked of us (architecture 3.1). Holds no value that names a person: those
 * are sealed, and `sealedWish` names them.
 */
export interface LoanRecord {
  role: Role;
  /** Key of our own agency. */
  agency: string;
  phase: 'open' | 'closed' | 'withdrawn';
  createdAt: Instant;
  closedAt?: Instant;
  /** The library does not want it any more; the phase follows when the supplier has agreed or nobody is left to ask. */
  withdrawnAt?: Instant;
  /** The library's own id of the record (requesting side). */
  libraryId?: string;
  /** Commitment to the record as it was handed in: tells a repetition from a change. */
  content?: string;
  /** Which sealed value holds patron, pick-up and notes. */
  sealedWish?: string;
  bibliographicInfo: BibliographicInfo;
  publicationInfo?: PublicationInfo;
  /** Without its note. */
  serviceInfo?: Omit<ServiceInfo, 'note'>;
  billingInfo?: Pick<BillingInfo, 'maximumCosts' | 'paymentMethod' | 'billingMethod'>;
  /** Suppliers by their place in the order: '001', '002', … */
  suppliers: Record<string, Supplier>;
  /** The search for suppliers, where the library left it to us. */
  sourcing?: Sourcing;
  /** The newest transaction; only it may be open. */
  current?: string;
  /** By report id. */
  reports: Record<string, Report>;
  /** What has struck, by the planned event's id; a strike happens once. */
  struck: Record<string, Instant>;
  /** Since when a person holds a planned event, by its id, or the whole overdue ladder (`ladder`). */
  clockHolds?: Record<string, Instant>;
  /** Acts of staff that wait for their undo time, by act id. */
  held: Record<string, { verb: string; decideAt: Instant; heldAt: Instant; sealed: string; actor: string }>;
  /** The newest act that had been held and was not possible any more when its time came; until staff act again. */
  refusedAct?: { id: string; verb: string; heldAt: Instant; at: Instant; refusal: string };
  /** What came of looking on our own shelves for an item that is missing, by id. */
  shelfChecks?: Record<string, ShelfCheck>;
  /** It waits for a person before anybody is asked; why, by the kind of reason. */
  heldUp?: { at: Instant; reasons: Partial<Record<HoldupKind, { text: string; of?: string }>> };
  /** How the item looked when it was shipped, arrived, was returned or checked in, by id. */
  conditions?: Record<string, ConditionReport>;
  /** Copies that were supplied as files, by id. */
  documents?: Record<string, Document>;
  /** Days on which staff want to ask again, by the id of the call; until they have. */
  followUps?: Record<string, FollowUp>;
  /** Set when the clock has assumed that the item is lost. */
  assumedLostAt?: Instant;
}

/** The parts of a wish that name a person or may: sealed under the loan record's data key, in one value. */
export interface SealedWish {
  patron?: {
    reference?: string;
    surname?: string;
    givenName?: string;
    type?: string;
    email?: string;
    address?: SealedAddress;
    /** In which language they are written to, such as `sv`. */
    language?: string;
    /** How they want to hear of their loans; mail where there is an address for it. */
    notices?: 'mail' | 'letter' | 'none';
  };
  pickup?: { name?: string; address?: SealedAddress };
  serviceNote?: string;
  internalNote?: string;
}

export interface SealedAddress {
  line1?: string;
  line2?: string;
  locality?: string;
  postalCode?: string;
  region?: string;
  country?: string;
}
