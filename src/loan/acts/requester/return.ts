import { byId, withId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { ask } from '../../compose/ask.js';
import { noteOf } from '../../compose/notes.js';
import type { RequesterCase } from '../../context.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import { present, without } from '../../present.js';
import { parcelLine } from '../../shipments/parcel-line.js';
import { shipmentOf, type Posted } from '../../shipments/posted.js';
import { arrived } from '../../shipments/under-way.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { moved, stillOut } from '../../model/volumes.js';
import { ActRefusal, type ActOf } from '../act.js';
import { done, refused, sendCell, type RequesterRule } from '../act-rule.js';
import { partlyBack } from '../partly.js';
import { readParcel } from '../read-parcel.js';

/**
 * The item goes back to its library. What was never received, is held or was settled as lost needs a second look; a
 * volume that turns up after the others went follows them. Table 3.7.
 */
export const returnItem: RequesterRule<'return'> = {
  whyNot(c) {
    const cell = sendCell(c, 'ShippedReturn');
    if (cell === undefined) return ActRefusal.NotSentYet;
    if (c.state.returnShipped !== undefined) return isLeftBehind(c) ? undefined : ActRefusal.AlreadyReturned;
    return cell === 'to-returning' || cell === 'confirmed' ? undefined : ActRefusal.NotInThisState;
  },
  needsConfirmation: (c) => sendCell(c, 'ShippedReturn') === 'confirmed',
  perform(c, act) {
    const read = readParcel(act);
    if ('refusal' in read) return read;
    const isLater = c.state.returnShipped !== undefined;
    const itemIds = act.itemIds ?? (isLater ? stillOut(c.state.volumes) : undefined);
    const some = moved(c.state.volumes, 'returned', { itemIds, at: nowOf(c.ctx) });
    if (some === undefined) return refused(ActRefusal.ItemUnknown);
    const { parcel } = read;
    return !isLater && (some.isAll || itemIds === undefined)
      ? done(sentBack(c, act, parcel))
      : partlyBack(c, act, { moved: some, parcel, named: itemIds ?? [] });
  },
};

/** Volumes of an open loan that have not gone with the others. */
function isLeftBehind({ state }: RequesterCase): boolean {
  return state.closedAt === undefined && stillOut(state.volumes).length > 0;
}

function sentBack(c: RequesterCase, act: ActOf<'return'>, parcel: Posted): Happening {
  return sentOff(c, act, { parcel, action: 'ShippedReturn', because: 'Staff have sent the item back.' });
}

/** The item leaves us, to its library or to the next one: a parcel, and the action that says so. */
export function sentOff(
  c: RequesterCase,
  act: ActOf<'return' | 'forward'>,
  sent: { parcel: Posted; action: 'ShippedReturn' | 'ShippedForward'; because: string },
): Happening {
  const { parcel, action, because } = sent;
  const at = nowOf(c.ctx);
  const known: RequesterTransaction = {
    ...without(c.state, 'requesterHold'),
    ...present({ volumes: moved(c.state.volumes, 'returned', { itemIds: undefined, at })?.volumes }),
    returnShipped: at,
    ...(action === 'ShippedForward' ? { forwarded: at } : {}),
  };
  const isOnItsWay = sendCell(c, action) !== 'confirmed';
  const gone: RequesterTransaction = isOnItsWay ? { ...known, state: 'ShippedReturn' } : known;
  const { state, owe } = ask({ ...c, state: gone }, action, noteOf(act.note, parcelLine(parcel)));
  const { transaction, view } = c;
  const journey = { loan: view.id, transaction, peer: state.peer, direction: 'return', ours: true } as const;
  const back = shipmentOf(journey, parcel, c.ctx);
  return happened(HappeningKind.Act, {
    because,
    transactions: byId(c.transaction, state),
    shipments: withId(arrived(c.view, c.transaction, { direction: 'out', at }), c.ctx.at.newId(), back),
    owe,
    facts: { verb: act.verb },
  });
}
