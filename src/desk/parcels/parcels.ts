import type { Caller } from '../../access/index.js';
import type { ActAnswer, ParcelAnswer } from '../../exchange/index.js';
import type {
  CarrierEvent,
  ActRefusal,
  Instant,
  LoanView,
  Packing,
  ParcelAct,
  ParcelStep,
  ParcelVerb,
  Shipment,
  TransactionStateName,
  Verb,
} from '../../loan/index.js';

/** What staff and systems may ask about parcels. A caller's agencies bound it: parcels of others are not found. */
export interface ParcelDesk {
  /** Those that have not arrived, or that were posted in a period; the longest under way first. */
  list(asked: ParcelsAsked, by: Caller): Promise<{ items: ParcelView[]; next?: string }>;
  get(id: string, by: Caller): Promise<ParcelView | undefined>;
  /** Those of one loan, as this loan alone tells them; also of a loan as it was. */
  ofLoan(view: LoanView): ParcelView[];
  /** Parcels that go the same way and are under way too: it can be joined with them. */
  companions(parcel: ParcelView, by: Caller): Promise<ParcelView[]>;
  act(asked: { parcel: string; act: ParcelAct; idempotencyKey: string; by: Caller }): Promise<ParcelAnswer>;
  /** What a set of scanned codes means, in whichever order they came. Changes nothing. */
  read(codes: readonly ScannedCode[], by: Caller): Promise<ScanReading>;
  /** Does what the reading offers. The key makes each of its acts happen once. */
  scan(asked: ScanAsked, by: Caller): Promise<ScanDone>;
}

export interface ParcelsAsked {
  /** Posted by us, or coming in; missing means both. */
  way?: 'out' | 'in';
  peer?: string;
  /** Only what is late or lost. */
  isLate?: boolean;
  /** Instead of what is away: what was posted in this period, whatever has become of it. */
  sent?: { from: Instant; before: Instant };
  limit: number;
  after?: string;
}

export type ParcelState = 'under-way' | 'late' | 'delivered' | 'arrived' | 'lost';

export interface ParcelView extends Pick<Shipment, SeenOfShipment> {
  id: string;
  /** Posted by us, or coming in. */
  way: 'out' | 'in';
  state: ParcelState;
  /** What to do next, where it does not come by itself. */
  next?: ParcelStep;
  peer: string;
  peerName: string;
  agency: string;
  /** What the carrier wants on the label for this peer, such as the stop of a van. */
  routing?: string;
  /** With the page of the carrier that shows it, where one is known. */
  numbers: readonly { trackingId: string; url?: string }[];
  packing: readonly Packing[];
  events: readonly CarrierEvent[];
  requests: readonly ParcelRequest[];
  /** What can be done with it now. */
  possible: readonly ParcelVerb[];
}

/** What a parcel shows as its shipments have it. */
export type SeenOfShipment =
  | 'carrier'
  | 'insurance'
  | 'sentAt'
  | 'expectedAt'
  | 'expected'
  | 'deliveredAt'
  | 'arrivedAt'
  | 'lateAt'
  | 'tracedAt'
  | 'lostAt';

export interface ParcelRequest {
  loan: string;
  shipment: string;
  requestId: string;
  direction: 'out' | 'return';
  title?: string;
  itemIds: readonly string[];
  state: TransactionStateName;
}

/** A code as a scanner gave it; `as` where a person has said what it is. */
export interface ScannedCode {
  code: string;
  as?: 'item' | 'tracking' | undefined;
}

/** The acts that a scan leads to. */
export const scanVerbs = ['ship', 'receive', 'return', 'check-in'] as const;
export type ScanVerb = (typeof scanVerbs)[number] & Verb;

export interface ScannedRequest {
  loan: string;
  requestId: string;
  title?: string;
  peer: string;
  peerName: string;
  /** How it stands between the two. */
  state?: TransactionStateName;
  verb?: ScanVerb;
  itemId?: string;
  /** Why nothing can be done with it here, in a sentence of the rules and as their code. */
  why?: string;
  refusal?: ActRefusal;
}

export const ScanFault = {
  NothingKnown: 'nothing-known',
  SeveralLibraries: 'several-libraries',
  SeveralWays: 'several-ways',
  NotPossible: 'not-possible',
  SlipMissing: 'slip-missing',
} as const;
export type ScanFault = (typeof ScanFault)[keyof typeof ScanFault];

/** What a code is: known by a request, an item or a parcel of ours, new, or nothing. */
export const CodeMeaning = {
  Request: 'request',
  Item: 'item',
  Parcel: 'parcel',
  Tracking: 'tracking',
  NewItem: 'new-item',
  NewTracking: 'new-tracking',
  Unknown: 'unknown',
} as const;
export type CodeMeaning = (typeof CodeMeaning)[keyof typeof CodeMeaning];

export interface ReadCode {
  code: string;
  is: CodeMeaning;
  /** The request that it names or goes with, where that is one. */
  loan?: string;
  requestId?: string;
}

export interface ScanReading {
  /** One for each code, in the order of the scans. */
  codes: readonly ReadCode[];
  requests: readonly ScannedRequest[];
  /** New numbers, and those of a known parcel. */
  trackingIds: readonly string[];
  /** By the form of its number. */
  carrier?: string;
  /** A parcel of ours that is under way and carries one of the numbers: what is sent joins it. */
  parcel?: string;
  /** What would be done with every request that it can be done with. */
  offer?: ScanVerb | 'add-tracking';
  /** Codes that nothing was made of. */
  left: readonly string[];
  fault?: ScanFault;
}

export interface ScanAsked {
  codes: readonly ScannedCode[];
  idempotencyKey: string;
  holdSeconds?: number;
}

export interface ScanDone {
  reading: ScanReading;
  /** In the order of the requests; empty where nothing was offered. */
  answers: readonly { loan: string; answer: ActAnswer }[];
  parcel?: string;
  /** Of a number that was added to a known parcel. */
  added?: ParcelAnswer;
}
