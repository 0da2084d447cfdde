import type { RequestingAgencyMessage } from '../../../iso18626/index.js';
import { byId, nextTimestamp } from '../../../loan/index.js';
import { DeliveryRefusal, type ActDone, type Acting } from './delivery-act.js';
import { storyAt } from '../delivery-story.js';

/**
 * Asks the peer for the status of the transaction, to learn whether a doubtful message arrived. The StatusRequest passes
 * the message that it asks about. Refused where nothing is in doubt, and to suppliers, who have no such question.
 */
export function probe(acting: Acting): ActDone {
  const { delivery, loan, here } = acting;
  if (delivery.doubt !== true && delivery.state !== 'undecided') return DeliveryRefusal.NoDoubt;
  const transaction = loan.transactions.get(delivery.transaction);
  if (transaction?.role !== 'requester') return DeliveryRefusal.NotRequester;
  const waits = [...loan.deliveries.values()].some(
    (other) => other.probe === true && other.transaction === delivery.transaction && other.state === 'owed',
  );
  if (waits) return DeliveryRefusal.ProbeWaits;
  const timestamp = nextTimestamp(here.at.now, transaction.lastSentAt);
  const message: RequestingAgencyMessage = {
    kind: 'requestingAgencyMessage',
    header: {
      supplyingAgencyId: transaction.supplyingAgencyId,
      requestingAgencyId: transaction.requestingAgencyId,
      timestamp,
      requestingAgencyRequestId: transaction.requestingAgencyRequestId,
      ...(transaction.supplyingAgencyRequestId === undefined
        ? {}
        : { supplyingAgencyRequestId: transaction.supplyingAgencyRequestId }),
    },
    action: 'StatusRequest',
  };
  const story = storyAt(loan, acting.actor, here);
  story.tell({
    kind: 'message-owed',
    because: `a person asks whether ${delivery.what} arrived`,
    transactions: byId(delivery.transaction, { ...transaction, lastSentAt: timestamp }),
    owe: {
      transaction: delivery.transaction,
      peer: delivery.peer,
      message,
      what: 'StatusRequest',
      probe: true,
    },
    facts: { about: acting.id },
  });
  return { result: { wake: story.owed }, entries: story.entries, keep: story.keep };
}
