import { byId } from '../by-id.js';
import { nowOf } from '../case.js';
import { ask } from '../compose/ask.js';
import { noteOf } from '../compose/notes.js';
import type { RequesterCase } from '../context.js';
import { foldHappening } from '../fold-happening.js';
import { happened } from '../happened.js';
import { type Happening, type HappeningKind } from '../happening.js';
import { present } from '../present.js';
import { askNext, pickSupplier } from '../record/next-supplier.js';
import { closed, supplierName, supplierOf, withOutcome } from '../record/suppliers.js';
import type { RequesterTransaction } from '../model/transaction.js';
import { askAgain, reachAgain } from './ask-again.js';
import { acceptedLine, acceptedTail } from './answer-words.js';
import { OfferPractice, type Offer, type OfferAnswerer, type OfferTerms } from './offer.js';
import { answered, withAnswered } from './settle-offer.js';

/** Who answers an offer, and what its entry says. */
export interface Answering {
  by: OfferAnswerer;
  kind: HappeningKind;
  because: string;
  note?: string | undefined;
  facts: NonNullable<Happening['facts']>;
  rule?: string;
  /** In place of the offer's own terms: one of several prices or volumes. */
  terms?: OfferTerms;
}

/** Accepts an open offer as its practice does; undefined where the supplier cannot be reached for a new request. Source: iso18626.md 3.10. */
export function acceptOffer(c: RequesterCase, offer: Offer, answering: Answering): Happening[] | undefined {
  const { by, rule } = answering;
  const settled = answered(offer, present({ state: 'accepted' as const, by, at: nowOf(c.ctx), rule }));
  const state = withAnswered(c.state, settled);
  if (offer.practice !== OfferPractice.Retry) return notified({ ...c, state }, offer, answering);
  const reach = reachAgain(c);
  if (reach === undefined) return undefined;
  const terms = answering.terms ?? offer.terms;
  return [askAgain(c, reach, { ...answering, terms, before: state })];
}

/** ACCEPT has to be all that a note says where a system reads it; what staff add follows in a note of its own. */
function notified(c: RequesterCase, offer: Offer, answering: Answering): Happening[] {
  const isWords = offer.practice === OfferPractice.WillSupply;
  const words = noteOf(acceptedLine(answering.terms ?? offer.terms), answering.note, acceptedTail);
  const said = answer(c, isWords ? words : 'ACCEPT', answering);
  return isWords ? [said] : [said, ...added(c, said, answering)];
}

function answer(c: RequesterCase, note: string | undefined, answering: Answering): Happening {
  const { state, owe } = ask(c, 'Notification', note);
  return happened(answering.kind, {
    because: answering.because,
    transactions: byId(c.transaction, state),
    owe,
    facts: answering.facts,
  });
}

function added(c: RequesterCase, said: Happening, answering: Answering): Happening[] {
  if (answering.note === undefined || answering.note.trim() === '') return [];
  const after = stateAfter(c, said);
  const because = 'What staff add to the answer goes in a note of its own.';
  return [answer({ ...c, state: after }, answering.note, { ...answering, because })];
}

function stateAfter(c: RequesterCase, said: Happening): RequesterTransaction {
  const state = said.transactions?.[c.transaction];
  return state?.role === 'requester' ? state : c.state;
}

/** Declines an open offer as its practice does, and where that ends it asks whoever is next. Source: iso18626.md 3.10. */
export function declineOffer(c: RequesterCase, offer: Offer, answering: Answering): Happening[] {
  const at = nowOf(c.ctx);
  const state = answering.by === 'clock' ? ('lapsed' as const) : ('declined' as const);
  const after = withAnswered(c.state, answered(offer, { state, by: answering.by, at }));
  switch (offer.practice) {
    case OfferPractice.Retry:
      return goneElsewhere({ ...c, state: after }, answering);
    case OfferPractice.AcceptReject: {
      const said = answer({ ...c, state: after }, 'REJECT', answering);
      return [said, ...added(c, said, answering)];
    }
    case OfferPractice.WillSupply:
    case OfferPractice.Markers:
      return [cancelled({ ...c, state: after }, answering)];
  }
}

function cancelled(c: RequesterCase, answering: Answering): Happening {
  const waiting = { ...c.state, cancelPending: nowOf(c.ctx) };
  const { state, owe } = ask({ ...c, state: waiting }, 'Cancel', answering.note);
  return happened(answering.kind, {
    because: answering.because,
    transactions: byId(c.transaction, state),
    owe,
    facts: answering.facts,
  });
}

/** RetryPossible has ended the transaction: nothing is owed to that supplier, and the next one is asked. */
function goneElsewhere(c: RequesterCase, answering: Answering): Happening[] {
  const { view, ctx, transaction } = c;
  const because = answering.because;
  const record = withOutcome(view.record, transaction, { outcome: 'retry-possible', because });
  const picked = pickSupplier(record, ctx);
  const declined = happened(answering.kind, {
    because,
    record: picked.next === undefined ? closed(picked.record, nowOf(ctx)) : picked.record,
    transactions: byId(transaction, c.state),
    event: picked.next === undefined ? { type: 'closed', outcome: 'Unfilled' } : undefined,
    facts: answering.facts,
  });
  const after = foldHappening(view, declined);
  return [declined, ...askNext(after, { ...picked, why: whyElsewhere(c) }, ctx)];
}

function whyElsewhere({ view, transaction }: RequesterCase): string {
  const supplier = supplierOf(view.record, transaction)?.[1];
  return `${supplier === undefined ? 'The supplier' : supplierName(supplier)} offers other terms than we take`;
}
