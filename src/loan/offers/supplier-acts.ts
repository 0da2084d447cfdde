import { byId } from '../by-id.js';
import type { Costs } from '../../iso18626/index.js';
import { ActRefusal, type ActOf, type OfferedCost, type Refused } from '../acts/act.js';
import { done, refused, whyNotTell, type ActOutcome, type SupplierRule } from '../acts/act-rule.js';
import { nowOf } from '../case.js';
import { endOfDay, millisecondsOf } from '../compose/timestamps.js';
import type { SupplierCase } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';
import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';
import { isCosts } from './costs.js';
import { OfferPractice, type OfferTerms } from './offer.js';
import { carriedBy, coded, retryReasonOf, termsFor, type RetryReason } from './retry-reasons.js';
import { answerByPolicy, practiceWith, sayOffer, type Offering } from './say-offer.js';

/** Staff would lend it on conditions, for a price or until a day, said in the requester's practice. Source: iso18626.md 3.10. */
export const conditional: SupplierRule<'conditional'> = {
  whyNot(c) {
    if (c.state.cancelPending !== undefined) return ActRefusal.CancelWaits;
    if (practiceWith(c.state, c.ctx) === OfferPractice.Retry) return whyNotTell(c, 'RetryPossible');
    // A promise may be repeated with conditions.
    return c.state.state === 'WillSupply' ? undefined : whyNotTell(c, 'WillSupply');
  },
  perform(c, act) {
    const terms = termsOf(c, act);
    if ('refusal' in terms) return terms;
    if (Object.keys(terms).length === 0) return refused(ActRefusal.TermsMissing);
    const practice = practiceWith(c.state, c.ctx);
    const reason = terms.loanCondition === undefined ? 'CostExceedsMaxCost' : 'MustMeetLoanCondition';
    const isDearer = terms.offeredCosts !== undefined || terms.loanCondition !== undefined;
    return offered(c, {
      act,
      terms,
      practice,
      reason: isDearer ? reason : 'ReqDelDateNotPossible',
    });
  },
};

/** Staff cannot supply it as asked, and say how or when it may be asked again. Source: iso18626.md 2.4. */
export const askRetry: SupplierRule<'ask-retry'> = {
  whyNot: (c) =>
    c.state.cancelPending === undefined ? whyNotTell(c, 'RetryPossible') : ActRefusal.CancelWaits,
  perform(c, act) {
    const reason = act.reasonRetry === undefined ? undefined : retryReasonOf(act.reasonRetry);
    if (reason === undefined) return refused(ActRefusal.RetryReasonMissing);
    const terms = retryTerms(c, reason, act);
    if ('refusal' in terms) return terms;
    return offered(c, { act, terms, practice: OfferPractice.Retry, reason });
  },
};

function offered(
  c: SupplierCase,
  given: {
    act: ActOf<'conditional'> | ActOf<'ask-retry'>;
    terms: OfferTerms;
    practice: OfferPractice;
    reason: string;
  },
): ActOutcome {
  const { act, terms, practice, reason } = given;
  const answerBy = answerByOf(c, 'answerBy' in act ? act.answerBy : terms.retryBefore);
  if (typeof answerBy === 'object') return answerBy;
  const offering: Offering = {
    terms,
    practice,
    ...(practice === OfferPractice.Retry ? { reason } : {}),
    answerBy: answerBy ?? answerByPolicy(c.ctx, 'theirs'),
    isTold: answerBy !== undefined,
    note: act.note,
  };
  const told = sayOffer(c, offering);
  return done(
    happened(HappeningKind.Act, {
      because: 'Staff name what they would supply on.',
      transactions: byId(c.transaction, told.state),
      owe: told.owe,
      facts: { verb: act.verb },
    }),
  );
}

function termsOf(c: SupplierCase, act: ActOf<'conditional'>): OfferTerms | Refused {
  const costs = costsOf(c, act.cost);
  if ('refusal' in costs) return costs;
  const dated = datesIn({ dueDate: act.dueDate });
  if ('refusal' in dated) return dated;
  if (isPast(c, dated.dueDate)) return refused(ActRefusal.DueDateInThePast);
  return { ...conditionsIn(act), ...costs, ...dated };
}

function conditionsIn({ conditions = [], paymentMethod }: ActOf<'conditional'>): OfferTerms {
  return present({
    loanCondition:
      conditions.length === 0 ? undefined : conditions.map((value) => coded('loanCondition', value)),
    paymentMethod: paymentMethod === undefined ? undefined : [coded('paymentMethod', paymentMethod)],
  });
}

function retryTerms(c: SupplierCase, reason: RetryReason, act: ActOf<'ask-retry'>): OfferTerms | Refused {
  const costs = costsOf(c, act.cost);
  if ('refusal' in costs) return costs;
  const named = termsFor(reason, act.offered ?? []);
  const isCostMissing = carriedBy[reason] === 'offeredCosts' && costs.offeredCosts === undefined;
  if (named === undefined || isCostMissing) return refused(ActRefusal.TermsMissing);
  const dated = datesIn({ retryAfter: act.retryAfter, retryBefore: act.retryBefore });
  if ('refusal' in dated) return dated;
  return { ...named, ...couriersIn(reason, act), ...costs, ...dated };
}

/** Who carries it, where the delivery offered is by courier. Source: iso18626.md 2.4. */
function couriersIn(reason: RetryReason, { courier = [] }: ActOf<'ask-retry'>): OfferTerms {
  if (reason !== 'ReqDelMethodNotSupp' || courier.length === 0) return {};
  return { courierName: courier.map((value) => ({ value: value.trim() })) };
}

type Dates = Pick<OfferTerms, 'dueDate' | 'retryAfter' | 'retryBefore'>;

/** Days as their last second, all or none. */
function datesIn(given: { [K in keyof Dates]: string | undefined }): Dates | Refused {
  const read = Object.entries(given).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, endOfDay(text)] as const],
  );
  if (read.some(([, instant]) => instant === undefined)) return refused(ActRefusal.DateUnreadable);
  return Object.fromEntries(read);
}

/** A price without a currency is in the one that the requester names. */
function costsOf(c: SupplierCase, cost: OfferedCost | undefined): Pick<OfferTerms, 'offeredCosts'> | Refused {
  if (cost === undefined) return {};
  const asked = c.view.record.billingInfo?.maximumCosts?.currencyCode.value;
  const currency = (cost.currency ?? asked ?? '').trim().toUpperCase();
  const costs: Costs = { currencyCode: { value: currency }, monetaryValue: cost.value.trim() };
  return isCosts(costs) ? { offeredCosts: [costs] } : refused(ActRefusal.CostUnreadable);
}

function answerByOf(c: SupplierCase, given: string | undefined): Instant | Refused | undefined {
  if (given === undefined) return undefined;
  const end = endOfDay(given);
  if (end === undefined) return refused(ActRefusal.DateUnreadable);
  return isPast(c, end) ? refused(ActRefusal.OfferOver) : new Date(millisecondsOf(end)).toISOString();
}

function isPast({ ctx }: SupplierCase, instant: Instant | undefined): boolean {
  return instant !== undefined && new Date(millisecondsOf(instant)).toISOString() < nowOf(ctx);
}
