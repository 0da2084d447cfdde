import type { Request, RequestingAgencyMessage } from '../../iso18626/index.js';
import type { Place, RuleContext } from '../context.js';
import type { Reaction } from '../happening.js';

/** What a requester's message does to our supplying transaction: table 3.5. */
export function supplierReceives(place: Place, message: RequestingAgencyMessage, ctx: RuleContext): Reaction {
  throw new Error(`not built: ${place.transaction} ${message.action} ${ctx.at.now.toISOString()}`);
}

/** A request for a transaction that we have: other content under its id, or a Reminder. */
export function requestAgain(place: Place, message: Request, ctx: RuleContext): Reaction {
  throw new Error(`not built: ${place.transaction} ${message.kind} ${ctx.at.now.toISOString()}`);
}
