import { ActRefusal } from '../../acts/act.js';
import { refused, type ActCase } from '../../acts/act-rule.js';
import type { Refused } from '../../acts/act.js';
import { accountOfClaim, owedIn, pendingIn, refundIn } from '../account.js';
import { isPositive, type Amount } from '../amount.js';
import type { Claim } from '../claim.js';
import { claimTerms } from '../claim-terms.js';
import type { Found } from '../find-claim.js';
import { takeStep, type StepRefusal, type StepTaken } from '../take-step.js';
import { nowAndActor } from './claim-act.js';

const refusalOf: Record<StepRefusal, ActRefusal> = {
  'not-in-this-state': ActRefusal.NoClaim,
  'amount-too-large': ActRefusal.AmountTooLarge,
};

export type Stepped =
  { ok: true; found: Found; facts: Record<string, string> } | { ok: false; refused: Refused };

/** A claim after a step of whoever acts, with the dates that go with where it stands now. */
export function stepped(c: ActCase, [id, claim]: Found, step: Omit<StepTaken, 'at' | 'by'>): Stepped {
  const next = takeStep(claim, { ...step, ...nowAndActor(c) });
  if (typeof next === 'string') return { ok: false, refused: refused(refusalOf[next]) };
  const amount = step.amount ?? openIn(claim);
  return { ok: true, found: [id, dated(c, next)], facts: { amount, currency: claim.currency } };
}

/** What a step is about where nobody names an amount. */
function openIn(claim: Claim): Amount {
  const account = accountOfClaim(claim);
  const [pending, owed] = [pendingIn(account), owedIn(account)];
  if (isPositive(pending)) return pending;
  return isPositive(owed) ? owed : refundIn(account);
}

function dated({ ctx }: ActCase, claim: Claim): Claim {
  const { dueAt: _over, ...rest } = claim;
  if (claim.state === 'settled' && claim.refundUntil === undefined)
    return { ...rest, refundUntil: claimTerms(ctx).refundUntil };
  const isAwaited = ['sent', 'disputed', 'agreed', 'refund-due'].includes(claim.state);
  return isAwaited ? claim : rest;
}
