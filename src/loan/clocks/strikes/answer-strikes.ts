import { byId } from '../../by-id.js';
import { sendCell } from '../../acts/act-rule.js';
import { nowOf, requesterCase, supplierCase } from '../../case.js';
import { ask } from '../../compose/ask.js';
import type { RequesterCase, RuleContext } from '../../context.js';
import { foldHappening } from '../../fold-happening.js';
import type { Change } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import { declineOffer } from '../../offers/answer-offer.js';
import { isOpenOffer, type Offer } from '../../offers/offer.js';
import { answered, withAnswered } from '../../offers/settle-offer.js';
import { without } from '../../present.js';
import { pickSupplier } from '../../record/next-supplier.js';
import { closed } from '../../record/suppliers.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { addSpan } from '../calendar.js';
import { advise, struck, type Strike, type Striking } from './striking.js';

export const answerWarning = advise(({ view, planned }) =>
  view.record.role === 'supplier'
    ? `Answer the request: the time for it ends soon. ${planned.because}`
    : 'The supplier has not answered yet, and its time ends soon. Remind it, or look for another.',
);

export const answerLate = advise(
  'The time to answer the request is over: answer it, or say that you cannot supply.',
);

export const questionLate = advise(
  'The requester waits for an answer, and the time for it is over: say yes or no.',
);

export const cancelUnanswered = advise(
  'The supplier has not answered whether it cancels. Call or write to it; until it answers, it may still send the item.',
);

export const conditionWarning = advise(
  'The supplier’s condition waits for an answer, and the time for it ends soon: accept or decline it.',
);

const noAnswerLeft = advise(
  'The supplier has not answered in time, and nobody else is left on the list: remind it, or name another supplier.',
);

/** Nobody answers in time: the request is taken back, and the next supplier is asked when the first has agreed. */
export const noAnswer: Strike = (striking, ctx) => {
  const c = caseOf(striking, ctx);
  const isNext = ctx.policy.respond.onExpiry === 'next-supplier' && isTakenBack(c);
  return isNext ? takeBack(striking, c) : noAnswerLeft(striking, ctx);
};

const declineByHand = advise('The supplier’s condition was not answered in time: accept or decline it now.');

/** A condition that nobody answers is declined where the policy says so. */
export const conditionExpired: Strike = (striking, ctx) => {
  const c = caseOf(striking, ctx);
  if (ctx.policy.condition.onExpiry === 'ask-staff') return declineByHand(striking, ctx);
  const { offer } = c.state;
  if (isOpenOffer(offer)) return declined(striking, offer, ctx);
  return mayCancel(c) ? takeBack(striking, c) : declineByHand(striking, ctx);
};

/** The strike, and then the answer as the practice of the two has it. */
function declined(striking: Striking, offer: Offer, ctx: RuleContext): Happening[] {
  const first = struck(striking, {}, ctx);
  const c = caseOf({ ...striking, view: foldHappening(striking.view, first) }, ctx);
  const because = 'Nobody has answered the condition in time: it is declined.';
  const answering = { by: 'clock', kind: HappeningKind.MessageOwed, because, facts: {} } as const;
  return [first, ...declineOffer(c, offer, answering)];
}

/**
 * Nobody took what we offered. What we promised to supply stays until staff say something; where we said RetryPossible
 * all is said, so the loan is over, until the requester does ask again.
 */
export const offerLapsed: Strike = (striking, ctx) => {
  const { view, planned } = striking;
  const c = supplierCase({ view, transaction: planned.subject }, ctx);
  if (!isOpenOffer(c.state.offer)) return [];
  const at = nowOf(ctx);
  const lapsed = answered(c.state.offer, { state: 'lapsed', by: 'clock', at });
  const transactions = byId(planned.subject, withAnswered(c.state, lapsed));
  const change: Omit<Change, 'because'> =
    c.state.state === 'RetryPossible'
      ? { record: closed(view.record, at), event: { type: 'closed', outcome: 'RetryPossible' } }
      : { event: { type: 'needs-attention', text: offerUnanswered } };
  return [struck(striking, { transactions, ...change }, ctx)];
};

const offerUnanswered =
  'The requester has not answered what we offered: supply without an answer, or say that you cannot.';

function caseOf({ view, planned }: Striking, ctx: RuleContext): RequesterCase {
  return requesterCase({ view, transaction: planned.subject }, ctx);
}

function mayCancel(c: RequesterCase): boolean {
  return c.state.cancelPending === undefined && sendCell(c, 'Cancel') === 'unless-cancel-waits';
}

/** Only for somebody else: a late answer is better than none. */
function isTakenBack(c: RequesterCase): boolean {
  return mayCancel(c) && pickSupplier(c.view.record, c.ctx).next !== undefined;
}

function takeBack(striking: Striking, c: RequesterCase): ReturnType<Strike> {
  const at = nowOf(c.ctx);
  const state: RequesterTransaction = { ...c.state, cancelPending: at, expiredAt: at };
  const asked = ask({ ...c, state }, 'Cancel');
  return [struck(striking, { transactions: byId(c.transaction, asked.state), owe: asked.owe }, c.ctx)];
}

const renewalByHand = advise(
  'The supplier has not answered whether it renews: ask it once more, or send the item back in time.',
);

/** Silence is consent only where the code of the country says so. Source: practice.md 5.1 (ALA). */
export const renewalUnanswered: Strike = (striking, ctx) => {
  const c = caseOf(striking, ctx);
  const { dueDate } = c.state;
  if (ctx.policy.renewal.noAnswer === 'ask-staff' || dueDate === undefined)
    return renewalByHand(striking, ctx);
  const { renewal, loan } = ctx.policy;
  const days = renewal.days === 'same-as-loan' ? loan.days : renewal.days;
  const renewed = addSpan(dueDate, days, ctx.calendars.theirs);
  const state: RequesterTransaction = without(
    { ...c.state, dueDate: renewed, renewals: (c.state.renewals ?? 0) + 1, renewalAssumed: nowOf(ctx) },
    'renewPending',
  );
  const facts = { assumed: true, dueDate: renewed };
  const event = { type: 'due-changed' as const, dueDate: renewed };
  return [struck(striking, { transactions: byId(c.transaction, state), event, facts }, ctx)];
};
