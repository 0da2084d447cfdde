import { allById } from '../by-id.js';
import type { ActCase } from '../acts/act-rule.js';
import { nowOf } from '../case.js';
import { noteOf } from '../compose/notes.js';
import { foundNote } from './claim-notes.js';
import type { Claim } from './claim.js';
import { claimsThatEnd } from './find-claim.js';
import { takeStep } from './take-step.js';

/** What finding the item does to the claims for its loss, and what the other side reads of it. */
export interface FoundClaims {
  claims?: Record<string, Claim> | undefined;
  note?: string | undefined;
}

/** Open claims are over; what was paid within the time for refunds is to go back, but for what the policy keeps. */
export function foundClaims({ view, ctx }: Pick<ActCase, 'view' | 'ctx'>): FoundClaims {
  const at = nowOf(ctx);
  const by = ctx.actor?.id ?? 'unknown';
  const moved = claimsThatEnd(view, at).flatMap(([id, before]) => {
    const after = takeStep(before, { kind: 'found', at, by });
    return typeof after === 'string' ? [] : [{ id, before, after }];
  });
  if (moved.length === 0) return {};
  return {
    claims: allById(moved.map(({ id, after }) => [id, withoutDate(after)])),
    note: noteOf(...moved.map(({ before, after }) => foundNote(before, after))),
  };
}

function withoutDate(claim: Claim): Claim {
  const { dueAt: _over, ...rest } = claim;
  return claim.state === 'refund-due' ? claim : rest;
}
