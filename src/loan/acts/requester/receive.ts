import { byId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { notLostAfterAll } from '../../claims/not-lost.js';
import { ask } from '../../compose/ask.js';
import type { RequesterCase } from '../../context.js';
import { happened } from '../../happened.js';
import { HappeningKind } from '../../happening.js';
import { present } from '../../present.js';
import { arrived } from '../../shipments/under-way.js';
import type { RequesterSend } from '../../tables/requester-sends-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { moved } from '../../model/volumes.js';
import { ActRefusal, type ActOf } from '../act.js';
import { done, refused, sendCell, type ActOutcome, type RequesterRule } from '../act-rule.js';
import { partly } from '../partly.js';

/**
 * The item is in our hands. Before the supplier has told that it sent it nothing goes out: that is kept and told later.
 * Table 3.7.
 */
export const receive: RequesterRule<'receive'> = {
  whyNot(c) {
    const cell = sendCell(c, 'Received');
    if (cell === undefined) return ActRefusal.NotSentYet;
    if (c.state.received !== undefined || c.state.receivedHeldBack !== undefined)
      return ActRefusal.AlreadyReceived;
    return goesOut.has(cell) || cell === 'held-back' ? undefined : ActRefusal.NotInThisState;
  },
  perform(c, act) {
    const some = moved(c.state.volumes, 'received', { itemIds: act.itemIds, at: nowOf(c.ctx) });
    if (some === undefined) return refused(ActRefusal.ItemUnknown);
    if (sendCell(c, 'Received') === 'held-back') return keepForLater(c, act);
    if (!some.isAll)
      return partly(c, act, { moved: some, because: 'Staff have received some of the volumes.' });
    return inHand({ ...c, state: present({ ...c.state, volumes: some.volumes }) }, act);
  },
};

const goesOut: ReadonlySet<RequesterSend> = new Set(['to-received', 'if-not-received', 'optional']);

function keepForLater(c: RequesterCase, act: ActOf<'receive'>): ActOutcome {
  return done(
    happened(HappeningKind.Act, {
      because: 'The supplier has not told yet that it sent the item: it hears of it when it has.',
      transactions: byId(c.transaction, { ...c.state, receivedHeldBack: nowOf(c.ctx) }),
      event: { type: 'arrived' },
      facts: { verb: act.verb },
    }),
  );
}

function inHand(c: RequesterCase, act: ActOf<'receive'>): ActOutcome {
  const at = nowOf(c.ctx);
  const known: RequesterTransaction = { ...c.state, received: at };
  const moved: RequesterTransaction = known.state === 'Loaned' ? { ...known, state: 'Received' } : known;
  const { state, owe } = ask({ ...c, state: moved }, 'Received', act.note);
  return done(
    happened(HappeningKind.Act, {
      ...notLostAfterAll(c, c.ctx),
      because: 'Staff have received the item.',
      transactions: byId(c.transaction, state),
      shipments: arrived(c.view, c.transaction, { direction: 'out', at }),
      event: { type: 'arrived' },
      owe,
      facts: { verb: act.verb },
    }),
  );
}
