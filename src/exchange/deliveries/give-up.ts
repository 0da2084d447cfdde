import type { Story } from '../tell.js';
import { lossOf, storyAt, tellDelivery, withAttention, type Here, type Subject } from './delivery-story.js';

/** A message that waited as long as it may, behind others that told enough about its peer: given up, for staff. */
export function giveUp(subject: Subject, here: Here): Pick<Story, 'entries' | 'keep' | 'owed'> {
  const { id, delivery, loan } = subject;
  const cause = delivery.cause ?? 'peer unreachable';
  const settled = { ...delivery, state: 'given-up' as const, cause, settledAt: here.at.now.toISOString() };
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
      deliveries: { [id]: settled },
    },
    happenings: lossOf({ ...subject, delivery: settled }, `It was given up: ${cause}.`, here),
  });
  return { entries: withAttention(story.entries, because), keep: story.keep, owed: story.owed };
}
