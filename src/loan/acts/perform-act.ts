import type { RuleContext } from '../context.js';
import type { Happening, LoanView } from '../happening.js';
import type { Act, Refused, Verb } from './act.js';

export type ActOutcome =
  | {
      ok: true;
      happenings: Happening[];
      /** Open deliveries that the act ends before they were ever attempted. */
      drop?: string[];
    }
  | Refused;

/** What a person's act does, or why it is refused. */
export function performAct(view: LoanView, act: Act, ctx: RuleContext): ActOutcome {
  throw new Error(`not built: ${view.id} ${act.verb} ${ctx.at.now.toISOString()}`);
}

export interface PossibleActs {
  possible: { verb: Verb; primary: boolean; needsConfirmation?: true }[];
  missing: { verb: Verb; why: string }[];
}

/** Which acts are possible now, the primary one first, and why the others of our side are not. */
export function possibleActs(view: LoanView, ctx: RuleContext): PossibleActs {
  throw new Error(`not built: ${view.id} ${ctx.at.now.toISOString()}`);
}
