import { allById, byId } from '../by-id.js';
import { nowOf } from '../case.js';
import { noteOf } from '../compose/notes.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';
import type { Shipment } from '../shipments/shipment.js';
import { underWay } from '../shipments/under-way.js';
import { ActRefusal, type ActOf } from './act.js';
import { done, type ActCase, type ActOutcome, type RequesterRule, type SupplierRule } from './act-rule.js';
import { notify } from './notify.js';

/** The item is said to be on its way back, and does not come: the requester is asked to look. Source: practice.md 3.4. */
export const notArrived: SupplierRule<'not-arrived'> = {
  whyNot({ state }) {
    if (state.returnShipped === undefined) return ActRefusal.NotReturnedYet;
    return state.closedAt === undefined ? undefined : ActRefusal.NotInThisState;
  },
  perform: (c, act) => missing(c, act, { direction: 'return', said: 'The item has not come back to us.' }),
};

/** The item or copy is said to be on its way to us, and does not come: the supplier is asked to look. Source: practice.md 3.4. */
export const notReceived: RequesterRule<'not-received'> = {
  whyNot({ state }) {
    if (state.received !== undefined) return ActRefusal.AlreadyReceived;
    if (state.returnShipped !== undefined) return ActRefusal.AlreadyReturned;
    return awaited.has(state.state) ? undefined : ActRefusal.NotInThisState;
  },
  perform: (c, act) => missing(c, act, { direction: 'out', said: 'The item has not arrived here.' }),
};

const awaited: ReadonlySet<string> = new Set([
  'Loaned',
  'Overdue',
  'Recalled',
  'HoldReturn',
  'CopyCompleted',
]);

function missing(
  c: ActCase,
  act: ActOf<'not-arrived' | 'not-received'>,
  { direction, said }: { direction: Shipment['direction']; said: string },
): ActOutcome {
  const { state, owe } = notify(c, noteOf(said, act.note));
  const lateAt = nowOf(c.ctx);
  const late = underWay(c.view, c.transaction, direction)
    .filter(([, parcel]) => parcel.lateAt === undefined)
    .map(([id, parcel]): [string, Shipment] => [id, { ...parcel, lateAt }]);
  return done(
    happened(HappeningKind.Act, {
      because: direction === 'out' ? 'Staff miss the item.' : 'Staff miss the item that was sent back.',
      transactions: byId(c.transaction, state),
      shipments: late.length === 0 ? undefined : allById(late),
      owe,
      facts: { verb: act.verb },
    }),
  );
}
