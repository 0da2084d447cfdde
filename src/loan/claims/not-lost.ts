import { byId } from '../by-id.js';
import { nowOf } from '../case.js';
import type { Place, RuleContext } from '../context.js';
import type { Happening } from '../happening.js';
import { present, without } from '../present.js';
import type { Claim } from './claim.js';
import { openClaim } from './find-claim.js';
import { CLOCK } from './four-eyes.js';
import { takeStep } from './take-step.js';

/**
 * What follows where an item that a clock assumed lost turns out to be there: it is assumed no longer, and a draft that
 * nobody but the clock has touched falls. What a person has drafted, approved or sent is for a person. Nothing otherwise.
 */
export function notLostAfterAll(
  { view }: Pick<Place, 'view'>,
  ctx: RuleContext,
): Pick<Happening, 'record' | 'claims'> {
  const { record } = view;
  if (record.assumedLostAt === undefined) return {};
  return present({ record: without(record, 'assumedLostAt'), claims: fallenDraft(view, ctx) });
}

function fallenDraft(view: Place['view'], ctx: RuleContext): Record<string, Claim> | undefined {
  const [id, claim] = openClaim(view) ?? [];
  if (id === undefined || claim?.state !== 'drafted' || claim.cause !== 'lost') return undefined;
  if (Object.values(claim.steps).some(({ by }) => by !== CLOCK)) return undefined;
  const fallen = takeStep(claim, { kind: 'withdraw', at: nowOf(ctx), by: ctx.actor?.id ?? CLOCK });
  return typeof fallen === 'string' ? undefined : byId(id, fallen);
}
