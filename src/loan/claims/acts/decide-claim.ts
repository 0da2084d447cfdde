import { ActRefusal, type ActOf } from '../../acts/act.js';
import { refused, type ActCase, type ActOutcome, type EitherRule } from '../../acts/act-rule.js';
import { claimNotes } from '../claim-notes.js';
import { claimTerms } from '../claim-terms.js';
import { claimFor, type Found } from '../find-claim.js';
import { approvalBy } from '../four-eyes.js';
import { actorOf, claimMoved, isTold, whyNotDecide, whyNotTold } from './claim-act.js';
import { giveUp, withSecondPerson } from './give-up.js';
import { stepped } from './stepped.js';

/** Somebody who may decide about money approves the draft; above the policy's limit two different persons have looked. */
export const approveClaim: EitherRule<'approve-claim'> = {
  whyNot(c) {
    const found = claimFor(c.view, 'approve');
    if (found === undefined) return ActRefusal.NoClaim;
    return whyNotDecide(c) ?? (approval(c, found) === 'second-person-needed' ? second : undefined);
  },
  perform(c, act) {
    const found = claimFor(c.view, 'approve');
    if (found === undefined) return refused(ActRefusal.NoClaim);
    const isPartial = approval(c, found) === 'approves-in-part';
    const moved = stepped(c, found, { kind: 'approve', isPartial });
    if (!moved.ok) return moved.refused;
    const because = isPartial
      ? 'Staff approve the claim; so much needs a second person.'
      : 'Staff approve the claim.';
    return claimMoved(c, { verb: act.verb, because, moved: moved.found });
  },
};

/**
 * The claim goes to the other side, in a note. Never by itself: a person sends it, and where nobody has approved it yet
 * that person has to be one who may.
 */
export const sendClaim: EitherRule<'send-claim'> = {
  whyNot(c) {
    const found = claimFor(c.view, 'send');
    if (found === undefined) return ActRefusal.NoClaim;
    return whyNotUnapproved(c, found) ?? whyNotTold(c, found[1], 'send');
  },
  perform(c, act) {
    const found = claimFor(c.view, 'send');
    if (found === undefined) return refused(ActRefusal.NoClaim);
    const moved = stepped(c, found, { kind: 'send' });
    if (!moved.ok) return moved.refused;
    const [id, claim] = moved.found;
    const due = { ...claim, dueAt: claimTerms(c.ctx).payBy };
    return claimMoved(c, {
      verb: act.verb,
      because: 'Staff send the claim.',
      moved: [id, due],
      told: claimNotes.send({ before: found[1], after: due }),
      note: act.note,
      facts: moved.facts,
    });
  },
};

/** Whoever claims gives it up. Above the policy's limit one person asks for it and another one does it. */
export const waiveClaim: EitherRule<'waive-claim'> = {
  whyNot(c) {
    const found = claimFor(c.view, 'waive');
    if (found === undefined) return ActRefusal.NoClaim;
    if (giveUp(c, found) === 'second-person-needed') return second;
    return whyNotDecide(c) ?? whyNotTold(c, found[1], 'waive');
  },
  perform(c, act) {
    const found = claimFor(c.view, 'waive');
    if (found === undefined) return refused(ActRefusal.NoClaim);
    return withSecondPerson(c, { found, verb: act.verb, note: act.note }, () => waived(c, found, act));
  },
};

function waived(c: ActCase, found: Found, act: ActOf<'waive-claim'>): ActOutcome {
  const moved = stepped(c, found, { kind: 'waive' });
  if (!moved.ok) return moved.refused;
  return claimMoved(c, {
    verb: act.verb,
    because: 'The claim is waived.',
    moved: moved.found,
    told: isTold(found[1], 'waive')
      ? claimNotes.waive({ before: found[1], after: moved.found[1] })
      : undefined,
    note: act.note,
    facts: { ...moved.facts, step: 'waive' },
  });
}

const second = ActRefusal.SecondPersonNeeded;

function approval(c: ActCase, [, claim]: Found): ReturnType<typeof approvalBy> {
  return approvalBy(actorOf(c), claim, claimTerms(c.ctx).policy);
}

/** A draft may go out at once where one person is enough and this one may decide. */
function whyNotUnapproved(c: ActCase, found: Found): ActRefusal | undefined {
  if (found[1].state === 'approved') return undefined;
  return approval(c, found) === 'approves' ? whyNotDecide(c) : ActRefusal.ApprovalMissing;
}
