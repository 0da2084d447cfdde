import type { SupplyingAgencyMessage } from '../../iso18626/index.js';
import type { Place, RuleContext } from '../context.js';
import type { Reaction } from '../happening.js';

/** What a supplier's message does to our request: table 3.6. */
export function requesterReceives(place: Place, message: SupplyingAgencyMessage, ctx: RuleContext): Reaction {
  throw new Error(`not built: ${place.transaction} ${message.kind} ${ctx.at.now.toISOString()}`);
}
