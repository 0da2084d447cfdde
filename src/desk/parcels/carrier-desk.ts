import { actorOf, type Caller } from '../../access/index.js';
import { addressFault, type AddressRules } from '../../outbound/webhooks/index.js';
import {
  carriersOf,
  changeCarrier,
  removeCarrier,
  type Carrier,
  type CarrierChange,
} from '../../tracking/index.js';
import type { Committer } from '../../storage/index.js';

/** Who carries parcels, as a person may change it. */
export interface CarrierDesk {
  list(): readonly CarrierView[];
  /** All of it is said anew; `fault` says what is wrong with its feed's address. */
  change(id: string, carrier: Carrier, by: Caller): Promise<CarrierChange | { fault: string }>;
  remove(id: string, by: Caller): Promise<CarrierChange>;
}

export type CarrierView = { id: string } & Carrier;

export function buildCarrierDesk(options: {
  committer: Committer;
  carrierRows: () => ReadonlyMap<string, unknown>;
  rules: AddressRules;
}): CarrierDesk {
  const { committer, carrierRows, rules } = options;
  return {
    list: () => [...carriersOf(carrierRows())].map(([id, carrier]) => ({ id, ...carrier })),
    async change(id, carrier, by) {
      const fault = feedFault(carrier, rules);
      return fault === undefined ? committer.commit(changeCarrier(id, carrier, actorOf(by))) : { fault };
    },
    remove: (id, by) => committer.commit(removeCarrier(id, actorOf(by))),
  };
}

/** A feed is asked by this machine: its address keeps the rules of every address that a person names here. */
function feedFault({ source }: Carrier, rules: AddressRules): string | undefined {
  if (source?.kind !== 'feed') return undefined;
  if (!/\{ids?\}/.test(source.url)) return 'must hold {id}, or {ids} for several at once';
  return addressFault(source.url.replace(/\{ids?\}/, 'RR0'), rules);
}
