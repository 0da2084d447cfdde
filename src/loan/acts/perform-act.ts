import { requesterCase, supplierCase } from '../case.js';
import { reportCondition } from '../conditions/report-condition.js';
import { withCondition } from '../conditions/with-condition.js';
import type { RuleContext } from '../context.js';
import { foldHappenings } from '../fold-happening.js';
import type { LoanView } from '../happening.js';
import { withdraw } from '../record/withdraw-record.js';
import { releaseHoldup } from '../holdups/held-record.js';
import { acceptCondition, declineCondition, retry } from '../offers/requester-acts.js';
import { settlingOffers } from '../offers/settle-offer.js';
import { askRetry, conditional } from '../offers/supplier-acts.js';
import type { Role } from '../model/states.js';
import { ActRefusal, refusalText, type Act, type Verb } from './act.js';
import { refused, type ActCase, type ActOutcome, type ActRule, type RecordRule } from './act-rule.js';
import { claimRules } from '../claims/acts/claim-rules.js';
import { settleDamage } from '../claims/acts/settle-damage.js';
import { shelfCheck } from '../claims/acts/shelf-check.js';
import { holdClock, releaseClock } from '../clocks/hold-clock.js';
import { logCall } from '../notices/log-call.js';
import { sendNotice } from '../notices/send-notice.js';
import { checkIn } from './supplier/check-in.js';
import { forward } from './requester/forward.js';
import { holdReturn, releaseHold } from './hold-return.js';
import { notArrived, notReceived } from './missing-parcel.js';
import { nextSupplier } from './requester/next-supplier.js';
import { note } from './notify.js';
import { closeWithoutReturn, extend, overdueNotice, recall, withdrawRecall } from './supplier/on-loan.js';
import { primaryVerb } from './primary-verb.js';
import { receive } from './requester/receive.js';
import { remind } from './requester/remind.js';
import { answerRenewal, renew } from './renewal.js';
import { found, reportDamaged, reportLost } from './report.js';
import { askStatus, cancel } from './requester/requester-asks.js';
import { returnItem } from './requester/return.js';
import { sendFurther } from './send-further.js';
import { ship, supplyCopy } from './supplier/ship.js';
import { answerCancel, cannotSupply, expect, willSupply } from './supplier/supplier-answers.js';

const supplierRules = {
  'answer-cancel': answerCancel,
  'answer-renewal': answerRenewal,
  'will-supply': willSupply,
  expect,
  ship,
  'supply-copy': supplyCopy,
  conditional,
  'ask-retry': askRetry,
  'cannot-supply': cannotSupply,
  'check-in': checkIn,
  'not-arrived': notArrived,
  extend,
  recall,
  'withdraw-recall': withdrawRecall,
  'overdue-notice': overdueNotice,
  'release-hold': releaseHold,
  'close-without-return': closeWithoutReturn,
} as const;
const requesterRules = {
  'accept-condition': acceptCondition,
  'decline-condition': declineCondition,
  retry,
  receive,
  'not-received': notReceived,
  return: returnItem,
  renew,
  forward,
  cancel,
  remind,
  'ask-status': askStatus,
} as const;
const eitherRules = {
  'send-further': sendFurther,
  'hold-return': holdReturn,
  'report-lost': reportLost,
  'report-damaged': reportDamaged,
  'report-condition': reportCondition,
  'shelf-check': shelfCheck,
  found,
  'settle-damage': settleDamage,
  ...claimRules,
  note,
} as const;
/** What people are told and say beside the protocol, and what is to wait: on either side, at any time. */
const peopleRules = {
  'log-call': logCall,
  'send-notice': sendNotice,
  'hold-clock': holdClock,
  'release-clock': releaseClock,
} as const;
const recordRules = {
  'release-holdup': releaseHoldup,
  'next-supplier': nextSupplier,
  withdraw,
  ...peopleRules,
} as const;
const transactionRules = { ...supplierRules, ...requesterRules, ...eitherRules } as const;

/** Every verb, by the side whose it is. */
const verbsOf: Record<Role, ReadonlySet<Verb>> = {
  supplier: new Set([...keysOf(supplierRules), ...keysOf(eitherRules), ...keysOf(peopleRules)]),
  requester: new Set([...keysOf(requesterRules), ...keysOf(eitherRules), ...keysOf(recordRules)]),
};

/** What the rules of a verb are asked of. */
interface Asked {
  view: LoanView;
  ctx: RuleContext;
  newest: ActCase | undefined;
}

/** What a person's act does, or why it is refused. */
export function performAct(view: LoanView, act: Act, ctx: RuleContext): ActOutcome {
  const asked: Asked = { view, ctx, newest: newest(view, ctx) };
  const refusal = whyNot(act.verb, asked);
  if (refusal !== undefined) return refused(refusal, stateText(view, refusal));
  const isConfirmed = 'confirmed' in act && act.confirmed;
  if (!isConfirmed && needsConfirmation(act.verb, asked)) return refused(ActRefusal.NeedsConfirmation);
  const outcome = perform(act, asked);
  if (!outcome.ok) return outcome;
  const settled = { ...outcome, happenings: settlingOffers(outcome.happenings, ctx.at.now.toISOString()) };
  return withCondition(settled, act, () => newest(foldHappenings(view, settled.happenings), ctx));
}

export interface PossibleActs {
  possible: { verb: Verb; primary: boolean; needsConfirmation?: true }[];
  missing: { verb: Verb; refusal: ActRefusal; why: string }[];
}

/** Which acts are possible now, the primary one first, and why the others of our side are not. */
export function possibleActs(view: LoanView, ctx: RuleContext): PossibleActs {
  const asked: Asked = { view, ctx, newest: newest(view, ctx) };
  const first = primaryVerb(view);
  const acts: PossibleActs = { possible: [], missing: [] };
  for (const verb of verbsOf[view.record.role]) {
    const refusal = whyNot(verb, asked);
    if (refusal !== undefined) acts.missing.push({ verb, refusal, why: whyText(view, refusal) });
    else if (needsConfirmation(verb, asked))
      acts.possible.push({ verb, primary: verb === first, needsConfirmation: true });
    else acts.possible.push({ verb, primary: verb === first });
  }
  acts.possible.sort((one, other) => Number(other.primary) - Number(one.primary));
  return acts;
}

function whyText(view: LoanView, refusal: ActRefusal): string {
  const state = stateText(view, refusal);
  return state === undefined ? refusalText[refusal] : `${refusalText[refusal]} ${state}`;
}

function whyNot(verb: Verb, { view, ctx, newest }: Asked): ActRefusal | undefined {
  if (!verbsOf[view.record.role].has(verb)) return ActRefusal.NotOurRole;
  if (isOnRecord(verb)) return (recordRules[verb] as RecordRule).whyNot(view, ctx);
  return newest === undefined ? ActRefusal.NoTransaction : ruleOf(verb).whyNot(newest);
}

function needsConfirmation(verb: Verb, { newest }: Asked): boolean {
  return newest !== undefined && !isOnRecord(verb) && ruleOf(verb).needsConfirmation?.(newest) === true;
}

function perform(act: Act, { view, ctx, newest }: Asked): ActOutcome {
  if (isOnRecord(act.verb)) return (recordRules[act.verb] as RecordRule).perform(view, ctx, act);
  return newest === undefined ? refused(ActRefusal.NoTransaction) : ruleOf(act.verb).perform(newest, act);
}

function isOnRecord(verb: Verb): verb is keyof typeof recordRules {
  return Object.hasOwn(recordRules, verb);
}

/** The record's role has been asked, so a rule of one side only sees a transaction of that side. */
function ruleOf(verb: Exclude<Verb, keyof typeof recordRules>): ActRule<Act> {
  return transactionRules[verb];
}

function newest(view: LoanView, ctx: RuleContext): ActCase | undefined {
  const transaction = view.record.current;
  const state = transaction === undefined ? undefined : view.transactions.get(transaction);
  if (transaction === undefined || state === undefined) return undefined;
  const place = { view, transaction };
  return state.role === 'supplier' ? supplierCase(place, ctx) : requesterCase(place, ctx);
}

function stateText(view: LoanView, refusal: ActRefusal): string | undefined {
  if (refusal !== ActRefusal.NotInThisState) return undefined;
  const state = view.transactions.get(view.record.current ?? '')?.state;
  return state === undefined ? undefined : `It is ${state}.`;
}

function keysOf<T extends object>(rules: T): (keyof T)[] {
  return Object.keys(rules) as (keyof T)[];
}
