import type { ActOutcome } from '../acts/perform-act.js';
import type { RuleContext } from '../context.js';
import type { LoanView } from '../happening.js';

/** The library withdraws its record: unsent is dropped, asked owes a Cancel, on loan or closed is refused. */
export function withdrawRecord(view: LoanView, ctx: RuleContext): ActOutcome {
  throw new Error(`not built: ${view.id} ${ctx.at.now.toISOString()}`);
}
