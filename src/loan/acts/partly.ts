import { byId } from '../by-id.js';
import { ask } from '../compose/ask.js';
import { noteOf } from '../compose/notes.js';
import type { RequesterCase } from '../context.js';
import { happened, type Change } from '../happened.js';
import { HappeningKind } from '../happening.js';
import { present } from '../present.js';
import { parcelLine } from '../shipments/parcel-line.js';
import { shipmentOf, type Posted } from '../shipments/posted.js';
import type { Transaction } from '../model/transaction.js';
import type { Moved } from '../model/volumes.js';
import type { Act } from './act.js';
import { done, type ActCase, type ActOutcome } from './act-rule.js';

/** Some of several volumes have moved on: the loan itself stands where it stood until all have. */
export function partly(
  c: ActCase,
  act: Act,
  { moved, ...change }: Partial<Change> & { moved: Moved },
): ActOutcome {
  const state = present({ ...c.state, volumes: moved.volumes }) as Transaction;
  return done(
    happened(HappeningKind.Act, {
      transactions: byId(c.transaction, state),
      facts: { verb: act.verb, volumes: moved.there.length, of: moved.there.length + moved.notYet.length },
      ...change,
      because: change.because ?? 'Some of the volumes have moved on.',
    }),
  );
}

/** Some volumes go back before the others: a parcel of their own, and a note that names them. */
export function partlyBack(
  c: RequesterCase,
  act: Act & { note?: string },
  { moved, parcel, named }: { moved: Moved; parcel: Posted; named: readonly string[] },
): ActOutcome {
  const { transaction, view, ctx } = c;
  const rest = moved.notYet.length === 0 ? '' : ` Still here: ${moved.notYet.join(', ')}.`;
  const said = `Sent back: ${named.join(', ')}.${rest}`;
  const { state, owe } = ask(c, 'Notification', noteOf(said, act.note, parcelLine(parcel)));
  const journey = { loan: view.id, transaction, peer: state.peer, direction: 'return', ours: true } as const;
  const [itemId, ...moreItemIds] = named;
  const sent: Posted = { ...parcel, ...present({ itemId }), moreItemIds };
  return partly({ ...c, state }, act, {
    moved,
    because: 'Staff have sent some of the volumes back.',
    shipments: byId(ctx.at.newId(), shipmentOf(journey, sent, ctx)),
    owe,
  });
}
