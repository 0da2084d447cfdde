import { byId } from '../by-id.js';
import { nowOf } from '../case.js';
import { notLostAfterAll } from '../claims/not-lost.js';
import { ask } from '../compose/ask.js';
import { tell } from '../compose/tell.js';
import type { SupplierCase } from '../context.js';
import { foldHappening } from '../fold-happening.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import { without } from '../present.js';
import type { SupplierTransaction } from '../model/transaction.js';
import { ActRefusal, type ActOf } from './act.js';
import {
  done,
  refused,
  sendCell,
  whyNotTell,
  type ActOutcome,
  type RequesterRule,
  type SupplierRule,
} from './act-rule.js';
import { laterDue } from './loan-terms.js';

/** Asks for more time; the supplier's RenewResponse decides. Table 3.7. */
export const renew: RequesterRule<'renew'> = {
  whyNot(c) {
    const cell = sendCell(c, 'Renew');
    if (cell === undefined) return ActRefusal.NotSentYet;
    if (cell !== 'unless-renewal-waits') return ActRefusal.NotInThisState;
    if (c.state.returnShipped !== undefined) return ActRefusal.AlreadyReturned;
    return c.state.renewPending === undefined ? undefined : ActRefusal.RenewalWaits;
  },
  perform(c, act) {
    const asking = { ...c.state, renewPending: nowOf(c.ctx) };
    const { state, owe } = ask({ ...c, state: asking }, 'Renew', act.note);
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff ask to renew the loan.',
        transactions: byId(c.transaction, state),
        owe,
        facts: { verb: act.verb },
      }),
    );
  },
};

/** Yes with a later due date, or No with the one that holds. What is on its way back is not renewed. Source: iso18626.md 3.5, mark rp. */
export const answerRenewal: SupplierRule<'answer-renewal'> = {
  whyNot({ state }) {
    if (state.renewPending === undefined) return ActRefusal.NoRenewalWaits;
    return state.closedAt === undefined ? undefined : ActRefusal.NotInThisState;
  },
  perform(c, act) {
    if (act.answer === undefined) return refused(ActRefusal.AnswerMissing);
    if (act.answer === 'yes') return granted(c, act);
    const facts = { verb: act.verb, answer: act.answer };
    const { happenings } = answerWaitingRenewal(c, 'Staff do not renew the loan.', act.note);
    return done(...happenings.map((told) => ({ ...told, kind: HappeningKind.Act, facts })));
  },
};

function granted(c: SupplierCase, act: ActOf<'answer-renewal'>): ActOutcome {
  if (c.state.returnShipped !== undefined) return refused(ActRefusal.AlreadyReturned);
  if (whyNotTell(c, 'Loaned', 'repeat', 'withdrawal') !== undefined)
    return refused(ActRefusal.NotInThisState);
  const dated = laterDue(act.dueDate, c);
  if ('refusal' in dated) return dated;
  const { due } = dated;
  const state: SupplierTransaction = {
    ...without(c.state, 'renewPending', 'heldFrom', 'dueBeforeRecall'),
    state: 'Loaned',
    dueDate: due,
    renewals: (c.state.renewals ?? 0) + 1,
  };
  const told = tell({ ...c, state }, { reasonForMessage: 'RenewResponse', answerYesNo: 'Y', note: act.note });
  return done(
    happened(HappeningKind.Act, {
      ...notLostAfterAll(c, c.ctx),
      because: 'Staff renew the loan.',
      transactions: byId(c.transaction, told.state),
      owe: told.owe,
      event: { type: 'due-changed', dueDate: due },
      facts: { verb: act.verb, answer: 'yes' },
    }),
  );
}

/**
 * The No that a waiting Renew is owed, as an entry and a message of its own, and the case as it stands then. Nothing when
 * no Renew waits.
 */
export function answerWaitingRenewal(
  c: SupplierCase,
  because: string,
  note?: string,
): { happenings: Happening[]; after: SupplierCase } {
  if (c.state.renewPending === undefined) return { happenings: [], after: c };
  const state = without(c.state, 'renewPending');
  const told = tell({ ...c, state }, { reasonForMessage: 'RenewResponse', answerYesNo: 'N', note });
  const happening = happened(HappeningKind.MessageOwed, {
    because,
    transactions: byId(c.transaction, told.state),
    owe: told.owe,
  });
  return {
    happenings: [happening],
    after: { ...c, view: foldHappening(c.view, happening), state: told.state },
  };
}

/** Why nothing else is told of the due date: a question about it waits. */
export function noRenewalWaits({ state }: SupplierCase): ActRefusal | undefined {
  return state.renewPending === undefined ? undefined : ActRefusal.RenewalWaits;
}
