import type { RuleContext } from '../context.js';
import type { Happening, LoanView } from '../happening.js';
import type { PlannedEvent } from './plan.js';

/**
 * What a planned event does when its time has come; empty when the loan does not plan it any more or it is not due yet.
 * A held act is not struck here: whoever can open it performs it.
 */
export function strike(view: LoanView, planned: PlannedEvent, ctx: RuleContext): Happening[] {
  throw new Error(`not built: ${view.id} ${planned.id} ${ctx.at.now.toISOString()}`);
}
