import {
  namesPerson,
  type Address,
  type BibliographicInfo,
  type BibliographicRecordId,
  type PhysicalAddress,
  type Request,
} from '../../iso18626/index.js';
import type { SealedAddress, SealedWish } from '../model/loan-record.js';
import { present, without } from '../present.js';

/** The parts of a peer's request that name a person or may; undefined when there are none. */
export function wishOf(message: Request): SealedWish | undefined {
  const wish: SealedWish = present({
    patron: patronOf(message),
    pickup: pickupOf(message),
    serviceNote: message.serviceInfo?.note,
  });
  return Object.keys(wish).length === 0 ? undefined : wish;
}

/** What may stand in the open of what is wanted: no record id that is a reader's. */
export function bibliographyOf({ bibliographicInfo }: Request): BibliographicInfo {
  const ids = bibliographicInfo.bibliographicRecordId;
  if (ids?.some(isPersons) !== true) return bibliographicInfo;
  const kept = ids.filter((id) => !isPersons(id));
  const others = without(bibliographicInfo, 'bibliographicRecordId');
  return kept.length === 0 ? others : { ...others, bibliographicRecordId: kept };
}

function isPersons({ bibliographicRecordIdentifierCode: { value } }: BibliographicRecordId): boolean {
  return namesPerson(value);
}

function patronOf({ patronInfo = {}, bibliographicInfo }: Request): SealedWish['patron'] {
  const asRecordId = bibliographicInfo.bibliographicRecordId?.find(isPersons)?.bibliographicRecordIdentifier;
  const patron = present({
    reference: patronInfo.patronId ?? asRecordId,
    surname: patronInfo.surname,
    givenName: patronInfo.givenName,
    type: patronInfo.patronType?.value,
    address: physicalOf(patronInfo.address),
    email: patronInfo.address?.find(({ electronicAddress }) => electronicAddress !== undefined)
      ?.electronicAddress?.electronicAddressData,
  });
  return Object.keys(patron).length === 0 ? undefined : patron;
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
