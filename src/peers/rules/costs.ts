import { offeredCostsOf } from './conditions.js';
import { costsText, followed, isPositive, isSupplied, noteOf, withNote } from './notes.js';
import { plainRule } from './rule.js';

const costsInOffered = plainRule({
  name: 'costs-in-offered',
  source: 'peers.md 1.4 (ReShare outgoing); iso18626.md 3.11',
  does: 'A price is read in offeredCosts, and only beside a condition: one named `other` stands in where there is none.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || isSupplied(message)) return { message };
    const { deliveryCosts = [], ...delivery } = message.deliveryInfo ?? {};
    const costs = deliveryCosts.filter(isPositive);
    if (costs.length === 0 || message.retryInfo?.offeredCosts !== undefined) return { message };
    const other = [{ value: 'other' }];
    return {
      message: {
        ...message,
        retryInfo: { ...message.retryInfo, offeredCosts: costs },
        deliveryInfo: {
          dateSent: message.header.timestamp,
          loanCondition: other,
          ...delivery,
          deliveryCosts,
        },
      },
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage') return { message };
    const isTold = (message.retryInfo?.offeredCosts ?? []).some(isPositive);
    return isTold ? { message, remarks: ['cost-told'] } : { message };
  },
});

const costsInDelivery = plainRule({
  name: 'costs-in-delivery',
  source: 'peers.md 1.4 nr 4, 2.2; iso18626.md 3.11',
  does: 'What a loan or copy costs is read only in deliveryCosts, when it is sent.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || !isSupplied(message)) return { message };
    const { deliveryInfo } = message;
    const offered = [...offeredCostsOf(message)];
    if (offered.length === 0 || deliveryInfo?.deliveryCosts !== undefined) return { message };
    return {
      message: {
        ...message,
        deliveryInfo: { dateSent: message.header.timestamp, ...deliveryInfo, deliveryCosts: offered },
      },
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || !isSupplied(message)) return { message };
    const isTold = (message.deliveryInfo?.deliveryCosts ?? []).some(isPositive);
    return isTold ? { message, remarks: ['cost-told'] } : { message };
  },
});

const maximumCostsInNote = plainRule({
  name: 'maximum-costs-in-note',
  source: 'peers.md 1.4 nr 17',
  does: 'The most that we pay is repeated in the note of the request, because maximumCosts is not shown.',
  outgoing(message) {
    if (message.kind !== 'request') return { message };
    const maximum = message.billingInfo?.maximumCosts;
    if (maximum === undefined || !isPositive(maximum)) return { message };
    return { message: withNote(message, followed(noteOf(message), `Cost: ${costsText(maximum)}`)) };
  },
});

export const costRules = [costsInOffered, costsInDelivery, maximumCostsInNote];
