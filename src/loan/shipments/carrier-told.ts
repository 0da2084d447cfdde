import { byId, withId } from '../by-id.js';
import { nowOf, requesterCase, supplierCase, transactionAt } from '../case.js';
import { millisecondsOf } from '../compose/timestamps.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanEvent, type LoanView } from '../happening.js';
import { present } from '../present.js';
import { ask } from '../compose/ask.js';
import { tell } from '../compose/tell.js';
import { foldTrackingId, trackingIdsOf, type CarrierEvent, type Shipment } from './shipment.js';
import type { TellingOfParcel } from './tell-numbers.js';

/** What a carrier told of one number, under an id that the same telling always has. */
export interface ToldByCarrier {
  id: string;
  event: CarrierEvent;
}

/** What carriers tell moves a shipment on; what is told again, or of what has arrived, changes nothing. */
export function carrierTold(view: LoanView, told: readonly ToldByCarrier[], ctx: RuleContext): Happening[] {
  const happenings: Happening[] = [];
  const known = new Map(view.shipments);
  for (const one of told)
    for (const [id, shipment] of known) {
      const changed = withEvent(shipment, one, nowOf(ctx));
      if (changed === undefined) continue;
      known.set(id, changed);
      happenings.push(
        happened(HappeningKind.Carrier, {
          because: `The carrier ${one.event.carrier} says so of ${one.event.trackingId}.`,
          shipments: byId(id, changed),
          event: alertOf(shipment, one.event),
          facts: { status: one.event.status, at: one.event.at },
        }),
      );
    }
  return happenings;
}

function withEvent(shipment: Shipment, { id, event }: ToldByCarrier, now: string): Shipment | undefined {
  const isIts = trackingIdsOf(shipment).some(
    (one) => foldTrackingId(one) === foldTrackingId(event.trackingId),
  );
  if (!isIts || shipment.arrivedAt !== undefined || shipment.events?.[id] !== undefined) return undefined;
  const isDelivered = event.status === 'delivered';
  const isTrouble = event.status === 'exception';
  return present({
    ...shipment,
    events: withId(shipment.events, id, event),
    deliveredAt: isDelivered ? (shipment.deliveredAt ?? event.at) : shipment.deliveredAt,
    lateAt: isTrouble ? (shipment.lateAt ?? now) : shipment.lateAt,
  });
}

/** Staff look where a carrier is in trouble, where it has brought us something, and where what was lost moves again. */
function alertOf({ lostAt, ours }: Shipment, { status, trackingId }: CarrierEvent): LoanEvent | undefined {
  const say = (text: string): LoanEvent => ({ type: 'needs-attention', text });
  if (status === 'exception')
    return say(`The carrier has trouble with ${trackingId}. Look at its page, then ask it to search.`);
  if (lostAt !== undefined)
    return say(
      `The carrier tells of ${trackingId}, which counts as lost. Look for it, and say when it is found.`,
    );
  if (status === 'delivered' && !ours)
    return say(`The carrier has delivered ${trackingId}. Look in the mail room, and scan it.`);
  return undefined;
}

/** How long after its delivery a parcel may lie unscanned before both sides are told: a day. Source: practice.md 5.4. */
const UNSCANNED_MS = 86_400_000;

/** Parcels that were delivered and that nobody has scanned since: our staff are told, and the peer where it is the one to look. */
export function unscanned(view: LoanView, ctx: RuleContext): Happening[] {
  const now = ctx.at.now.getTime();
  return [...view.shipments].flatMap(([id, shipment]) => {
    if (!isUnscanned(shipment, now)) return [];
    const at = nowOf(ctx);
    return [
      happened(HappeningKind.Carrier, {
        because: `Delivered on ${(shipment.deliveredAt ?? '').slice(0, 10)} and not scanned since.`,
        shipments: byId(id, { ...shipment, nudgedAt: at, lateAt: shipment.lateAt ?? at }),
        ...(shipment.ours ? nudgePeer(view, shipment, ctx) : {}),
        event: {
          type: 'needs-attention',
          text: shipment.ours
            ? 'The carrier has delivered the parcel, and the other library has not said that it has it. It has been asked to look.'
            : 'The carrier has delivered the parcel, and nobody here has scanned it. Look in the mail room, and scan it.',
        },
        facts: { status: 'unscanned' },
      }),
    ];
  });
}

export function isUnscanned({ deliveredAt, arrivedAt, lostAt, nudgedAt }: Shipment, now: number): boolean {
  if (deliveredAt === undefined || (arrivedAt ?? lostAt ?? nudgedAt) !== undefined) return false;
  return now - millisecondsOf(deliveredAt) >= UNSCANNED_MS;
}

function nudgePeer(view: LoanView, shipment: Shipment, ctx: RuleContext): TellingOfParcel {
  const place = { view, transaction: shipment.transaction };
  const state = transactionAt(place);
  if (state.closedAt !== undefined) return {};
  const [number = ''] = trackingIdsOf(shipment);
  const day = (shipment.deliveredAt ?? '').slice(0, 10);
  const note = `The carrier says that it delivered the parcel ${number} to you on ${day}. Could you look for it, and tell us when you have it?`;
  const told =
    state.role === 'requester'
      ? ask(requesterCase(place, ctx), 'Notification', note)
      : tell(supplierCase(place, ctx), { reasonForMessage: 'Notification', note });
  return { transactions: byId(place.transaction, told.state), owe: told.owe };
}
