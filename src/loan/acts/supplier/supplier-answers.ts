import { byId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { statusReason, tell } from '../../compose/tell.js';
import { addSpan, dayIn, endOf, endOfWrittenDay, openDayFrom } from '../../clocks/calendar.js';
import { millisecondsOf } from '../../compose/timestamps.js';
import type { SupplierCase } from '../../context.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening, type LoanEvent } from '../../happening.js';
import { present, without } from '../../present.js';
import { isDeclined } from '../../offers/offer.js';
import { closed } from '../../record/suppliers.js';
import type { Instant, SupplierTransaction } from '../../model/transaction.js';
import { ActRefusal, type ActOf, type Refused } from '../act.js';
import { done, refused, whyNotTell, type ActOutcome, type SupplierRule } from '../act-rule.js';
import { answerWaitingCancel } from './waiting-cancel.js';

/** Staff have the item and mean to send it. Table 3.4. */
export const willSupply: SupplierRule<'will-supply'> = {
  whyNot: (c) => whyNotPromise(c, 'WillSupply'),
  perform: (c, act) =>
    promised(c, act, {
      state: 'WillSupply',
      because: 'Staff will supply it.',
      event: { type: 'will-supply' },
    }),
};

/** Staff expect to have the item, and do not promise it. Table 3.4. */
export const expect: SupplierRule<'expect'> = {
  whyNot: (c) => whyNotPromise(c, 'ExpectToSupply'),
  perform: (c, act) => promised(c, act, { state: 'ExpectToSupply', because: 'Staff expect to supply it.' }),
};

function whyNotPromise(c: SupplierCase, status: 'WillSupply' | 'ExpectToSupply'): ActRefusal | undefined {
  return whyNotTell(c, status) ?? (c.state.cancelPending === undefined ? undefined : ActRefusal.CancelWaits);
}

function promised(
  c: SupplierCase,
  act: ActOf<'will-supply' | 'expect'>,
  promise: { state: 'WillSupply' | 'ExpectToSupply'; because: string; event?: LoanEvent },
): ActOutcome {
  const expected =
    act.expectedAt === undefined ? undefined : endOfWrittenDay(act.expectedAt, c.ctx.calendars.ours);
  if (act.expectedAt !== undefined && expected === undefined) return refused(ActRefusal.DateUnreadable);
  const state: SupplierTransaction = present({
    ...c.state,
    state: promise.state,
    expectedDeliveryDate: expected ?? c.state.expectedDeliveryDate,
  });
  const told = tell({ ...c, state }, { reasonForMessage: statusReason(c.state), note: act.note });
  return done(
    happened(HappeningKind.Act, {
      because: promise.because,
      transactions: byId(c.transaction, told.state),
      owe: told.owe,
      event: promise.event,
      facts: { verb: act.verb },
    }),
  );
}

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
        transactions: byId(c.transaction, told.state),
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
    transactions: byId(c.transaction, told.state),
    owe: told.owe,
    event: { type: 'closed', outcome: 'Cancelled' },
  });
}

/**
 * The due date that was given, or else the one that was offered, or else the policy's, to the end of its day in our zone.
 * Refused when unreadable or over.
 */
export function dueDateOf(given: string | undefined, c: SupplierCase): { due: Instant } | Refused {
  const { ours } = c.ctx.calendars;
  const due = given === undefined ? (offeredDueDate(c) ?? policyDueDate(c)) : endOfWrittenDay(given, ours);
  if (due === undefined) return refused(ActRefusal.DateUnreadable);
  return millisecondsOf(due) < c.ctx.at.now.getTime() ? refused(ActRefusal.DueDateInThePast) : { due };
}

/** The day that the conditions named, of this transaction or of the one that it asks again; not where it is over. */
function offeredDueDate({ state, view, ctx }: SupplierCase): Instant | undefined {
  const before = state.previous === undefined ? undefined : view.transactions.get(state.previous);
  const offer = state.offer ?? before?.offer;
  const dueDate = offer === undefined || isDeclined(offer) ? undefined : offer.terms.dueDate;
  if (dueDate === undefined || millisecondsOf(dueDate) < ctx.at.now.getTime()) return undefined;
  // An offer says a day; when that day ends, our clock says.
  return dueDate.endsWith('T23:59:59Z') ? endOfWrittenDay(dueDate.slice(0, 10), ctx.calendars.ours) : dueDate;
}

/** The loan's days, with the way out and where the date means *back at us* the way back; never a day on which we are closed. */
function policyDueDate(c: SupplierCase): Instant {
  const { policy, calendars } = c.ctx;
  const { transitOutDays, days, transitBackDays, dueIs } = policy.loan;
  const spans = [transitOutDays, days, ...(dueIs === 'back-at-supplier' ? [transitBackDays] : [])];
  const at = spans.reduce<Instant>((from, span) => addSpan(from, span, calendars.ours), nowOf(c.ctx));
  return endOf(openDayFrom(dayIn(at, calendars.ours), calendars.ours), calendars.ours);
}
