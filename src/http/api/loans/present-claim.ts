import {
  accountOfClaim,
  owedIn,
  pendingIn,
  refundIn,
  totalOf,
  type Claim,
  type ClaimStep,
} from '../../../loan/index.js';
import { without } from '../../../loan/present.js';

/** A claim as the API shows it: maps as lists in their order, with what stands open. Amounts are text, exactly. */
export function presentClaim(claim: { id: string } & Claim): object {
  const account = accountOfClaim(claim);
  return {
    ...without(claim, 'loan', 'charges', 'lines', 'steps'),
    loanRecord: claim.loan,
    total: totalOf(claim),
    pending: pendingIn(account),
    owed: owedIn(account),
    refundDue: refundIn(account),
    charges: listOf(claim.charges),
    lines: listOf(claim.lines),
    steps: listOf(claim.steps).map(presentStep),
  };
}

function presentStep(step: { id: string } & ClaimStep): object {
  return without(step, 'note');
}

function listOf<Item extends object>(map: Readonly<Record<string, Item>>): ({ id: string } & Item)[] {
  return Object.entries(map)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, item]) => ({ id, ...item }));
}
