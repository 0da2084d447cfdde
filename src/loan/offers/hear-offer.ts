import { withId } from '../by-id.js';
import { nowOf } from '../case.js';
import { millisecondsOf } from '../compose/timestamps.js';
import { foldHappenings } from '../fold-happening.js';
import type { RequesterCase } from '../context.js';
import { received } from '../happened.js';
import { HappeningKind, type Happening, type Reaction } from '../happening.js';
import { present, without } from '../present.js';
import type { HeardAnswer } from '../receive/requester/requester-heard.js';
import type { RequesterTransaction } from '../model/transaction.js';
import { acceptingRule } from './accept-rule.js';
import { acceptOffer } from './answer-offer.js';
import { isOpenOffer, OfferPractice, type Offer } from './offer.js';
import { offerIn, type HeardOffer } from './read-offer.js';
import { answerByPolicy, practiceWith } from './say-offer.js';
import { answered, settlingOffers, withAnswered } from './settle-offer.js';

/** A supplier's message with the offer that it makes or settles kept in the transaction. Source: iso18626.md 3.6, 3.10. */
export function withOfferHeard(reaction: Reaction, heard: HeardAnswer): Reaction {
  if (!reaction.confirmation.ok) return reaction;
  const { c } = heard;
  const at = nowOf(c.ctx);
  const offer = offerAfter(heard);
  const happenings = settlingOffers(keeping(reaction.happenings, heard, offer), at);
  return { ...reaction, happenings: [...happenings, ...answeredByRule(heard, happenings)] };
}

/** A new offer that a rule of the house accepts is answered at once, by name. */
function answeredByRule({ c: before }: HeardAnswer, happenings: readonly Happening[]): Happening[] {
  const c = caseAfter(before, happenings);
  const { offer } = c?.state ?? {};
  const rules = before.ctx.acceptRules;
  if (c === undefined || rules === undefined || offer === before.state.offer || !mayAnswer(c)) return [];
  if (offer === undefined) return [];
  const now = nowOf(c.ctx);
  const found = acceptingRule(rules, { offer, record: c.view.record, peer: c.state.peer, now });
  if (found === undefined) return [];
  const { id, rule, terms, because } = found;
  const answering = { by: 'rule' as const, kind: HappeningKind.MessageOwed, because, facts: { rule: id } };
  return acceptOffer(c, offer, { ...answering, rule: rule.name, terms }) ?? [];
}

function mayAnswer({ state, view }: RequesterCase): boolean {
  return (
    isOpenOffer(state.offer) &&
    state.conditionPending !== undefined &&
    state.cancelPending === undefined &&
    view.record.phase === 'open' &&
    view.record.withdrawnAt === undefined
  );
}

/** The offer that holds after the message: a new one, the one before, or that one settled by what the note says. */
function offerAfter(heard: HeardAnswer): Offer | undefined {
  const { c, message } = heard;
  const { offer } = c.state;
  const { record } = c.view;
  const remarks = c.ctx.offerRemarks ?? [];
  const said = offerIn(message, { record, practice: practiceWith(c.state, c.ctx), remarks });
  if (said !== undefined && !isSame(said, offer)) return made(said, heard);
  if (!isOpenOffer(offer) || !remarks.includes('assumed')) return offer;
  return answered(offer, { state: 'accepted', by: 'assumed', at: nowOf(c.ctx) });
}

function isSame({ practice, terms }: HeardOffer, known: Offer | undefined): boolean {
  return known?.practice === practice && JSON.stringify(known.terms) === JSON.stringify(terms);
}

function made({ practice, reason, terms }: HeardOffer, { c }: HeardAnswer): Offer {
  const { retryBefore } = terms;
  return present({
    by: 'peer' as const,
    practice,
    at: nowOf(c.ctx),
    answerBy: retryBefore === undefined ? answerByPolicy(c.ctx, 'ours') : iso(retryBefore),
    state: 'open' as const,
    reason,
    terms,
  });
}

function iso(instant: string): string {
  return new Date(millisecondsOf(instant)).toISOString();
}

function keeping(
  happenings: readonly Happening[],
  heard: HeardAnswer,
  offer: Offer | undefined,
): Happening[] {
  const { transaction, state } = heard.c;
  if (offer === undefined) return [...happenings];
  const isTold = happenings.some(({ transactions }) => transactions?.[transaction] !== undefined);
  if (isTold) return happenings.map((happening) => kept(happening, transaction, offer));
  if (offer === state.offer) return [...happenings];
  const [first = received(heard.message, { because: 'The supplier names conditions.' }), ...rest] =
    happenings;
  const transactions = withId(first.transactions, transaction, withOffer(state, offer));
  return [{ ...first, transactions }, ...rest];
}

function kept(happening: Happening, transaction: string, offer: Offer): Happening {
  const state = happening.transactions?.[transaction];
  if (state?.role !== 'requester') return happening;
  return {
    ...happening,
    transactions: withId(happening.transactions, transaction, withOffer(state, offer)),
  };
}

/** Raises the flag where somebody has to agree to something; a mere word that it may be asked again later raises none. */
function withOffer(state: RequesterTransaction, offer: Offer): RequesterTransaction {
  if (!isOpenOffer(offer)) return withAnswered(state, offer);
  return wantsAnswer(offer)
    ? { ...state, offer, conditionPending: state.conditionPending ?? offer.at }
    : without({ ...state, offer }, 'conditionPending');
}

function wantsAnswer({ practice, terms }: Offer): boolean {
  const { retryAfter: _after, retryBefore: _before, ...agreeable } = terms;
  return practice !== OfferPractice.Retry || Object.keys(agreeable).length > 0;
}

/** The case as it stands after happenings of it. */
function caseAfter(c: RequesterCase, happenings: readonly Happening[]): RequesterCase | undefined {
  const view = foldHappenings(c.view, happenings);
  const state = view.transactions.get(c.transaction);
  return state?.role === 'requester' ? { ...c, view, state } : undefined;
}
