import { addSpan } from '../clocks/calendar.js';
import type { RuleContext } from '../context.js';
import type { Instant } from '../model/transaction.js';
import type { ClaimPolicy } from './claim-policy.js';

/** What holds for a claim at this moment. */
export interface ClaimTerms {
  policy: ClaimPolicy;
  /** Until when one that is sent now is to be answered and paid. */
  payBy: Instant;
  /** Until when money goes back for an item that is paid for now. */
  refundUntil: Instant;
}

export function claimTerms({ at, policy: { claim }, calendars }: RuleContext): ClaimTerms {
  const now = at.now.toISOString();
  return {
    policy: claim,
    payBy: addSpan(now, claim.payWithin, calendars.theirs),
    refundUntil: addSpan(now, claim.foundRefundWithin, calendars.ours),
  };
}
