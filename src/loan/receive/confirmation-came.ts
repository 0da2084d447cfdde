import type { ErrorData } from '../../iso18626/index.js';
import type { RuleContext } from '../context.js';
import type { Delivery } from '../delivery.js';
import type { Happening, LoanView } from '../happening.js';

export type ConfirmationOutcome = { ok: true } | { ok: false; errors: readonly ErrorData[] };

/** What the peer's confirmation of a delivery does to the loan; empty when it changes nothing. */
export function confirmed(
  view: LoanView,
  settled: { delivery: Delivery; outcome: ConfirmationOutcome },
  ctx: RuleContext,
): Happening[] {
  throw new Error(`not built: ${view.id} ${settled.delivery.what} ${ctx.at.now.toISOString()}`);
}

/** What it means for the loan that a delivery was given up, stopped or dropped by a person; `why` is its cause in words. */
export function notDelivered(
  view: LoanView,
  failed: { delivery: Delivery; why: string },
  ctx: RuleContext,
): Happening[] {
  throw new Error(`not built: ${view.id} ${failed.why} ${ctx.at.now.toISOString()}`);
}
