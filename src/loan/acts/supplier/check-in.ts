import { byId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { foundClaims } from '../../claims/found-again.js';
import { noteOf } from '../../compose/notes.js';
import { tell } from '../../compose/tell.js';
import { happened } from '../../happened.js';
import { HappeningKind } from '../../happening.js';
import { present, without } from '../../present.js';
import { completed } from '../../record/suppliers.js';
import { withDecided } from '../../model/reports.js';
import { allArrived } from '../../shipments/under-way.js';
import type { SupplierTransaction } from '../../model/transaction.js';
import { isAnyLost, moved } from '../../model/volumes.js';
import { ActRefusal } from '../act.js';
import { done, refused, whyNotTell, type SupplierRule } from '../act-rule.js';
import { partly } from '../partly.js';

/** The item is back on the shelf, also one that had been settled as lost. Table 3.4. */
export const checkIn: SupplierRule<'check-in'> = {
  whyNot: (c) => whyNotTell(c, 'LoanCompleted'),
  perform(c, act) {
    const at = nowOf(c.ctx);
    const some = moved(c.state.volumes, 'back', { itemIds: act.itemIds, at });
    if (some === undefined) return refused(ActRefusal.ItemUnknown);
    if (!some.isAll)
      return partly(c, act, { moved: some, because: 'Staff have checked some of the volumes in.' });
    const { volumes } = some;
    const state: SupplierTransaction = without(
      { ...c.state, ...present({ volumes }), state: 'LoanCompleted', closedAt: at },
      'renewPending',
      'heldFrom',
      'dueBeforeRecall',
      'requesterHold',
      'lostReported',
    );
    // A volume that is still lost is settled by itself.
    const isWhole = !isAnyLost(volumes);
    const { claims, note: money } = isWhole ? foundClaims(c) : { claims: undefined, note: undefined };
    const note = noteOf(money, act.note);
    const told = tell({ ...c, state }, { reasonForMessage: 'StatusChange', note });
    const record = isWhole ? withDecided(c.view.record, 'lost', { decision: 'found', at }) : c.view.record;
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff have checked the item in.',
        record: completed(without(record, 'assumedLostAt'), at),
        transactions: byId(c.transaction, told.state),
        shipments: allArrived(c.view, c.transaction, at),
        claims,
        owe: told.owe,
        event: { type: 'closed', outcome: 'LoanCompleted' },
        facts: { verb: act.verb },
      }),
    );
  },
};
