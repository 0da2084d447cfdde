import {
  itemIdsOf,
  parcelStep,
  partsOf,
  trackingIdsOf,
  whyNotParcel,
  type LoanView,
  type ParcelAct,
  type ParcelPart,
  type ParcelVerb,
  type Shipment,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { ParcelRequest, ParcelState, ParcelView } from './parcels.js';

/** What a view needs beyond the loans: names of peers, and where a carrier shows a parcel. */
export interface ParcelNames {
  peerName(peer: string): string;
  trackingUrl(carrier: string | undefined, trackingId: string): string | undefined;
  /** What the carrier wants on the label for a peer. */
  routing(carrier: string | undefined, peer: string): string | undefined;
}

/** A parcel as all its loans together tell it; undefined where none of them has a part of it. */
export function parcelView(
  id: string,
  views: Iterable<LoanView>,
  names: ParcelNames,
): ParcelView | undefined {
  const parts = partsOf(views, id);
  const [first] = parts;
  if (first === undefined) return undefined;
  const { shipment, view } = first;
  const peer = view.transactions.get(shipment.transaction)?.peer ?? '';
  const carrier = parts.map((part) => part.shipment.carrier).find((one) => one !== undefined);
  const numbers = new Set(parts.flatMap((part) => trackingIdsOf(part.shipment)));
  return present({
    id,
    way: shipment.ours ? ('out' as const) : ('in' as const),
    state: stateOf(parts),
    next: parts.map((part) => parcelStep(part.shipment)).find((step) => step !== undefined),
    peer,
    peerName: names.peerName(peer),
    agency: view.record.agency,
    carrier,
    routing: names.routing(carrier, peer),
    numbers: [...numbers].map((trackingId) =>
      present({ trackingId, url: names.trackingUrl(carrier, trackingId) }),
    ),
    insurance: shipment.insurance,
    packing: shipment.packing ?? [],
    sentAt: shipment.sentAt,
    expectedAt: shipment.expectedAt,
    expected: shipment.expected,
    ...timesOf(parts),
    events: eventsOf(parts),
    requests: parts.map(requestOf),
    possible: possibleWith(parts),
  });
}

type Times = Pick<Shipment, 'deliveredAt' | 'arrivedAt' | 'lateAt' | 'tracedAt' | 'lostAt'>;

/** Each is told where it holds of anything in the parcel; it has arrived when all of it has. */
function timesOf(parts: readonly ParcelPart[]): Times {
  const first = (time: keyof Times): string | undefined =>
    parts.map(({ shipment }) => shipment[time]).find((at) => at !== undefined);
  const isArrived = parts.every(({ shipment }) => shipment.arrivedAt !== undefined);
  return present({
    deliveredAt: first('deliveredAt'),
    arrivedAt: isArrived ? first('arrivedAt') : undefined,
    lateAt: first('lateAt'),
    tracedAt: first('tracedAt'),
    lostAt: first('lostAt'),
  });
}

function stateOf(parts: readonly ParcelPart[]): ParcelState {
  const { arrivedAt, lostAt, deliveredAt, lateAt } = timesOf(parts);
  if (arrivedAt !== undefined) return 'arrived';
  if (lostAt !== undefined) return 'lost';
  if (deliveredAt !== undefined) return 'delivered';
  return lateAt === undefined ? 'under-way' : 'late';
}

function eventsOf(parts: readonly ParcelPart[]): ParcelView['events'] {
  const all = new Map(parts.flatMap(({ shipment }) => Object.entries(shipment.events ?? {})));
  return [...all.values()].sort((one, other) => one.at.localeCompare(other.at));
}

function requestOf({ id, shipment, view }: ParcelPart): ParcelRequest {
  const transaction = view.transactions.get(shipment.transaction);
  const { title, titleOfComponent } = view.record.bibliographicInfo;
  return present({
    loan: view.id,
    shipment: id,
    requestId: transaction?.requestingAgencyRequestId ?? view.id,
    direction: shipment.direction,
    title: titleOfComponent ?? title,
    itemIds: itemIdsOf(shipment),
    state: transaction?.state ?? ('Sent' as const),
  });
}

const plain: readonly Extract<ParcelVerb, 'arrived' | 'trace' | 'lost' | 'found'>[] = [
  'arrived',
  'trace',
  'lost',
  'found',
];

function possibleWith(parts: readonly ParcelPart[]): ParcelVerb[] {
  const can = (act: ParcelAct): boolean => whyNotParcel(act, parts) === undefined;
  const verbs: ParcelVerb[] = plain.filter((verb) => can({ verb }));
  const [first] = parts;
  if (first !== undefined && can({ verb: 'split', shipment: first.id })) verbs.push('split');
  if (can({ verb: 'trace' })) verbs.push('join', 'add-tracking');
  return verbs;
}
