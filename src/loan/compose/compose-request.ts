import type {
  Address,
  AgencyId,
  PatronInfo,
  Request,
  RequestedDeliveryInfo,
  ServiceInfo,
} from '../../iso18626/index.js';
import type { LoanRecord, SealedAddress, SealedWish } from '../model/loan-record.js';
import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';

/** What goes with a request to one supplier. */
export interface RequestTerms {
  requestId: string;
  timestamp: Instant;
  requestingAgencyId: AgencyId;
  supplyingAgencyId: AgencyId;
  patronData: boolean;
}

/** The Request that asks one supplier for what the record wants. patronInfo goes only where the peer's record asks for it. */
export function composeRequest(record: LoanRecord, wish: SealedWish, terms: RequestTerms): Request {
  return present({
    kind: 'request' as const,
    header: {
      supplyingAgencyId: terms.supplyingAgencyId,
      requestingAgencyId: terms.requestingAgencyId,
      timestamp: terms.timestamp,
      requestingAgencyRequestId: terms.requestId,
    },
    bibliographicInfo: record.bibliographicInfo,
    publicationInfo: record.publicationInfo,
    serviceInfo: serviceInfoOf(record, wish),
    requestedDeliveryInfo: deliveryTo(wish),
    patronInfo: terms.patronData ? patronInfoOf(wish) : undefined,
    billingInfo: record.billingInfo,
  });
}

function serviceInfoOf(record: LoanRecord, wish: SealedWish): ServiceInfo | undefined {
  if (record.serviceInfo === undefined) return undefined;
  return present({ requestType: 'New' as const, ...record.serviceInfo, note: wish.serviceNote });
}

function deliveryTo(wish: SealedWish): RequestedDeliveryInfo[] | undefined {
  const address = wish.pickup?.address;
  if (address === undefined) return undefined;
  const line1 = [wish.pickup?.name, address.line1].filter(Boolean).join(', ');
  return [{ sortOrder: '1', address: physical(present({ ...address, line1: line1 || undefined })) }];
}

function patronInfoOf(wish: SealedWish): PatronInfo | undefined {
  const { patron } = wish;
  if (patron === undefined) return undefined;
  const addresses = [
    ...(patron.address === undefined ? [] : [physical(patron.address)]),
    ...(patron.email === undefined ? [] : [electronic(patron.email)]),
  ];
  return present({
    patronId: patron.reference,
    surname: patron.surname,
    givenName: patron.givenName,
    patronType: patron.type === undefined ? undefined : { value: patron.type },
    address: addresses.length === 0 ? undefined : addresses,
  });
}

function physical(address: SealedAddress): Address {
  const { region, country, ...lines } = address;
  return {
    physicalAddress: present({
      ...lines,
      region: region === undefined ? undefined : { value: region },
      country: country === undefined ? undefined : { value: country },
    }),
  };
}

function electronic(email: string): Address {
  return { electronicAddress: { electronicAddressType: { value: 'Email' }, electronicAddressData: email } };
}
