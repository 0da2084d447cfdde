import { nowOf } from '../case.js';
import { statusReason, tell } from '../compose/tell.js';
import { addDays, endOfDay, millisecondsOf } from '../compose/timestamps.js';
import type { SupplierCase } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import { present, without } from '../present.js';
import { closed } from '../record/suppliers.js';
import type { Instant, SupplierTransaction } from '../transaction.js';
import { ActRefusal, type Refused } from './act.js';
import { done, refused, whyNotTell, type SupplierRule } from './act-rule.js';
import { answerWaitingCancel } from './waiting-cancel.js';

/** Staff have the item and mean to send it. Table 3.4. */
export const willSupply: SupplierRule<'will-supply'> = {
  whyNot: (c) =>
    whyNotTell(c, 'WillSupply') ?? (c.state.cancelPending === undefined ? undefined : ActRefusal.CancelWaits),
  perform(c, act) {
    const expected = act.expectedAt === undefined ? undefined : endOfDay(act.expectedAt);
    if (act.expectedAt !== undefined && expected === undefined) return refused(ActRefusal.DateUnreadable);
    const state: SupplierTransaction = present({
      ...c.state,
      state: 'WillSupply' as const,
      expectedDeliveryDate: expected ?? c.state.expectedDeliveryDate,
    });
    const told = tell({ ...c, state }, { reasonForMessage: statusReason(c.state), note: act.note });
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff will supply it.',
        transactions: { [c.transaction]: told.state },
        owe: told.owe,
        event: { type: 'will-supply' },
        facts: { verb: act.verb },
      }),
    );
  },
};

/** Unfilled, with its reason; it ends a Cancel that waits, which needs no answer then. Table 3.4. */
export const cannotSupply: SupplierRule<'cannot-supply'> = {
  whyNot: (c) => whyNotTell(c, 'Unfilled'),
  perform(c, act) {
    const reason = act.reasonUnfilled?.trim();
    if (reason === undefined || reason === '') return refused(ActRefusal.ReasonMissing);
    const at = nowOf(c.ctx);
    const state: SupplierTransaction = without(
      { ...c.state, state: 'Unfilled', closedAt: at },
      'cancelPending',
    );
    const told = tell(
      { ...c, state },
      { reasonForMessage: statusReason(c.state), note: act.note, reasonUnfilled: { value: reason } },
    );
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff cannot supply it.',
        record: closed(c.view.record, at),
        transactions: { [c.transaction]: told.state },
        owe: told.owe,
        event: { type: 'closed', outcome: 'Unfilled' },
        facts: { verb: act.verb },
      }),
    );
  },
};

/** Yes or no to a Cancel that waits. */
export const answerCancel: SupplierRule<'answer-cancel'> = {
  whyNot: (c) =>
    c.state.cancelPending === undefined ? ActRefusal.NoCancelWaits : whyNotTell(c, 'Cancelled'),
  perform(c, act) {
    if (act.answer === undefined) return refused(ActRefusal.AnswerMissing);
    const facts = { verb: act.verb, answer: act.answer };
    if (act.answer === 'yes') return done({ ...agreeToCancel(c, act.note), facts });
    return done(
      ...answerWaitingCancel(c, { because: 'Staff do not cancel.', note: act.note }).happenings.map(
        (told) => ({ ...told, kind: HappeningKind.Act, facts }),
      ),
    );
  },
};

function agreeToCancel(c: SupplierCase, note: string | undefined): Happening {
  const at = nowOf(c.ctx);
  const state: SupplierTransaction = without(
    { ...c.state, state: 'Cancelled', closedAt: at },
    'cancelPending',
  );
  const told = tell({ ...c, state }, { reasonForMessage: 'CancelResponse', answerYesNo: 'Y', note });
  return happened(HappeningKind.Act, {
    because: 'Staff agree to cancel.',
    record: closed(c.view.record, at),
    transactions: { [c.transaction]: told.state },
    owe: told.owe,
    event: { type: 'closed', outcome: 'Cancelled' },
  });
}

/** The due date that was given, or else the policy's: the last second of its day. Refused when unreadable or over. */
export function dueDateOf(given: string | undefined, c: SupplierCase): { due: Instant } | Refused {
  const { loan } = c.ctx.policy;
  const days = loan.transitOutDays + loan.days + loan.transitBackDays;
  const due = endOfDay(given ?? addDays(nowOf(c.ctx), days).slice(0, 10));
  if (due === undefined) return refused(ActRefusal.DateUnreadable);
  return millisecondsOf(due) < c.ctx.at.now.getTime() ? refused(ActRefusal.DueDateInThePast) : { due };
}
