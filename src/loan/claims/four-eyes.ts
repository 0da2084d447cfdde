import { accountOfClaim, owedIn, pendingIn, totalOf } from './account.js';
import { compared, sumOf, type Amount } from './amount.js';
import type { Claim } from './claim.js';
import type { ClaimPolicy } from './claim-policy.js';

/** Whoever drafts for the house at a set time: nobody's second pair of eyes. */
export const CLOCK = 'clocks';

/** Whether one person alone may not decide about so much. Other currencies are not compared, so they always need two. */
export function needsTwo(amount: Amount, currency: string, policy: ClaimPolicy): boolean {
  return currency !== policy.currency || compared(amount, policy.fourEyesAbove) > 0;
}

export type Approval = 'approves' | 'approves-in-part' | 'second-person-needed';

/** What an approval by a person does: above the limit two different persons have to have drafted or approved. */
export function approvalBy(person: string, claim: Claim, policy: ClaimPolicy): Approval {
  if (!needsTwo(totalOf(claim), claim.currency, policy)) return 'approves';
  const eyes = eyesOn(claim);
  if (eyes.has(person)) return 'second-person-needed';
  return eyes.size >= 1 ? 'approves' : 'approves-in-part';
}

export type Waiver = 'waives' | 'asks' | 'second-person-needed';

/** What a person does who gives up what is open of a claim, or a part of it: above the limit one asks and another one does it. */
export function waiverBy(
  person: string,
  claim: Claim,
  { policy, part }: { policy: ClaimPolicy; part?: Amount | undefined },
): Waiver {
  const account = accountOfClaim(claim);
  const open = part ?? sumOf([pendingIn(account), owedIn(account)]);
  if (!needsTwo(open, claim.currency, policy)) return 'waives';
  const asked = Object.values(claim.steps).filter(
    ({ kind, undoneAt }) => kind === 'ask-waiver' && undoneAt === undefined,
  );
  if (asked.some(({ by }) => by !== person)) return 'waives';
  return asked.length === 0 ? 'asks' : 'second-person-needed';
}

function eyesOn({ steps }: Claim): ReadonlySet<string> {
  const looked = Object.values(steps).filter(
    ({ kind, undoneAt }) => (kind === 'draft' || kind === 'approve') && undoneAt === undefined,
  );
  return new Set(looked.map(({ by }) => by).filter((by) => by !== CLOCK));
}
