import { asksStanding, type Delivery } from '../../loan/index.js';
import type { Subject } from './delivery-story.js';

const undelivered: ReadonlySet<Delivery['state']> = new Set(['undecided', 'stopped', 'given-up']);

/**
 * The house's own question how a request stands waits on no board when it does not get through: it is dropped, and asked
 * again another night. Every other delivery is as it was judged.
 */
export function endedQuietly({ delivery, loan }: Subject): Delivery {
  if (!undelivered.has(delivery.state)) return delivery;
  if (!asksStanding(delivery, loan.transactions.get(delivery.transaction))) return delivery;
  const { doubt: _doubt, ...rest } = delivery;
  return {
    ...rest,
    state: 'dropped',
    reason: 'a question of the house’s own: it is asked again another night',
  };
}
