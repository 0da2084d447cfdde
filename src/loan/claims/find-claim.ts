import type { LoanView } from '../happening.js';
import { isEnded, type Claim, type ClaimState, type ClaimStepKind } from './claim.js';
import { lastMove, movesFrom, type Move } from './take-step.js';

export type Found = [string, Claim];

/** Claims of a loan, the newest first. */
export function claimsOf({ claims }: Pick<LoanView, 'claims'>): Found[] {
  return [...claims].sort(([one, { openedAt: a }], [other, { openedAt: b }]) =>
    a === b ? other.localeCompare(one) : b.localeCompare(a),
  );
}

/** The claim that is still to be settled; a loan has one at a time. */
export function openClaim(view: Pick<LoanView, 'claims'>): Found | undefined {
  return claimsOf(view).find(([, claim]) => !isEnded(claim));
}

/** The claim that a step would move. */
export function claimFor(view: Pick<LoanView, 'claims'>, kind: Move): Found | undefined {
  return claimsOf(view).find(([, { state }]) => movesFrom[kind].includes(state));
}

/** The claim that moved last, with the step that can be taken back. */
export function claimToUndo(
  view: Pick<LoanView, 'claims'>,
): { found: Found; step: { kind: ClaimStepKind; from: ClaimState } } | undefined {
  const [found] = claimsOf(view);
  const last = found === undefined ? undefined : lastMove(found[1]);
  return found === undefined || last === undefined ? undefined : { found, step: last[1] };
}

/** Whether an item that is found changes a claim: one for its loss that is open or was paid, within the time for refunds. */
export function claimsThatEnd(view: Pick<LoanView, 'claims'>, now: string): Found[] {
  return claimsOf(view).filter(
    ([, { cause, state, refundUntil }]) =>
      cause === 'lost' &&
      movesFrom.found.includes(state) &&
      (state !== 'settled' || refundUntil === undefined || now <= refundUntil),
  );
}
