import { byId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { ask } from '../../compose/ask.js';
import type { RequesterCase } from '../../context.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import { askedNow } from '../../in-sync/ask-standing.js';
import type { LoanRecord } from '../../model/loan-record.js';
import { ActRefusal } from '../act.js';
import { done, sendCell, type RequesterRule } from '../act-rule.js';

/** Asks the supplier to cancel; its CancelResponse decides. Table 3.7. */
export const cancel: RequesterRule<'cancel'> = {
  whyNot(c) {
    const cell = sendCell(c, 'Cancel');
    if (cell === undefined) return ActRefusal.NotSentYet;
    if (cell !== 'unless-cancel-waits') return ActRefusal.NotInThisState;
    return c.state.cancelPending === undefined ? undefined : ActRefusal.CancelWaits;
  },
  perform: (c, act) =>
    done(askToCancel(c, { because: 'Staff ask to cancel.', note: act.note, verb: act.verb })),
};

export function askToCancel(
  c: RequesterCase,
  said: { because: string; verb: string; note?: string | undefined; record?: LoanRecord },
): Happening {
  const { state, owe } = ask(
    { ...c, state: { ...c.state, cancelPending: nowOf(c.ctx) } },
    'Cancel',
    said.note,
  );
  return happened(HappeningKind.Act, {
    because: said.because,
    record: said.record,
    transactions: byId(c.transaction, state),
    owe,
    facts: { verb: said.verb },
  });
}

/** Asks the supplier how it stands. Table 3.7. */
export const askStatus: RequesterRule<'ask-status'> = {
  whyNot: (c) => (sendCell(c, 'StatusRequest') === undefined ? ActRefusal.NotSentYet : undefined),
  perform(c, act) {
    const { state, owe } = ask(c, 'StatusRequest', act.note);
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff ask how it stands.',
        transactions: byId(c.transaction, { ...state, inSync: askedNow(c, 'staff') }),
        owe,
        facts: { verb: act.verb },
      }),
    );
  },
};
