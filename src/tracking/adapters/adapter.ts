import { hash } from 'node:crypto';
import { instantOf } from '../../iso18626/index.js';
import { CarrierStatus, foldTrackingId, type ToldByCarrier } from '../../loan/index.js';
import type { Carrier } from '../carriers/carrier.js';

/** One way in which carriers tell by machine where parcels are. It reads; what follows is not its to decide. */
export interface TrackingAdapter {
  /** What the carrier tells now, of these numbers or of any. Never rejects: what goes wrong is among the faults. */
  collect(asked: {
    id: string;
    carrier: Carrier;
    trackingIds: readonly string[];
    now: Date;
  }): Promise<Collected>;
}

/** `settle` is called once what was told is durable: only then may the adapter forget where it came from. */
export interface Collected {
  told: readonly ToldByCarrier[];
  faults: readonly string[];
  settle(heard: { unknown: readonly string[] }): Promise<void>;
}

export const nothingTold: Collected = { told: [], faults: [], settle: () => Promise.resolve() };

/** What carriers call their steps, in lower case with hyphens. */
const statusWords: Readonly<Record<string, CarrierStatus>> = {
  accepted: CarrierStatus.Accepted,
  received: CarrierStatus.Accepted,
  'picked-up': CarrierStatus.Accepted,
  'info-received': CarrierStatus.Accepted,
  'in-transit': CarrierStatus.InTransit,
  transit: CarrierStatus.InTransit,
  departed: CarrierStatus.InTransit,
  arrived: CarrierStatus.InTransit,
  'out-for-delivery': CarrierStatus.OutForDelivery,
  delivered: CarrierStatus.Delivered,
  exception: CarrierStatus.Exception,
  failed: CarrierStatus.Exception,
  returned: CarrierStatus.Exception,
  'delivery-failed': CarrierStatus.Exception,
};

/** A row of a feed or file as a telling; the fault, in words without its values, where it is none. */
export function tellingOf(
  row: { trackingId: unknown; status: unknown; at: unknown },
  carrier: string,
  now: Date,
): ToldByCarrier | { fault: string } {
  const trackingId = typeof row.trackingId === 'string' ? row.trackingId.trim() : '';
  // A number that begins like a formula is for a spreadsheet to run, not for a carrier to print.
  if (!/^[0-9A-Za-z][0-9A-Za-z -]{2,59}$/.test(trackingId)) return { fault: 'the tracking id is none' };
  const status = typeof row.status === 'string' ? statusWords[wordOf(row.status)] : undefined;
  if (status === undefined) return { fault: 'the status is not known' };
  const at = typeof row.at === 'string' ? instantOf(row.at.trim()) : undefined;
  if (at === undefined) return { fault: 'the time cannot be read' };
  if (at > now.getTime() + DAY_MS) return { fault: 'the time lies in the future' };
  const event = { status, at: new Date(at).toISOString(), carrier, trackingId };
  const id = hash('sha256', [carrier, foldTrackingId(trackingId), status, event.at].join('\n'), 'hex');
  return { id: id.slice(0, 24), event };
}

const DAY_MS = 86_400_000;

function wordOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .slice(0, 40);
}
