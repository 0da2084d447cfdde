import { byId } from '../../by-id.js';
import type { Status } from '../../../iso18626/index.js';
import { whyNotWriteOff } from '../../claims/acts/shelf-check.js';
import { notLostAfterAll } from '../../claims/not-lost.js';
import { nowOf } from '../../case.js';
import { tell } from '../../compose/tell.js';
import type { SupplierCase } from '../../context.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening, type LoanEvent } from '../../happening.js';
import { millisecondsOf } from '../../compose/timestamps.js';
import { present, without } from '../../present.js';
import { completed } from '../../record/suppliers.js';
import { withDecided } from '../../model/reports.js';
import type { SupplierTransaction } from '../../model/transaction.js';
import { ActRefusal, type Act } from '../act.js';
import { done, refused, whyNotTell, whyNotTellOnLoan, type SupplierRule } from '../act-rule.js';
import { dueOr, laterDue, recallDue } from '../loan-terms.js';
import { answerWaitingRenewal, noRenewalWaits } from '../renewal.js';

/** A later due date, unasked; what is overdue is on loan again by it. Table 3.4. */
export const extend: SupplierRule<'extend'> = {
  whyNot(c) {
    const isExtended = c.state.state === 'Loaned' || c.state.state === 'Overdue';
    if (!isExtended) return ActRefusal.NotInThisState;
    return whyNotTellOnLoan(c, 'Loaned', 'repeat', 'withdrawal') ?? noRenewalWaits(c);
  },
  perform(c, act) {
    const dated = laterDue(act.dueDate, c);
    if ('refusal' in dated) return dated;
    const { due } = dated;
    const told = changed(c, act, {
      state: { ...c.state, state: 'Loaned', dueDate: due },
      because: 'Staff extend the loan.',
      event: { type: 'due-changed', dueDate: due },
    });
    return done({ ...told, ...notLostAfterAll(c, c.ctx) });
  },
};

/** The item is wanted back sooner; a renewal that waits is answered No before. Table 3.4; practice.md 5.3 for the date. */
export const recall: SupplierRule<'recall'> = {
  whyNot: (c) => whyNotTellOnLoan(c, 'Recalled'),
  perform(c, act) {
    const dated = dueOr(act.dueDate, recallDue(c), c.ctx);
    if ('refusal' in dated) return dated;
    if (isLaterThanDue(dated.due, c)) return refused(ActRefusal.DueDateNotSooner);
    const { happenings, after } = answerWaitingRenewal(c, 'Not renewed: the item is being recalled.');
    const { due } = dated;
    const state: SupplierTransaction = present({
      ...without(after.state, 'heldFrom'),
      state: 'Recalled' as const,
      dueDate: due,
      dueBeforeRecall: c.state.dueBeforeRecall ?? c.state.dueDate,
    });
    return done(
      ...happenings,
      changed(after, act, {
        state,
        because: 'Staff recall the item.',
        event: present({ type: 'due-changed' as const, dueDate: due }),
      }),
    );
  },
};

/** A recall that gives more time than the loan has left is none; what is overdue has none left. */
function isLaterThanDue(due: string, { state: { dueDate }, ctx }: SupplierCase): boolean {
  if (dueDate === undefined || millisecondsOf(dueDate) < ctx.at.now.getTime()) return false;
  return millisecondsOf(due) > millisecondsOf(dueDate);
}

/** The item is not wanted back sooner any more: on loan, until when it was due before. Table 3.4, mark w. */
export const withdrawRecall: SupplierRule<'withdraw-recall'> = {
  whyNot: (c) =>
    c.state.state === 'Recalled' ? whyNotTellOnLoan(c, 'Loaned', 'withdrawal') : ActRefusal.NotInThisState,
  perform(c, act) {
    const dated = dueOr(act.dueDate, c.state.dueBeforeRecall ?? c.state.dueDate, c.ctx);
    if ('refusal' in dated) return dated;
    const { due } = dated;
    const state: SupplierTransaction = present({
      ...without(c.state, 'dueBeforeRecall'),
      state: 'Loaned' as const,
      dueDate: due,
    });
    return done(
      changed(c, act, {
        state,
        because: 'Staff withdraw the recall.',
        event: present({ type: 'due-changed' as const, dueDate: due }),
      }),
    );
  },
};

/** The requester is reminded by hand, as the clock does: not before it is due, and not while it cannot return it. Table 3.4; 7.5 nr. 75. */
export const overdueNotice: SupplierRule<'overdue-notice'> = {
  whyNot(c) {
    const { dueDate, requesterHold } = c.state;
    const whyNot = whyNotTellOnLoan(c, 'Overdue', 'repeat') ?? noRenewalWaits(c);
    if (whyNot !== undefined) return whyNot;
    if (requesterHold !== undefined) return ActRefusal.Held;
    const isDue = dueDate !== undefined && millisecondsOf(dueDate) < c.ctx.at.now.getTime();
    return isDue ? undefined : ActRefusal.NotDueYet;
  },
  perform: (c, act) =>
    done(
      changed(c, act, {
        state: { ...without(c.state, 'dueBeforeRecall'), state: 'Overdue' },
        because: 'Staff remind the requester that the item is overdue.',
        event: present({ type: 'overdue' as const, dueDate: c.state.dueDate }),
      }),
    ),
};

/** The loan ends without the item: it is lost and not on our shelves, or not worth sending back. What it costs is settled beside. Table 3.4; iso18626.md 3.9. */
export const closeWithoutReturn: SupplierRule<'close-without-return'> = {
  whyNot: (c) => whyNotTell(c, 'CompletedWithoutReturn') ?? whyNotWriteOff(c),
  perform(c, act) {
    const at = nowOf(c.ctx);
    const settled = without(c.state, 'renewPending', 'requesterHold', 'heldFrom', 'dueBeforeRecall');
    const record = withDecided(c.view.record, 'lost', { decision: 'written-off', at });
    const told = changed(c, act, {
      state: { ...settled, state: 'CompletedWithoutReturn', closedAt: at },
      because: 'Staff close the loan without the item.',
      event: { type: 'closed', outcome: 'CompletedWithoutReturn' },
    });
    return done({ ...told, record: completed(without(record, 'assumedLostAt'), at) });
  },
};

/** An act that tells the requester the status that it has led to. */
export function changed(
  c: SupplierCase,
  act: Act & { note?: string },
  change: {
    state: SupplierTransaction;
    because: string;
    event?: LoanEvent;
    status?: Status & 'ReleaseHoldReturn';
  },
): Happening {
  const { state, because, event, status } = change;
  const told = tell(
    { ...c, state },
    present({ reasonForMessage: 'StatusChange' as const, note: act.note, status }),
  );
  return happened(HappeningKind.Act, {
    because,
    transactions: byId(c.transaction, told.state),
    owe: told.owe,
    event,
    facts: { verb: act.verb },
  });
}
