import { ActRefusal } from '../../acts/act.js';
import { refused, type ActCase, type ActOutcome, type EitherRule } from '../../acts/act-rule.js';
import { whyNotNotify } from '../../acts/notify.js';
import { accountOfClaim, pendingIn } from '../account.js';
import { isPositive, minus, type Amount } from '../amount.js';
import type { Claim } from '../claim.js';
import { claimNotes, undoneNote } from '../claim-notes.js';
import type { Means } from '../claim-policy.js';
import { claimTerms } from '../claim-terms.js';
import { claimFor, claimToUndo, type Found } from '../find-claim.js';
import { isWaitingForThem, undoStep, type Move } from '../take-step.js';
import { claimMoved, isTold, nowAndActor, whyNotDecide, whyNotTold } from './claim-act.js';
import { giveUp, withSecondPerson } from './give-up.js';
import { stepped } from './stepped.js';
import { readPayment, readSum } from './sum.js';

/** Whoever owes does not agree: we say so, or write down that the other side did. */
export const disputeClaim: EitherRule<'dispute-claim'> = {
  whyNot: (c) => whyNotMove(c, 'dispute'),
  perform: (c, act) => move(c, { ...act, kind: 'dispute' }),
};

/**
 * Whoever owes agrees, to all of it or to less. What we agree to ourselves, and less than we claim, is for somebody who
 * may decide about money; above the policy's limit for two.
 */
export const agreeClaim: EitherRule<'agree-claim'> = {
  whyNot(c) {
    const [, claim] = claimFor(c.view, 'agree') ?? [];
    return whyNotMove(c, 'agree') ?? (claim?.by === 'peer' ? whyNotDecide(c) : undefined);
  },
  perform(c, act) {
    const sum = readSum(act.amount === undefined ? {} : { amount: act.amount });
    if (!sum.ok) return refused(sum.refusal);
    const found = claimFor(c.view, 'agree');
    if (found === undefined) return refused(ActRefusal.NoClaim);
    const agreed = (): ActOutcome => move(c, { verb: act.verb, note: act.note, ...sum.value, kind: 'agree' });
    const part = concededBy(found, sum.value.amount);
    if (part === undefined) return agreed();
    const whyNot = whyNotDecide(c);
    if (whyNot !== undefined) return refused(whyNot);
    return withSecondPerson(c, { found, verb: act.verb, note: act.note, part }, agreed);
  },
};

/** What of our claim is given up where the other side agrees to less. */
function concededBy([, claim]: Found, amount: Amount | undefined): Amount | undefined {
  if (amount === undefined || claim.by === 'peer') return undefined;
  const part = minus(pendingIn(accountOfClaim(claim)), amount);
  return isPositive(part) ? part : undefined;
}

/** It is settled, in whole or in part: by money, IFLA vouchers or a replacement copy. */
export const recordPayment: EitherRule<'record-payment'> = {
  whyNot: (c) => whyNotMove(c, 'pay'),
  perform(c, act) {
    const payment = readPayment(act);
    return payment.ok
      ? move(c, { verb: act.verb, note: act.note, ...payment.value, kind: 'pay' })
      : refused(payment.refusal);
  },
};

/**
 * The claim was an error, or is not pursued: whoever claims takes it back, above the policy's limit with a second person.
 * A draft may be dropped by whoever drafts.
 */
export const withdrawClaim: EitherRule<'withdraw-claim'> = {
  whyNot(c) {
    const found = claimFor(c.view, 'withdraw');
    if (found === undefined) return ActRefusal.NoClaim;
    if (giveUp(c, found) === 'second-person-needed') return ActRefusal.SecondPersonNeeded;
    return whyNotMove(c, 'withdraw') ?? (found[1].state === 'drafted' ? undefined : whyNotDecide(c));
  },
  perform(c, act) {
    const found = claimFor(c.view, 'withdraw');
    if (found === undefined) return refused(ActRefusal.NoClaim);
    const asked = { found, verb: act.verb, note: act.note };
    return withSecondPerson(c, asked, () => move(c, { ...act, kind: 'withdraw' }));
  },
};

/** What was paid for an item that is found goes back. */
export const refundClaim: EitherRule<'refund-claim'> = {
  whyNot: (c) => whyNotMove(c, 'refund') ?? whyNotDecide(c),
  perform(c, act) {
    const sum = readSum(act.amount === undefined ? {} : { amount: act.amount });
    return sum.ok
      ? move(c, { verb: act.verb, note: act.note, ...sum.value, kind: 'refund' })
      : refused(sum.refusal);
  },
};

/** The newest step of the newest claim is taken back by bookings of its own; the other side hears of it where it heard of the step. */
export const undoClaimStep: EitherRule<'undo-claim-step'> = {
  whyNot(c) {
    const last = claimToUndo(c.view);
    if (last === undefined) return ActRefusal.NothingToUndo;
    return whyNotDecide(c) ?? (wasTold(last) ? whyNotNotify(c) : undefined);
  },
  perform(c, act) {
    const last = claimToUndo(c.view);
    const undone = last === undefined ? undefined : undoStep(last.found[1], nowAndActor(c));
    if (last === undefined || undone === undefined) return refused(ActRefusal.NothingToUndo);
    return claimMoved(c, {
      verb: act.verb,
      because: 'Staff take the last step of the claim back.',
      moved: [last.found[0], awaited(c, undone)],
      told: wasTold(last) ? undoneNote(undone) : undefined,
      note: act.note,
      facts: { step: last.step.kind },
    });
  },
};

/** What waits for the other side again has until the policy's time from now, where its date went with the step. */
function awaited({ ctx }: ActCase, claim: Claim): Claim {
  return isWaitingForThem(claim) && claim.dueAt === undefined
    ? { ...claim, dueAt: claimTerms(ctx).payBy }
    : claim;
}

/** That the item is found either side tells, and with it what becomes of a claim that both know. */
function wasTold({ found: [, claim], step }: NonNullable<ReturnType<typeof claimToUndo>>): boolean {
  const { kind, from } = step;
  if (kind === 'found') return from !== 'drafted' && from !== 'approved';
  return isTold({ by: claim.by, state: from }, kind as Move);
}

const becauses: Record<Exclude<Told, 'send' | 'waive'>, string> = {
  dispute: 'The claim is disputed.',
  agree: 'The claim is agreed.',
  pay: 'The claim is settled, in whole or in part.',
  withdraw: 'The claim is withdrawn.',
  refund: 'What was paid is refunded.',
};

type Told = keyof typeof claimNotes;

interface Asked {
  verb: string;
  kind: Exclude<Told, 'send' | 'waive'>;
  amount?: Amount | undefined;
  means?: Means | undefined;
  vouchers?: Amount | undefined;
  note?: string | undefined;
}

function whyNotMove(c: ActCase, kind: Move): ActRefusal | undefined {
  const found = claimFor(c.view, kind);
  return found === undefined ? ActRefusal.NoClaim : whyNotTold(c, found[1], kind);
}

function move(c: ActCase, { verb, note, ...asked }: Asked): ActOutcome {
  const found: Found | undefined = claimFor(c.view, asked.kind);
  if (found === undefined) return refused(ActRefusal.NoClaim);
  const moved = stepped(c, found, asked);
  if (!moved.ok) return moved.refused;
  const said = { ...asked, before: found[1], after: moved.found[1] };
  return claimMoved(c, {
    verb,
    because: becauses[asked.kind],
    moved: moved.found,
    told: isTold(found[1], asked.kind) ? claimNotes[asked.kind](said) : undefined,
    note,
    facts: { ...moved.facts, ...(asked.means === undefined ? {} : { means: asked.means }) },
  });
}
