import { nowOf } from '../case.js';
import { foundClaims } from '../claims/found-again.js';
import { noteOf } from '../compose/notes.js';
import { tell } from '../compose/tell.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';
import { without } from '../present.js';
import { completed } from '../record/suppliers.js';
import { withDecided } from '../reports.js';
import { arrived } from '../shipments/under-way.js';
import type { SupplierTransaction } from '../transaction.js';
import { done, whyNotTell, type SupplierRule } from './act-rule.js';

/** The item is back on the shelf, also one that had been settled as lost. Table 3.4. */
export const checkIn: SupplierRule<'check-in'> = {
  whyNot: (c) => whyNotTell(c, 'LoanCompleted'),
  perform(c, act) {
    const at = nowOf(c.ctx);
    const state: SupplierTransaction = without(
      { ...c.state, state: 'LoanCompleted', closedAt: at },
      'renewPending',
      'heldFrom',
      'dueBeforeRecall',
      'requesterHold',
      'lostReported',
    );
    const { claims, note: money } = foundClaims(c);
    const note = noteOf(money, act.note);
    const told = tell({ ...c, state }, { reasonForMessage: 'StatusChange', note });
    const record = withDecided(c.view.record, 'lost', { decision: 'found', at });
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff have checked the item in.',
        record: completed(without(record, 'assumedLostAt'), at),
        transactions: { [c.transaction]: told.state },
        shipments: {
          ...arrived(c.view, c.transaction, { direction: 'out', at }),
          ...arrived(c.view, c.transaction, { direction: 'return', at }),
        },
        claims,
        owe: told.owe,
        event: { type: 'closed', outcome: 'LoanCompleted' },
        facts: { verb: act.verb },
      }),
    );
  },
};
