import { byId, type Delivery } from '../../loan/index.js';
import type { Story } from '../tell.js';
import { endedQuietly } from './ended-quietly.js';
import { lossOf, storyAt, tellDelivery, withAttention, type Here, type Subject } from './delivery-story.js';

/** A message that waited as long as it may, behind others that told enough about its peer: given up, for staff. */
export function giveUp(subject: Subject, here: Here): Pick<Story, 'entries' | 'keep' | 'owed'> {
  const { id, delivery, loan } = subject;
  const cause = delivery.cause ?? 'peer unreachable';
  const given: Delivery = {
    ...{ ...delivery, state: 'given-up', cause },
    settledAt: here.at.now.toISOString(),
  };
  const settled = endedQuietly({ ...subject, delivery: given });
  const story = storyAt(loan, { kind: 'system', id: 'outbound' }, here);
  const because = `${delivery.what} was given up: ${cause} since it was owed`;
  tellDelivery(story, {
    kind: 'delivery-given-up',
    because,
    beside: {
      peer: delivery.peer,
      transaction: delivery.transaction,
      delivery: id,
      facts: { what: delivery.what, cause, attempts: delivery.attempts },
      deliveries: byId(id, settled),
    },
    happenings: lossOf({ ...subject, delivery: given }, `It was given up: ${cause}.`, here),
  });
  const entries = settled === given ? withAttention(story.entries, because) : story.entries;
  return { entries, keep: story.keep, owed: story.owed };
}
