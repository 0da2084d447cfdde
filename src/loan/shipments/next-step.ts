import type { Shipment } from './shipment.js';

/** What staff do next about a parcel that does not come by itself. */
export const ParcelStep = {
  /** Delivered to us by the carrier's word: look in the mail room, and scan it. */
  MailRoom: 'mail-room',
  /** Delivered to them by the carrier's word: they are asked to look. */
  AskArrived: 'ask-arrived',
  /** The carrier is in trouble: look at its page, then have it search. */
  CarrierTrouble: 'carrier-trouble',
  /** Late to us: look on the shelves, then ask for proof of posting. */
  OwnShelves: 'own-shelves',
  /** Late to them: ask whether it arrived without a word, then the carrier. */
  AskRequester: 'ask-requester',
  AskSupplier: 'ask-supplier',
  /** The carrier searches: when nothing comes of it, the parcel counts as lost. */
  AwaitSearch: 'await-search',
  /** Lost: look at both ends once more, then settle it on each request. */
  Settle: 'settle',
} as const;
export type ParcelStep = (typeof ParcelStep)[keyof typeof ParcelStep];

type Standing = Pick<
  Shipment,
  'ours' | 'direction' | 'arrivedAt' | 'deliveredAt' | 'lateAt' | 'lostAt' | 'tracedAt' | 'events'
>;

/** The first thing to do about a parcel, by what is known of it; undefined while there is nothing but to wait. Source: practice.md 5.4. */
export function parcelStep(shipment: Standing): ParcelStep | undefined {
  const { ours, arrivedAt, deliveredAt, lateAt, lostAt, tracedAt } = shipment;
  if (arrivedAt !== undefined) return undefined;
  if (lostAt !== undefined) return ParcelStep.Settle;
  if (deliveredAt !== undefined) return ours ? ParcelStep.AskArrived : ParcelStep.MailRoom;
  if (lateAt === undefined) return undefined;
  if (tracedAt !== undefined) return ParcelStep.AwaitSearch;
  return isInTrouble(shipment) ? ParcelStep.CarrierTrouble : whomToAsk(shipment);
}

function isInTrouble({ events = {} }: Standing): boolean {
  const last = Object.values(events)
    .sort((one, other) => one.at.localeCompare(other.at))
    .at(-1);
  return last?.status === 'exception';
}

function whomToAsk({ ours, direction }: Standing): ParcelStep {
  if (!ours) return ParcelStep.OwnShelves;
  return direction === 'out' ? ParcelStep.AskRequester : ParcelStep.AskSupplier;
}
