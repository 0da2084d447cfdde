import { byId } from '../../by-id.js';
import { nowOf, supplierCase } from '../../case.js';
import { autoDraft } from '../../claims/auto-draft.js';
import { tell } from '../../compose/tell.js';
import { present } from '../../present.js';
import type { SupplierTransaction } from '../../model/transaction.js';
import { PlanRule } from '../planned.js';
import { advise, struck, type Strike } from './striking.js';

/** Before the due date: the other library hears a friendly word, or our own staff and reader do. */
export const dueReminder: Strike = (striking, ctx) => {
  const { view, planned } = striking;
  if (view.record.role === 'requester') {
    const dueDate = view.transactions.get(planned.subject)?.dueDate;
    return [struck(striking, { event: present({ type: 'due-soon' as const, dueDate }) }, ctx)];
  }
  const c = supplierCase({ view, transaction: planned.subject }, ctx);
  const note = `A friendly reminder: the item is due back with us on ${(c.state.dueDate ?? '').slice(0, 10)}.`;
  const told = tell(c, { reasonForMessage: 'Notification', note });
  return [struck(striking, { transactions: byId(planned.subject, told.state), owe: told.owe }, ctx)];
};

export const overdueNotice: Strike = (striking, ctx) => overdue(undefined)(striking, ctx);

export const finalNotice: Strike = (striking, ctx) =>
  overdue('This is our last reminder. Please send the item back, or tell us if it cannot be found.')(
    striking,
    ctx,
  );

function overdue(note: string | undefined): Strike {
  return (striking, ctx) => {
    const { view, planned } = striking;
    const c = supplierCase({ view, transaction: planned.subject }, ctx);
    const state: SupplierTransaction = { ...c.state, state: 'Overdue' };
    const told = tell({ ...c, state }, { reasonForMessage: 'StatusChange', note });
    const event = present({ type: 'overdue' as const, dueDate: state.dueDate });
    const facts = planned.rule === PlanRule.OverdueNotice ? { step: stepOf(planned.id) } : {};
    const transactions = byId(planned.subject, told.state);
    return [struck(striking, { transactions, owe: told.owe, event, facts }, ctx)];
  };
}

/** Which rung of the ladder it is, as the last part of a planned event's id says. */
function stepOf(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

export const assumedLost: Strike = (striking, ctx) => {
  const text =
    'Assumed lost. Look on your shelves once more, then write to the requester and settle with it what the loss costs.';
  const record = { ...striking.view.record, assumedLostAt: nowOf(ctx) };
  const claims = autoDraft({ view: striking.view, transaction: striking.planned.subject }, ctx);
  return [struck(striking, { record, claims, event: { type: 'lost', text } }, ctx)];
};

export const recallOver = advise(({ view }) =>
  view.record.role === 'supplier'
    ? 'The item that we recalled is not on its way back: call or write to the requester.'
    : 'The supplier wants the item back, and the time for it is over: send it back now, or tell the supplier why not.',
);

/** Missed ones of a row strike as one, the last. */
export const series: readonly (readonly PlanRule[])[] = [
  [PlanRule.DueReminder, PlanRule.OverdueNotice, PlanRule.FinalNotice],
  [PlanRule.AnswerWarning, PlanRule.AnswerLate, PlanRule.NoAnswer],
  [PlanRule.ConditionWarning, PlanRule.ConditionExpired],
  [PlanRule.CheckInReminder, PlanRule.ReturnProblem],
];
