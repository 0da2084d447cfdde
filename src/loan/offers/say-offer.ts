import { addSpan } from '../clocks/calendar.js';
import { nowOf } from '../case.js';
import { noteOf } from '../compose/notes.js';
import { nextTimestamp, laterOf } from '../compose/timestamps.js';
import { statusReason, tell, type Told } from '../compose/tell.js';
import type { RuleContext, SupplierCase } from '../context.js';
import type { Calendars } from '../policy.js';
import { present, without } from '../present.js';
import type { Instant, SupplierTransaction, Transaction } from '../model/transaction.js';
import { costsText } from './costs.js';
import { OfferPractice, usualPractice, type Offer, type OfferTerms } from './offer.js';
import { dueBackLine } from './read-offer.js';

/** How the peer of a transaction names conditions. */
export function practiceWith(state: Transaction, ctx: RuleContext): OfferPractice {
  return ctx.practiceOf?.(state.peer) ?? usualPractice(state.edition);
}

/** Until when an offer should be answered where nobody says it, in the requester's calendar. Source: practice.md 5.3, `condition`. */
export function answerByPolicy(ctx: RuleContext, requester: keyof Calendars): Instant {
  return addSpan(nowOf(ctx), ctx.policy.condition.answer, ctx.calendars[requester]);
}

/** What a supplier offers: made of an act, not said yet. */
export interface Offering {
  terms: OfferTerms;
  practice: OfferPractice;
  reason?: string;
  answerBy: Instant;
  /** Whether the supplier said until when, so that the requester is told. */
  isTold: boolean;
  note: string | undefined;
}

/** The offer, said in its practice: the transaction with it, and the message that is owed. Source: iso18626.md 3.10. */
export function sayOffer(c: SupplierCase, offering: Offering): Told {
  const { terms, practice, reason, answerBy } = offering;
  const offer: Offer = present({
    by: 'us' as const,
    practice,
    at: nowOf(c.ctx),
    answerBy,
    state: 'open' as const,
    reason,
    terms,
  });
  const told = { ...c, state: { ...c.state, offer } };
  return practice === OfferPractice.Retry ? sayRetry(told, offering) : sayBesideWillSupply(told, offering);
}

function sayRetry(c: SupplierCase, { terms, reason, answerBy, isTold, note }: Offering): Told {
  const state: SupplierTransaction = without(
    { ...c.state, state: 'RetryPossible', closedAt: nowOf(c.ctx) },
    'cancelPending',
  );
  const { dueDate, ...named } = terms;
  const retryInfo = present({ ...named, retryBefore: named.retryBefore ?? (isTold ? answerBy : undefined) });
  return tell(
    { ...c, state },
    {
      reasonForMessage: statusReason(c.state),
      note: noteOf(dueBackLine(dueDate), note),
      reasonRetry: reason === undefined ? undefined : { value: reason },
      ...(Object.keys(retryInfo).length === 0 ? {} : { retryInfo }),
    },
  );
}

function sayBesideWillSupply(c: SupplierCase, offering: Offering): Told {
  const { terms } = offering;
  const state: SupplierTransaction = { ...c.state, state: 'WillSupply' };
  // The schema wants a dateSent beside a condition, although nothing has been sent.
  const dateSent = nextTimestamp(c.ctx.at.now, laterOf(state.lastSentAt, state.lastChange));
  return tell(
    { ...c, state },
    present({
      reasonForMessage: statusReason(c.state),
      note: noteOf(...linesOf(offering), offering.note),
      retryInfo: terms.offeredCosts === undefined ? undefined : { offeredCosts: terms.offeredCosts },
      deliveryInfo:
        terms.loanCondition === undefined ? undefined : { dateSent, loanCondition: terms.loanCondition },
    }),
  );
}

/** What people read; a system that reads the elements, or has its own words for them, needs no line of ours for those. */
function linesOf({ terms, practice, answerBy, isTold }: Offering): (string | undefined)[] {
  const payment = terms.paymentMethod?.map(({ value }) => value).join(', ');
  return [
    practice === OfferPractice.WillSupply ? inWords(terms) : undefined,
    payment === undefined ? undefined : `Payment: ${payment}.`,
    dueBackLine(terms.dueDate),
    isTold ? `An answer is needed by ${answerBy.slice(0, 10)}.` : undefined,
    practice === OfferPractice.AcceptReject ? 'Please respond `ACCEPT` or `REJECT`.' : undefined,
  ];
}

function inWords(terms: OfferTerms): string | undefined {
  const said = termsInWords(terms);
  return said === '' ? undefined : `On these conditions: ${said}.`;
}

/** `LibraryUseOnly, 12.00 EUR`: what has to be agreed to, as people read it. */
export function termsInWords({ loanCondition = [], offeredCosts = [], dueDate }: OfferTerms): string {
  return [
    ...loanCondition.map(({ value }) => value),
    ...offeredCosts.map(costsText),
    ...(dueDate === undefined ? [] : [`back by ${dueDate.slice(0, 10)}`]),
  ].join(', ');
}
