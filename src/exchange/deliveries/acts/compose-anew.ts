import type { Initiating } from '../../../iso18626/index.js';
import { byId, type Delivery } from '../../../loan/index.js';
import { DeliveryRefusal, placeOf, type ActDone, type Acting } from './delivery-act.js';
import { storyAt } from '../delivery-story.js';
import { queuedBehind, type Head } from '../heads.js';
import type { Story } from '../../tell.js';

/**
 * Owes the same canonical message as a new delivery under the peer's profile of today, and closes the old one. What waits
 * behind it is owed anew as well, or it would overtake. Refused while there is doubt: two of it could exist.
 */
export function composeAnew(acting: Acting, canonicals: ReadonlyMap<string, Initiating>): ActDone {
  const { id, delivery, loan, here } = acting;
  if (delivery.doubt === true || delivery.state === 'undecided') return DeliveryRefusal.InDoubt;
  const queue: Head[] = [{ id, delivery }, ...(delivery.probe === true ? [] : queuedBehind(loan, id))];
  if (queue.some((head) => loan.leases.has(head.id))) return DeliveryRefusal.InFlight;
  if (queue.some((head) => !canonicals.has(head.id))) return DeliveryRefusal.CanonicalMissing;
  const story = storyAt(loan, acting.actor, here);
  for (const head of queue) oweAnew(story, head, { message: canonicals.get(head.id), acting });
  return { result: { wake: story.owed.slice(0, 1) }, entries: story.entries, keep: story.keep };
}

function oweAnew(story: Story, head: Head, anew: { message: Initiating | undefined; acting: Acting }): void {
  const { message, acting } = anew;
  if (message === undefined) return;
  const { delivery } = head;
  const isAsked = head.id === acting.id;
  story.tell({
    kind: 'message-owed',
    because: isAsked
      ? `a person has ${delivery.what} composed anew`
      : `${delivery.what} waits behind a message that was composed anew`,
    owe: {
      transaction: delivery.transaction,
      peer: delivery.peer,
      message,
      what: delivery.what,
      ...(delivery.probe === true ? { probe: true } : {}),
    },
  });
  const replacedBy = story.owed.at(-1);
  const replaced: Delivery = {
    ...delivery,
    state: 'replaced',
    settledAt: acting.here.at.now.toISOString(),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
  story.note('delivery-replaced', `${delivery.what} goes out as another delivery`, {
    ...placeOf(head),
    facts: { what: delivery.what, from: delivery.state },
    deliveries: byId(head.id, replaced),
  });
}
