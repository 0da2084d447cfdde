import { byId } from '../by-id.js';
import type { Place, RuleContext } from '../context.js';
import { nowOf, transactionAt } from '../case.js';
import type { Reaction } from '../happening.js';
import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';
import type { ParcelRead } from './parcel-line.js';
import { idsOf, shipmentOf, type Posted } from './posted.js';
import { foldTrackingId, isUnderWay, trackingIdsOf, withTrackingIds, type Shipment } from './shipment.js';

/**
 * A reaction to a message, with what the message tells of parcels: further numbers of the one that is under way, or a
 * further one. What the rules have made of its parcel already stays.
 */
export function withParcelNews(
  reaction: Reaction,
  of: { place: Place; told: ParcelRead | undefined; direction: Shipment['direction'] },
  ctx: RuleContext,
): Reaction {
  const [first, ...rest] = reaction.happenings;
  if (of.told === undefined || first === undefined || !reaction.confirmation.ok) return reaction;
  if (first.shipments !== undefined || first.facts?.['late'] === true) return reaction;
  const shipments = of.told.isFurther ? further(of, ctx) : better(of, ctx);
  return shipments === undefined ? reaction : { ...reaction, happenings: [{ ...first, shipments }, ...rest] };
}

interface News {
  place: Place;
  told: ParcelRead | undefined;
  direction: Shipment['direction'];
}

type Shipments = Record<string, Shipment> | undefined;

function knownOnes({ place, direction }: News): [string, Shipment][] {
  return [...place.view.shipments].filter(
    ([, shipment]) => shipment.transaction === place.transaction && shipment.direction === direction,
  );
}

/** A parcel beside the known ones; telling of it twice makes one. */
function further(news: News, ctx: RuleContext): Shipments {
  const { place, told, direction } = news;
  const posted = told?.parcel ?? {};
  const known = knownOnes(news);
  if (known.length === 0 || known.some(([, shipment]) => shares(shipment, posted))) return undefined;
  const [, { ours }] = known[0] ?? ['', { ours: false }];
  const { view, transaction } = place;
  const { peer } = transactionAt(place);
  return byId(ctx.at.newId(), shipmentOf({ loan: view.id, transaction, peer, direction, ours }, posted, ctx));
}

function shares(shipment: Shipment, posted: Posted): boolean {
  const told = idsOf(posted).map(foldTrackingId);
  return trackingIdsOf(shipment).some((id) => told.includes(foldTrackingId(id)));
}

/** The newest parcel that is under way, with what is new of it. */
function better(news: News, ctx: RuleContext): Shipments {
  const [id, shipment] = knownOnes(news).findLast(([, each]) => isUnderWay(each) && !each.ours) ?? [];
  if (id === undefined || shipment === undefined) return undefined;
  const changed = completed(shipment, news.told?.parcel ?? {}, nowOf(ctx));
  return JSON.stringify(sorted(changed)) === JSON.stringify(sorted(shipment)) ? undefined : byId(id, changed);
}

/** What is known stays; only a day of arrival is told anew. */
function completed(shipment: Shipment, posted: Posted, at: Instant): Shipment {
  const { carrier, insurance, packing, expectedAt } = posted;
  const told = present({ carrier, insurance, packing: packing && [...packing] });
  return {
    ...told,
    ...withTrackingIds(shipment, idsOf(posted), at),
    ...present({ expectedAt }),
  };
}

function sorted(shipment: Shipment): [string, unknown][] {
  return Object.entries(shipment).sort(([one], [other]) => (one < other ? -1 : 1));
}
