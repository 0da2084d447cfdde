import { byId } from '../by-id.js';
import type { Place, RuleContext } from '../context.js';
import { nowOf, transactionAt } from '../case.js';
import { claimWanted } from './acts/begin-claim.js';
import type { Claim } from './claim.js';
import { claimTerms } from './claim-terms.js';
import { draftedClaim } from './draft-claim.js';
import { openClaim } from './find-claim.js';
import { CLOCK } from './four-eyes.js';

/**
 * The draft that a loss of our item brings by itself, under a new id; nothing where there is a claim already, or the
 * policy drafts or charges nothing. A draft is all that ever happens by itself: a person sends it. Source: practice.md 5.3.
 */
export function autoDraft(place: Place, ctx: RuleContext): Record<string, Claim> | undefined {
  const { policy } = claimTerms(ctx);
  const state = transactionAt(place);
  if (state.role !== 'supplier' || policy.autoDraftAt === 'off') return undefined;
  if (openClaim(place.view) !== undefined) return undefined;
  const wanted = claimWanted({ ...place, state }, 'lost');
  const claim = draftedClaim(wanted, { at: nowOf(ctx), by: ctx.actor?.id ?? CLOCK }, policy);
  return claim === undefined ? undefined : byId(ctx.at.newId(), claim);
}
