import { accountOfClaim, owedIn, pendingIn, refundIn, totalOf } from './account.js';
import { isPositive, type Amount } from './amount.js';
import type { Charge, Claim } from './claim.js';
import type { Means } from './claim-policy.js';
import type { Move } from './take-step.js';

const charged: Record<Charge['what'], string> = {
  replacement: 'to replace the item',
  repair: 'for the damage',
  'processing-fee': 'processing fee',
};

const by: Record<Means, string> = {
  money: 'by payment',
  'ifla-voucher': 'by IFLA vouchers',
  'replacement-copy': 'by a replacement copy',
};

interface Said {
  /** As it stood before the step, and stands after it. */
  before: Claim;
  after: Claim;
  amount?: Amount | undefined;
  means?: Means | undefined;
}

/**
 * What the other side reads of a step that was ours. No edition has an element for such money, so that the note is all
 * there is. Source: iso18626.md 3.9; practice.md 5.5.
 */
export const claimNotes: Record<Exclude<Move, 'approve' | 'ask-waiver' | 'found'>, (said: Said) => string> = {
  send: ({ after }) => [`We claim ${sum(totalOf(after), after)}: ${parts(after)}.`, until(after)].join(' '),
  dispute: ({ after }) => `We do not agree with the claim of ${sum(totalOf(after), after)}.`,
  agree: ({ after }) => `We agree to settle ${sum(owedIn(accountOfClaim(after)), after)}.`,
  pay: ({ before, after, amount, means }) => {
    const owed = owedIn(accountOfClaim(after));
    const settled = amount ?? openIn(before);
    const rest = isPositive(owed) ? ` ${sum(owed, after)} stay open.` : '';
    return `We have settled ${sum(settled, after)} ${by[means ?? 'money']}.${rest}`;
  },
  waive: ({ before }) => `We waive what is open of the claim: ${sum(openIn(before), before)}.`,
  withdraw: ({ before }) => `We withdraw the claim of ${sum(totalOf(before), before)}.`,
  refund: ({ before, amount }) =>
    `We have refunded ${sum(amount ?? refundIn(accountOfClaim(before)), before)}.`,
};

/** What the other side reads when our last word is taken back. */
export function undoneNote(after: Claim): string {
  return `Please disregard what we last said about the claim of ${sum(totalOf(after), after)}: it was an error of ours.`;
}

/** What becomes of the money when the item has turned up. Nothing where there never was any. */
export function foundNote(before: Claim, after: Claim): string | undefined {
  if (before.state === 'drafted' || before.state === 'approved') return undefined;
  const back = refundIn(accountOfClaim(after));
  if (isPositive(back)) {
    const who = after.by === 'us' ? 'We owe you' : 'We ask for';
    return `${who} a refund of ${sum(back, after)}.`;
  }
  return after.by === 'us' ? `The claim of ${sum(totalOf(before), before)} is withdrawn.` : undefined;
}

function openIn(claim: Claim): Amount {
  const account = accountOfClaim(claim);
  const pending = pendingIn(account);
  return isPositive(pending) ? pending : owedIn(account);
}

function parts(claim: Claim): string {
  return Object.values(claim.charges)
    .map(({ what, amount, refundable }) => {
      const kept = refundable ? '' : ' (kept also if the item turns up)';
      return `${sum(amount, claim)} ${charged[what]}${kept}`;
    })
    .join(', ');
}

function until({ dueAt }: Claim): string {
  return dueAt === undefined
    ? 'Please tell us whether you agree.'
    : `Please tell us by ${dueAt.slice(0, 10)} whether you agree.`;
}

function sum(amount: Amount, { currency }: Claim): string {
  return `${amount} ${currency}`;
}
