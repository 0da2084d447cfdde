import { byId } from '../by-id.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';
import { shipmentOf } from '../shipments/posted.js';
import type { Shipment } from '../shipments/shipment.js';
import { tellParcel } from '../shipments/tell-numbers.js';
import { ActRefusal } from './act.js';
import { done, refused, type ActCase, type EitherRule } from './act-rule.js';
import { readParcel } from './read-parcel.js';

/** A loan of several volumes, or what was forgotten: another parcel goes the way of the one that was sent. Source: practice.md 5.4. */
export const sendFurther: EitherRule<'send-further'> = {
  whyNot: (c) => (sentBefore(c) === undefined ? ActRefusal.NothingSentYet : undefined),
  perform(c, act) {
    const before = sentBefore(c);
    if (before === undefined) return refused(ActRefusal.NothingSentYet);
    const read = readParcel(act);
    if ('refusal' in read) return read;
    const { itemId } = act;
    const posted = { ...read.parcel, ...(itemId === undefined ? {} : { itemId }) };
    const { view, transaction, ctx, state } = c;
    const journey = { loan: view.id, transaction, peer: state.peer, direction: before.direction, ours: true };
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff have sent another parcel of the loan.',
        shipments: byId(ctx.at.newId(), shipmentOf(journey, posted, ctx)),
        ...tellParcel({ view, transaction, posted, isFurther: true }, ctx),
        facts: { verb: act.verb },
      }),
    );
  },
};

/** The newest of ours that is or was on its way, while the loan goes on and nothing of it has turned round since. */
function sentBefore({ view, transaction, state }: ActCase): Shipment | undefined {
  if (state.closedAt !== undefined) return undefined;
  const shipments = [...view.shipments.values()].filter((each) => each.transaction === transaction);
  const newest = shipments.at(-1);
  return newest?.ours === true ? newest : undefined;
}
