import type { RuleContext } from '../context.js';
import { nowOf } from '../case.js';
import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';
import { expectedBand } from './band.js';
import type { Insurance, Packing, Shipment } from './shipment.js';
import { withTrackingIds } from './shipment.js';

/** What is known of a parcel when it is posted, by whoever posts it or by what it says of it. */
export interface Posted {
  /** The parcel that it joins; missing while it travels alone. */
  parcel?: string;
  carrier?: string;
  trackingId?: string;
  moreTrackingIds?: readonly string[];
  itemId?: string;
  moreItemIds?: readonly string[];
  insurance?: Insurance;
  packing?: readonly Packing[];
  expectedAt?: Instant;
}

/** All its tracking ids, the first one first. */
export function idsOf({ trackingId, moreTrackingIds = [] }: Posted): string[] {
  return trackingId === undefined ? [...moreTrackingIds] : [trackingId, ...moreTrackingIds];
}

/** Of which loan, in which direction, between us and whom. */
export interface Journey {
  loan: string;
  transaction: string;
  peer: string;
  direction: Shipment['direction'];
  ours: boolean;
}

/** The shipment of something that is posted now, with when it should arrive as earlier ones did. */
export function shipmentOf(
  journey: Journey,
  posted: Posted & { arrivedAt?: Instant | undefined },
  ctx: RuleContext,
): Shipment {
  const { peer, ...known } = journey;
  const { moreTrackingIds: _more, trackingId: _first, moreItemIds = [], packing = [], ...rest } = posted;
  const sentAt = nowOf(ctx);
  const shipment: Shipment = present({
    ...known,
    ...rest,
    moreItemIds: moreItemIds.length === 0 ? undefined : [...moreItemIds],
    packing: packing.length === 0 ? undefined : [...packing],
    sentAt,
    expected: expectedBand(sentAt, ctx.transitTimes?.(peer, journey.ours)),
  });
  return withTrackingIds(shipment, idsOf(posted), sentAt);
}
