import type { Initiating } from '../../iso18626/index.js';
import type { Place } from '../context.js';

/**
 * Ids of open deliveries that a message of the peer proves to have arrived: our Request by any message, a Cancel by a
 * CancelResponse, a Renew by a RenewResponse. Source: architecture §3, doubt.
 */
export function provenBy(place: Place, message: Initiating): string[] {
  throw new Error(`not built: ${place.transaction} ${message.kind}`);
}
