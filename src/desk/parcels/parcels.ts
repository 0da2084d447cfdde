import type { Caller } from '../../access/index.js';
import type { ActAnswer, ParcelAnswer } from '../../exchange/index.js';
import type {
  CarrierEvent,
  Packing,
  ParcelAct,
  ParcelVerb,
  Shipment,
  TransactionStateName,
  Verb,
} from '../../loan/index.js';

/** What staff and systems may ask about parcels. A caller's agencies bound it: parcels of others are not found. */
export interface ParcelDesk {
  /** Those that have not arrived, the longest under way first. */
  away(asked: AwayAsked, by: Caller): Promise<{ items: ParcelView[]; next?: string }>;
  get(id: string, by: Caller): Promise<ParcelView | undefined>;
  act(asked: { parcel: string; act: ParcelAct; idempotencyKey: string; by: Caller }): Promise<ParcelAnswer>;
  /** What a set of scanned codes means, in whichever order they came. Changes nothing. */
  read(codes: readonly ScannedCode[], by: Caller): Promise<ScanReading>;
  /** Does what the reading offers. The key makes each of its acts happen once. */
  scan(asked: ScanAsked, by: Caller): Promise<ScanDone>;
}

export interface AwayAsked {
  /** Posted by us, or coming in; missing means both. */
  way?: 'out' | 'in';
  limit: number;
  after?: string;
}

export type ParcelState = 'under-way' | 'late' | 'delivered' | 'arrived' | 'lost';

export interface ParcelView extends Pick<Shipment, SeenOfShipment> {
  id: string;
  /** Posted by us, or coming in. */
  way: 'out' | 'in';
  state: ParcelState;
  peer: string;
  peerName: string;
  agency: string;
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
  verb?: ScanVerb;
  itemId?: string;
  /** Why nothing can be done with it here, in a sentence of the rules. */
  why?: string;
}

export const ScanFault = {
  NothingKnown: 'nothing-known',
  SeveralLibraries: 'several-libraries',
  SeveralWays: 'several-ways',
  NotPossible: 'not-possible',
  SlipMissing: 'slip-missing',
} as const;
export type ScanFault = (typeof ScanFault)[keyof typeof ScanFault];

export interface ScanReading {
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
