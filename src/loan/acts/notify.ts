import { byId } from '../by-id.js';
import type { Action } from '../../iso18626/index.js';
import { ask } from '../compose/ask.js';
import { tell } from '../compose/tell.js';
import type { Owed } from '../happening.js';
import type { Transaction } from '../model/transaction.js';
import { ActRefusal } from './act.js';
import { done, refused, sendCell, type ActCase, type EitherRule } from './act-rule.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';

/** A note from either side to the other; a requester may say it with an action of its own where the peer knows one. */
export function notify(
  c: ActCase,
  note: string | undefined,
  action: Action = 'Notification',
): { state: Transaction; owe: Owed } {
  return isRequester(c)
    ? ask(c, action, note)
    : tell(asSupplier(c), { reasonForMessage: 'Notification', note });
}

/** Why nothing can be said to the peer, if so. */
export function whyNotNotify(c: ActCase): ActRefusal | undefined {
  return isRequester(c) && sendCell(c, 'Notification') === undefined ? ActRefusal.NotSentYet : undefined;
}

/** Staff write to the other side. */
export const note: EitherRule<'note'> = {
  whyNot: whyNotNotify,
  perform(c, act) {
    if (act.note === undefined || act.note.trim() === '') return refused(ActRefusal.NoteMissing);
    const { state, owe } = notify(c, act.note);
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff write to the other side.',
        transactions: byId(c.transaction, state),
        owe,
        facts: { verb: act.verb },
      }),
    );
  },
};

type OfRole<R extends ActCase['state']['role']> = Extract<ActCase, { state: { role: R } }>;

export function isRequester(c: ActCase): c is OfRole<'requester'> {
  return c.state.role === 'requester';
}

export function asSupplier(c: Exclude<ActCase, OfRole<'requester'>>): OfRole<'supplier'> {
  return c;
}
