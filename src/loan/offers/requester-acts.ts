import type { Costs } from '../../iso18626/index.js';
import { ActRefusal, type ActOf, type OfferedCost, type Refused } from '../acts/act.js';
import { done, refused, sendCell, type ActOutcome, type RequesterRule } from '../acts/act-rule.js';
import { nowOf } from '../case.js';
import { millisecondsOf } from '../compose/timestamps.js';
import type { RequesterCase } from '../context.js';
import { HappeningKind } from '../happening.js';
import { acceptOffer, declineOffer, type Answering } from './answer-offer.js';
import { askAgain, reachAgain } from './ask-again.js';
import { currencyOf, isCosts } from './costs.js';
import { isOpenOffer, OfferPractice, type Offer, type OfferTerms } from './offer.js';
import { retryReasonOf, termsFor } from './retry-reasons.js';
import { answered, withAnswered } from './settle-offer.js';

const unanswerable: Offer = {
  by: 'peer',
  practice: OfferPractice.Retry,
  at: '',
  answerBy: '',
  state: 'lapsed',
  terms: {},
};

/** Staff take what the supplier offers: by a note or by a new request, as the practice is. Source: iso18626.md 3.10. */
export const acceptCondition: RequesterRule<'accept-condition'> = {
  whyNot: (c) => whyNotAnswer(c) ?? whyNotAgain(c),
  perform(c, act) {
    const offer = offerOf(c);
    const terms = chosen(c, offer.terms, act.currency);
    if ('refusal' in terms) return terms;
    const because = 'Staff accept what the supplier offers.';
    return taken(acceptOffer(c, offer, { ...staff(act, because), terms }));
  },
};

/** Staff do not take it: the supplier hears so where it waits for an answer, and the next one is asked. */
export const declineCondition: RequesterRule<'decline-condition'> = {
  whyNot: whyNotAnswer,
  perform: (c, act) =>
    done(...declineOffer(c, offerOf(c), staff(act, 'Staff decline what the supplier offers.'))),
};

/** Staff ask the same supplier again, on terms of their own or as it was offered. Table 3.7, request Retry. */
export const retry: RequesterRule<'retry'> = {
  whyNot(c) {
    if (sendCell(c, 'Retry') !== 'yes') return ActRefusal.NotInThisState;
    if (c.view.record.phase !== 'open') return ActRefusal.RecordClosed;
    if (c.state.retriedAs !== undefined) return ActRefusal.NotInThisState;
    return reachAgain(c) === undefined ? ActRefusal.NobodyLeft : whyNotWhen(c);
  },
  perform(c, act) {
    const reach = reachAgain(c);
    if (reach === undefined) return refused(ActRefusal.NobodyLeft);
    const own = ownTerms(c, act);
    if ('refusal' in own) return own;
    const { offer } = c.state;
    const at = nowOf(c.ctx);
    const before = isOpenOffer(offer)
      ? withAnswered(c.state, answered(offer, { state: 'accepted', by: 'us', at }))
      : c.state;
    const { note: _note, ...asking } = staff(act, 'Staff ask the same supplier again.');
    return done(askAgain(c, reach, { ...asking, note: act.note, terms: own, before }));
  },
};

function staff(act: { verb: string; note?: string }, because: string): Answering {
  return { by: 'us', kind: HappeningKind.Act, because, note: act.note, facts: { verb: act.verb } };
}

function offerOf({ state }: RequesterCase): Offer {
  return state.offer ?? unanswerable;
}

function whyNotAnswer(c: RequesterCase): ActRefusal | undefined {
  if (c.state.conditionPending === undefined || !isOpenOffer(c.state.offer)) return ActRefusal.NoOffer;
  if (c.view.record.phase !== 'open') return ActRefusal.RecordClosed;
  return c.state.cancelPending === undefined ? undefined : ActRefusal.CancelWaits;
}

function whyNotAgain(c: RequesterCase): ActRefusal | undefined {
  if (offerOf(c).practice !== OfferPractice.Retry) return undefined;
  return reachAgain(c) === undefined ? ActRefusal.NobodyLeft : whyNotWhen(c);
}

/** Before retryAfter and after retryBefore the supplier would only say it again. */
function whyNotWhen({ state, ctx }: RequesterCase): ActRefusal | undefined {
  const { retryAfter, retryBefore } = state.offer?.terms ?? {};
  const now = ctx.at.now.getTime();
  if (retryAfter !== undefined && millisecondsOf(retryAfter) > now) return ActRefusal.RetryTooEarly;
  return retryBefore !== undefined && millisecondsOf(retryBefore) < now ? ActRefusal.OfferOver : undefined;
}

/** Of several prices the one in the currency that we asked in; where that does not decide, staff name one. */
function chosen({ view }: RequesterCase, terms: OfferTerms, named: string | undefined): OfferTerms | Refused {
  const costs = terms.offeredCosts ?? [];
  if (costs.length === 0) return terms;
  const currency = named ?? view.record.billingInfo?.maximumCosts?.currencyCode.value;
  const inOurs = costs.filter((each) => currencyOf(each) === currency?.trim().toUpperCase());
  const [first, ...others] = inOurs.length > 0 || named !== undefined ? inOurs : costs;
  if (first === undefined) return refused(ActRefusal.CostsUnclear);
  return others.length > 0 ? refused(ActRefusal.CostsUnclear) : { ...terms, offeredCosts: [first] };
}

/** The offer's terms with what staff choose of them or set themselves. */
function ownTerms(c: RequesterCase, act: ActOf<'retry'>): OfferTerms | Refused {
  const { retryAfter: _after, retryBefore: _before, ...offered } = c.state.offer?.terms ?? {};
  const terms = { ...offered, ...pickedBy(act, c.state.offer) };
  if (act.cost === undefined) return chosen(c, terms, undefined);
  const costs = costsOf(c, act.cost);
  return costs === undefined ? refused(ActRefusal.CostUnreadable) : { ...terms, offeredCosts: [costs] };
}

/** What staff pick of the things that the reason offers: one volume of several, another edition. */
function pickedBy({ offered = [] }: ActOf<'retry'>, offer: Offer | undefined): OfferTerms {
  const reason = offer?.reason === undefined ? undefined : retryReasonOf(offer.reason);
  return reason === undefined || offered.length === 0 ? {} : (termsFor(reason, offered) ?? {});
}

function costsOf({ view, state }: RequesterCase, { value, currency }: OfferedCost): Costs | undefined {
  const known =
    currency ??
    state.offer?.terms.offeredCosts?.[0]?.currencyCode.value ??
    view.record.billingInfo?.maximumCosts?.currencyCode.value;
  const costs: Costs = {
    currencyCode: { value: (known ?? '').trim().toUpperCase() },
    monetaryValue: value.trim(),
  };
  return isCosts(costs) ? costs : undefined;
}

function taken(happenings: ReturnType<typeof acceptOffer>): ActOutcome {
  return happenings === undefined ? refused(ActRefusal.NobodyLeft) : done(...happenings);
}
