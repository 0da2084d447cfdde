import { byId } from '../../by-id.js';
import { ActRefusal, type ActOf } from '../../acts/act.js';
import { done, refused, type ActCase, type ActOutcome, type EitherRule } from '../../acts/act-rule.js';
import { isRequester, notify, whyNotNotify } from '../../acts/notify.js';
import { nowOf } from '../../case.js';
import { noteOf } from '../../compose/notes.js';
import { happened } from '../../happened.js';
import { HappeningKind } from '../../happening.js';
import type { Report } from '../../model/loan-record.js';
import { without } from '../../present.js';
import { openReports, withDecided } from '../../model/reports.js';
import type { Transaction } from '../../model/transaction.js';
import type { Claim } from '../claim.js';
import { claimTerms } from '../claim-terms.js';
import { draftedClaim } from '../draft-claim.js';
import { openClaim } from '../find-claim.js';
import { claimWanted } from './begin-claim.js';
import { nowAndActor, whyNotDecide } from './claim-act.js';
import { readSum } from './sum.js';

type Decision = NonNullable<ActOf<'settle-damage'>['decision']>;

const decisions: Record<
  Decision,
  { decision: NonNullable<Report['decision']>; because: string; said: string }
> = {
  accepted: {
    decision: 'accepted',
    because: 'The damage is accepted as it is.',
    said: 'We accept the damage as it is.',
  },
  waived: {
    decision: 'waived',
    because: 'Nothing is claimed for the damage.',
    said: 'We claim nothing for the damage.',
  },
  claimed: {
    decision: 'accepted',
    because: 'The damage is claimed for.',
    said: 'We shall claim for the damage.',
  },
};

/** Somebody decides what follows of reported damage. A claim is drafted only; what staff write is told to the other side. */
export const settleDamage: EitherRule<'settle-damage'> = {
  whyNot: (c) =>
    openReports(c.view.record, 'damaged').length === 0 ? ActRefusal.NoDamageOpen : whyNotNotify(c),
  perform(c, act) {
    const { decision } = act;
    if (decision === undefined) return refused(ActRefusal.DecisionMissing);
    if (decision === 'waived' && !isRequester(c)) {
      const whyNot = whyNotDecide(c);
      if (whyNot !== undefined) return refused(whyNot);
    }
    return decision === 'claimed' ? claimed(c, act) : settled(c, { ...act, decision });
  },
};

function claimed(c: ActCase, act: ActOf<'settle-damage'>): ActOutcome {
  if (isRequester(c)) return refused(ActRefusal.NotOurRole);
  if (openClaim(c.view) !== undefined) return refused(ActRefusal.ClaimOpen);
  const sum = readSum(act);
  if (!sum.ok) return refused(sum.refusal);
  const wanted = { ...claimWanted(c, 'damaged'), ...sum.value };
  const claim = draftedClaim(wanted, nowAndActor(c), claimTerms(c.ctx).policy);
  if (claim === undefined) return refused(ActRefusal.AmountMissing);
  return settled(c, { ...act, decision: 'claimed' }, byId(c.ctx.at.newId(), claim));
}

function settled(
  c: ActCase,
  { verb, decision, note }: ActOf<'settle-damage'> & { decision: Decision },
  claims?: Record<string, Claim>,
): ActOutcome {
  const { because, said, decision: decided } = decisions[decision];
  const state: Transaction = without(c.state, 'damageReported');
  const told =
    note === undefined ? { state, owe: undefined } : notify({ ...c, state } as ActCase, noteOf(said, note));
  return done(
    happened(HappeningKind.Act, {
      because,
      record: withDecided(c.view.record, 'damaged', { decision: decided, at: nowOf(c.ctx) }),
      transactions: byId(c.transaction, told.state),
      claims,
      owe: told.owe,
      facts: { verb, decision },
    }),
  );
}
