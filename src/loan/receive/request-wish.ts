import type { Address, PhysicalAddress, Request } from '../../iso18626/index.js';
import type { SealedAddress, SealedWish } from '../loan-record.js';
import { present } from '../present.js';

/** The parts of a peer's request that name a person or may; undefined when there are none. */
export function wishOf(message: Request): SealedWish | undefined {
  const wish: SealedWish = present({
    patron: patronOf(message),
    pickup: pickupOf(message),
    serviceNote: message.serviceInfo?.note,
  });
  return Object.keys(wish).length === 0 ? undefined : wish;
}

function patronOf({ patronInfo }: Request): SealedWish['patron'] {
  if (patronInfo === undefined) return undefined;
  return present({
    reference: patronInfo.patronId,
    surname: patronInfo.surname,
    givenName: patronInfo.givenName,
    type: patronInfo.patronType?.value,
    address: physicalOf(patronInfo.address),
    email: patronInfo.address?.find(({ electronicAddress }) => electronicAddress !== undefined)
      ?.electronicAddress?.electronicAddressData,
  });
}

function pickupOf(message: Request): SealedWish['pickup'] {
  const addresses = (message.requestedDeliveryInfo ?? []).flatMap(({ address }) => address ?? []);
  const pickup = present({ name: message.requestingAgencyInfo?.name, address: physicalOf(addresses) });
  return Object.keys(pickup).length === 0 ? undefined : pickup;
}

function physicalOf(addresses: Address[] | undefined): SealedAddress | undefined {
  const found = addresses?.find(({ physicalAddress }) => physicalAddress !== undefined)?.physicalAddress;
  return found === undefined ? undefined : flat(found);
}

function flat({ region, country, ...lines }: PhysicalAddress): SealedAddress {
  return present({ ...lines, region: region?.value, country: country?.value });
}
