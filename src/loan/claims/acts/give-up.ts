import { ActRefusal } from '../../acts/act.js';
import { refused, type ActCase, type ActOutcome } from '../../acts/act-rule.js';
import type { Amount } from '../amount.js';
import { claimTerms } from '../claim-terms.js';
import type { Found } from '../find-claim.js';
import { waiverBy, type Waiver } from '../four-eyes.js';
import { isWaitingForThem } from '../take-step.js';
import { actorOf, claimMoved } from './claim-act.js';
import { stepped } from './stepped.js';

/**
 * What giving up money takes of whoever acts: all that is open of a claim, or a part of it. Waiving, withdrawing and
 * agreeing to less are one question. What the other side gives up is its own affair, and so is what nobody has claimed.
 */
export function giveUp(c: ActCase, [, claim]: Found, part?: Amount): Waiver {
  if (claim.by === 'peer' || !isWaitingForThem(claim)) return 'waives';
  return waiverBy(actorOf(c), claim, { policy: claimTerms(c.ctx).policy, part });
}

/** The act, or where it gives up too much for one person the question to a second one. */
export function withSecondPerson(
  c: ActCase,
  asked: { found: Found; verb: string; note?: string | undefined; part?: Amount },
  act: () => ActOutcome,
): ActOutcome {
  const { found, verb, note, part } = asked;
  const takes = giveUp(c, found, part);
  if (takes === 'waives') return act();
  if (takes === 'second-person-needed') return refused(ActRefusal.SecondPersonNeeded);
  const moved = stepped(c, found, { kind: 'ask-waiver' });
  if (!moved.ok) return moved.refused;
  return claimMoved(c, {
    verb,
    because: 'Staff ask a second person to give up what is claimed.',
    moved: moved.found,
    note,
    facts: { ...moved.facts, step: 'ask-waiver' },
  });
}
