import type { Request } from '../../iso18626/index.js';
import type { Place, RuleContext } from '../context.js';
import type { Reaction } from '../happening.js';
import type { SealedWish } from '../loan-record.js';

/** Who asks whom, as the directory recognized them. */
export interface RequestOrigin {
  peer: string;
  edition: string;
  /** Key of our own agency, the supplier. */
  agency: string;
  requestingKey: string;
  supplyingKey: string;
  /** For a Retry: the transaction that it names as the previous one, when we have it. */
  previous?: Place;
}

export interface RequestReaction extends Reaction {
  /** The loan record that holds the new transaction; missing when the request was refused. */
  loan?: string;
  transaction?: string;
  /** What names a person in the request, to be sealed under the id `sealed`. */
  sealed?: { id: string; wish: SealedWish };
}

/** A request of a peer: makes our supplying loan record and its transaction, or for a Retry the next transaction of one. */
export function receiveRequest(message: Request, origin: RequestOrigin, ctx: RuleContext): RequestReaction {
  throw new Error(`not built: ${origin.peer} ${message.kind} ${ctx.at.now.toISOString()}`);
}
