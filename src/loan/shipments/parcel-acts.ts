import { byId } from '../by-id.js';
import { nowOf, transactionAt } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import { without } from '../present.js';
import type { Instant } from '../model/transaction.js';
import { isUnderWay, parcelOf, trackingIdsOf, withTrackingIds, type Shipment } from './shipment.js';
import { tellNumbers } from './tell-numbers.js';

/** What a person does with a parcel: with all that is in it, of however many loans. Source: practice.md 3.1 row 4, 5.4. */
export type ParcelAct =
  /** Another parcel joins this one. */
  | { verb: 'join'; parcel: string }
  /** One shipment leaves it, and travels alone. */
  | { verb: 'split'; shipment: string }
  | { verb: 'add-tracking'; trackingIds: readonly string[]; carrier?: string }
  | { verb: 'arrived' }
  /** The carrier is asked to search. */
  | { verb: 'trace' }
  | { verb: 'lost'; note?: string }
  | { verb: 'found'; note?: string };
export type ParcelVerb = ParcelAct['verb'];

export const ParcelRefusal = {
  ArrivedAlready: 'arrived-already',
  LostAlready: 'lost-already',
  NotLost: 'not-lost',
  AnotherJourney: 'another-journey',
  SameParcel: 'same-parcel',
  NotInParcel: 'not-in-parcel',
  AloneAlready: 'alone-already',
  NothingNew: 'nothing-new',
} as const;
export type ParcelRefusal = (typeof ParcelRefusal)[keyof typeof ParcelRefusal];

/** A sentence each, for staff. */
export const parcelRefusalText: Record<ParcelRefusal, string> = {
  'arrived-already': 'The parcel has arrived.',
  'lost-already': 'The parcel counts as lost; say first that it is found.',
  'not-lost': 'The parcel does not count as lost.',
  'another-journey':
    'The two do not go the same way: they are between other libraries, or one goes out and one comes in.',
  'same-parcel': 'They are one parcel already.',
  'not-in-parcel': 'That is not in this parcel.',
  'alone-already': 'It travels alone already.',
  'nothing-new': 'These numbers are known already.',
};

/** One shipment of a parcel, with the loan that it belongs to. */
export interface ParcelPart {
  id: string;
  shipment: Shipment;
  view: LoanView;
}

/** All that travels in a parcel, of these loans. */
export function partsOf(views: Iterable<LoanView>, parcel: string): ParcelPart[] {
  const parts: ParcelPart[] = [];
  for (const view of views)
    for (const [id, shipment] of view.shipments)
      if (parcelOf(id, shipment) === parcel) parts.push({ id, shipment, view });
  return parts;
}

/** Why an act is not possible with a parcel, if so; `others` is what joins it. */
export function whyNotParcel(
  act: ParcelAct,
  parts: readonly ParcelPart[],
  others: readonly ParcelPart[] = [],
): ParcelRefusal | undefined {
  return refusals[act.verb]({ act, parts, others });
}

interface Asked {
  act: ParcelAct;
  parts: readonly ParcelPart[];
  others: readonly ParcelPart[];
}

const isArrived = ({ shipment }: ParcelPart): boolean => shipment.arrivedAt !== undefined;
const isLost = ({ shipment }: ParcelPart): boolean => shipment.lostAt !== undefined;

function notUnderWay(parts: readonly ParcelPart[]): ParcelRefusal | undefined {
  if (parts.every(isArrived)) return ParcelRefusal.ArrivedAlready;
  return parts.some(({ shipment }) => isUnderWay(shipment)) ? undefined : ParcelRefusal.LostAlready;
}

const refusals: Record<ParcelVerb, (asked: Asked) => ParcelRefusal | undefined> = {
  join({ act, parts, others }) {
    if (parts.some(({ id }) => others.some((other) => other.id === id))) return ParcelRefusal.SameParcel;
    const both = [...parts, ...others];
    if (act.verb === 'join' && new Set(both.map(journeyOf)).size > 1) return ParcelRefusal.AnotherJourney;
    return notUnderWay(parts) ?? notUnderWay(others);
  },
  split({ act, parts }) {
    if (act.verb !== 'split' || !parts.some(({ id }) => id === act.shipment))
      return ParcelRefusal.NotInParcel;
    return parts.length === 1 ? ParcelRefusal.AloneAlready : notUnderWay(parts);
  },
  'add-tracking'({ act, parts }) {
    const ids = act.verb === 'add-tracking' ? act.trackingIds : [];
    const isNew = parts.some(({ shipment }) => withTrackingIds(shipment, ids, '') !== shipment);
    return isNew ? undefined : ParcelRefusal.NothingNew;
  },
  arrived: ({ parts }) => (parts.every(isArrived) ? ParcelRefusal.ArrivedAlready : undefined),
  trace: ({ parts }) => notUnderWay(parts),
  lost: ({ parts }) => notUnderWay(parts),
  found: ({ parts }) => (parts.some(isLost) ? undefined : ParcelRefusal.NotLost),
};

/** Between which of our agencies and which peer, and whether it is ours: only what shares all of it can be one parcel. */
function journeyOf({ shipment, view }: ParcelPart): string {
  const peer = view.transactions.get(shipment.transaction)?.peer ?? '';
  return `${view.record.agency} ${peer} ${shipment.ours ? 'out' : 'in'}`;
}

/** What an act does to the shipments of one loan that are in the parcel. What the peer hears of it is owed with it. */
export function inParcel(
  of: { view: LoanView; parts: readonly ParcelPart[]; act: ParcelAct; parcel: Joined },
  ctx: RuleContext,
): Happening[] {
  const { view, act, parcel } = of;
  const at = nowOf(ctx);
  return of.parts.flatMap(({ id, shipment }) => {
    const changed = changes[act.verb]({ id, shipment, act, parcel, at, newId: () => ctx.at.newId() });
    if (changed === undefined) return [];
    const told = tellNumbers({ view, before: shipment, after: changed }, ctx);
    return [
      happened(HappeningKind.Parcel, {
        because: because[act.verb],
        shipments: byId(id, changed),
        ...told,
        event: act.verb === 'arrived' ? { type: 'arrived' } : undefined,
        facts: { parcel: act.verb },
      }),
    ];
  });
}

/** The parcel as it is after the act: its id, carrier and numbers. */
export interface Joined {
  id: string;
  carrier?: string;
  trackingIds: readonly string[];
}

interface Changing {
  id: string;
  shipment: Shipment;
  act: ParcelAct;
  parcel: Joined;
  at: Instant;
  newId: () => string;
}

const because: Record<ParcelVerb, string> = {
  join: 'Staff have put it into one parcel with others.',
  split: 'Staff have taken it out of the parcel.',
  'add-tracking': 'Staff have scanned another number of the parcel.',
  arrived: 'Staff have the parcel in hand.',
  trace: 'Staff have asked the carrier to search for the parcel.',
  lost: 'Staff count the parcel as lost on its way.',
  found: 'The parcel that was lost has turned up.',
};

const changes: Record<ParcelVerb, (changing: Changing) => Shipment | undefined> = {
  join: ({ id, shipment, parcel, at }) => numbered(placed(id, shipment, parcel.id), parcel, at),
  split: ({ id, shipment, act, newId }) =>
    act.verb === 'split' && act.shipment === id
      ? { ...shipment, parcel: shipment.parcel === undefined || shipment.parcel === id ? newId() : id }
      : undefined,
  'add-tracking': ({ shipment, parcel, at }) => numbered(shipment, parcel, at),
  arrived: ({ shipment, at }) =>
    shipment.arrivedAt === undefined ? { ...without(shipment, 'lostAt'), arrivedAt: at } : undefined,
  trace: ({ shipment, at }) => (isUnderWay(shipment) ? { ...shipment, tracedAt: at } : undefined),
  lost: ({ shipment, at }) => (isUnderWay(shipment) ? { ...shipment, lostAt: at } : undefined),
  found: ({ shipment }) => (shipment.lostAt === undefined ? undefined : without(shipment, 'lostAt')),
};

function placed(id: string, shipment: Shipment, parcel: string): Shipment {
  return parcelOf(id, shipment) === parcel ? shipment : { ...shipment, parcel };
}

function numbered(shipment: Shipment, { carrier, trackingIds }: Joined, at: Instant): Shipment {
  const known = withTrackingIds(shipment, trackingIds, at);
  return carrier === undefined || known.carrier !== undefined ? known : { ...known, carrier };
}

/** The carrier and the numbers that a parcel has when these are one. */
export function joinedOf(id: string, parts: readonly ParcelPart[], act: ParcelAct): Joined {
  const told = act.verb === 'add-tracking' ? act : { trackingIds: [] };
  const carrier =
    parts.map(({ shipment }) => shipment.carrier).find((one) => one !== undefined) ??
    (act.verb === 'add-tracking' ? act.carrier : undefined);
  const trackingIds = [...parts.flatMap(({ shipment }) => trackingIdsOf(shipment)), ...told.trackingIds];
  return { id, trackingIds, ...(carrier === undefined ? {} : { carrier }) };
}

/** Whether the item of the loan is lost with the parcel: nothing else of it is on the same way. */
export function isWholeLoan({ id, shipment, view }: ParcelPart): boolean {
  const { closedAt } = transactionAt({ view, transaction: shipment.transaction });
  return (
    closedAt === undefined &&
    ![...view.shipments].some(
      ([other, each]) =>
        other !== id &&
        each.transaction === shipment.transaction &&
        each.direction === shipment.direction &&
        each.lostAt === undefined,
    )
  );
}
