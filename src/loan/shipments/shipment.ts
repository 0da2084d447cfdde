import { allById } from '../by-id.js';
import type { Instant } from '../model/transaction.js';

/**
 * What of one loan is on its way to the reader's library (`out`) or back (`return`); either side knows what it was told
 * or sent. A *parcel* is all shipments that share its id, also of several loans; one loan may have several.
 */
export interface Shipment {
  loan: string;
  transaction: string;
  direction: 'out' | 'return';
  /** True when we posted it. */
  ours: boolean;
  /** The parcel that it travels in with others; missing while it travels alone, under its own id. */
  parcel?: string;
  /** As whoever posted it calls it. */
  carrier?: string;
  /** The first of its numbers; each later one stands in `moreTrackingIds` with the time since when it is known. */
  trackingId?: string;
  moreTrackingIds?: Record<string, Instant>;
  itemId?: string;
  /** Barcodes of the other items in it, where a loan has several volumes. */
  moreItemIds?: string[];
  insurance?: Insurance;
  /** How the lender wants it packed and sent back. */
  packing?: Packing[];
  sentAt: Instant;
  /** As whoever posted it said. */
  expectedAt?: Instant;
  /** As earlier parcels between the same two took, when it was posted. */
  expected?: ExpectedBand;
  /** By the carrier's word; `arrivedAt` is when somebody had it in hand. */
  deliveredAt?: Instant;
  arrivedAt?: Instant;
  lateAt?: Instant;
  /** When the carrier was last asked to search for it. */
  tracedAt?: Instant;
  lostAt?: Instant;
  /** When either side was last told that it was delivered and not scanned. */
  nudgedAt?: Instant;
  /** What carriers told, by an id that the same telling always has. */
  events?: Record<string, CarrierEvent>;
}

/** What a parcel is insured for, where anybody said: an exact decimal as text, never a float. */
export interface Insurance {
  insured: boolean;
  amount?: string;
  currency?: string;
  byThirdParty?: boolean;
}

/** Source: practice.md 5.4. */
export const Packing = {
  Boxed: 'boxed',
  Trackable: 'trackable',
  Insured: 'insured',
} as const;
export type Packing = (typeof Packing)[keyof typeof Packing];

/** When half of the parcels, and when nine of ten, would have arrived. */
export interface ExpectedBand {
  median: Instant;
  p90: Instant;
  /** Of how many earlier parcels. */
  samples: number;
}

/** Where a carrier says that a parcel is. */
export const CarrierStatus = {
  Accepted: 'accepted',
  InTransit: 'in-transit',
  OutForDelivery: 'out-for-delivery',
  Delivered: 'delivered',
  Exception: 'exception',
} as const;
export type CarrierStatus = (typeof CarrierStatus)[keyof typeof CarrierStatus];

/** A code and a time and no words: a carrier's words may name who signed. */
export interface CarrierEvent {
  status: CarrierStatus;
  at: Instant;
  /** Id of the carrier whose feed or file told. */
  carrier: string;
  trackingId: string;
}

/** Which parcel a shipment belongs to. */
export function parcelOf(id: string, { parcel }: Pick<Shipment, 'parcel'>): string {
  return parcel ?? id;
}

/** All numbers under which carriers know it, the first one first. */
export function trackingIdsOf(shipment: Pick<Shipment, 'trackingId' | 'moreTrackingIds'>): string[] {
  const { trackingId, moreTrackingIds = {} } = shipment;
  return [...(trackingId === undefined ? [] : [trackingId]), ...Object.keys(moreTrackingIds)];
}

/** Barcodes of all items in it. */
export function itemIdsOf({ itemId, moreItemIds = [] }: Pick<Shipment, 'itemId' | 'moreItemIds'>): string[] {
  return [...(itemId === undefined ? [] : [itemId]), ...moreItemIds];
}

/** Posted, and neither arrived nor given up as lost. */
export function isUnderWay({ arrivedAt, lostAt }: Shipment): boolean {
  return (arrivedAt ?? lostAt) === undefined;
}

/** A tracking id as it is compared: carriers print the same one with and without spaces, in either case. */
export function foldTrackingId(trackingId: string): string {
  return trackingId.replace(/[\s-]/g, '').toUpperCase();
}

/** The shipment with further numbers; one that it has already, however it is spelt, adds nothing. */
export function withTrackingIds<Sent extends Pick<Shipment, 'trackingId' | 'moreTrackingIds'>>(
  shipment: Sent,
  trackingIds: readonly string[],
  at: Instant,
): Sent {
  const [first, ...rest] = freshOf(trackingIds, trackingIdsOf(shipment));
  if (first === undefined) return shipment;
  const isFirst = shipment.trackingId === undefined;
  const more = (isFirst ? rest : [first, ...rest]).map((id) => [id, at] as const);
  return {
    ...shipment,
    ...(isFirst ? { trackingId: first } : {}),
    ...(more.length === 0
      ? {}
      : { moreTrackingIds: allById([...Object.entries(shipment.moreTrackingIds ?? {}), ...more]) }),
  };
}

function freshOf(ids: readonly string[], known: readonly string[]): string[] {
  const seen = new Set(known.map(foldTrackingId));
  return ids.filter((id) => {
    const folded = foldTrackingId(id);
    if (seen.has(folded)) return false;
    seen.add(folded);
    return true;
  });
}
