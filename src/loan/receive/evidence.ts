import type { Action, Initiating } from '../../iso18626/index.js';
import { isOpen, type Delivery } from '../model/delivery.js';
import type { Place } from '../context.js';

/**
 * Ids of open deliveries that a message of the peer proves to have arrived: our Request by any message, a Cancel by a
 * CancelResponse, a Renew by a RenewResponse, unless an earlier Renew has had no answer yet. Source: architecture §3, doubt.
 */
export function provenBy(place: Place, message: Initiating): string[] {
  const question = questionOf(message);
  const isOfAnEarlierOne = question === 'Renew' && hasRenewalAssumed(place);
  const isProven = (delivery: Delivery): boolean =>
    isRequest(delivery) || (question !== undefined && delivery.what === question && !isOfAnEarlierOne);
  return [...place.view.deliveries]
    .filter(([, delivery]) => delivery.transaction === place.transaction && isOpen(delivery))
    .filter(([, delivery]) => isProven(delivery))
    .map(([id]) => id);
}

function hasRenewalAssumed({ view, transaction }: Place): boolean {
  const state = view.transactions.get(transaction);
  return state?.role === 'requester' && state.renewalAssumed !== undefined;
}

/** Whether it asks for something; a Reminder repeats what was asked, and nothing proves that it came. */
export function isRequest({ message, what }: Delivery): boolean {
  return message === 'request' && what !== 'Request Reminder';
}

function questionOf(message: Initiating): Action | undefined {
  if (message.kind !== 'supplyingAgencyMessage') return undefined;
  const { reasonForMessage } = message.messageInfo;
  if (reasonForMessage === 'CancelResponse') return 'Cancel';
  return reasonForMessage === 'RenewResponse' ? 'Renew' : undefined;
}
