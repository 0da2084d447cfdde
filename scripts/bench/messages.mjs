import { edition2017, encode } from '../../dist/iso18626/index.js';

export const requester = 'XX-NORTH';
export const supplier = 'XX-SOUTH';

const ID = 'BENCH-REQUEST-ID';
const agency = (value) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: value });
const address = (street, locality) => ({
  physicalAddress: {
    line1: street,
    locality,
    postalCode: '111 22',
    region: { value: 'North' },
    country: { value: 'XX' },
  },
});

/** A request as libraries send it, with everything that a request usually carries; valid against the schema. */
const request = {
  kind: 'request',
  header: {
    supplyingAgencyId: agency(supplier),
    requestingAgencyId: agency(requester),
    timestamp: '2026-03-02T08:00:00Z',
    requestingAgencyRequestId: ID,
  },
  bibliographicInfo: {
    title: `The atlas of northern rivers, seen from the air ${ID}`,
    author: 'Strand, Ingeborg',
    subtitle: 'with an essay on ice, and eighty maps drawn by hand',
    seriesTitle: 'Waters of the north',
    edition: 'Second, revised',
    volume: ['2'],
    bibliographicItemId: [
      {
        bibliographicItemIdentifierCode: { value: 'ISBN' },
        bibliographicItemIdentifier: '9789100000004',
      },
    ],
    bibliographicRecordId: [
      {
        bibliographicRecordIdentifierCode: { value: 'OCLC' },
        bibliographicRecordIdentifier: '700000001',
      },
    ],
  },
  publicationInfo: {
    publisher: 'Fjordforlaget',
    publicationType: { value: 'Book' },
    publicationDate: '1998',
    placeOfPublication: 'Tromso',
  },
  serviceInfo: {
    requestType: 'New',
    serviceType: 'Loan',
    serviceLevel: { value: 'Normal' },
    needBeforeDate: '2026-06-01T00:00:00Z',
    anyEdition: 'Y',
    note: 'The reader works with the maps of the second volume; the first is not needed. If it cannot leave the house, a list of the plates with their scales would help us to order copies of single maps instead.',
  },
  supplierInfo: [
    { sortOrder: '1', supplierCode: agency(supplier), callNumber: 'Ogc 551.48', summaryHoldings: '1-2' },
  ],
  requestedDeliveryInfo: [
    { sortOrder: '1', address: address('Interlibrary desk, Long Street 1', 'Northtown') },
  ],
  requestingAgencyInfo: {
    name: 'Northtown City Library',
    contactName: 'Interlibrary desk',
    address: [
      address('Long Street 1', 'Northtown'),
      {
        electronicAddress: {
          electronicAddressType: { value: 'Email' },
          electronicAddressData: 'interlibrary@northtown.example',
        },
      },
    ],
  },
  patronInfo: {
    patronId: 'P-0042',
    surname: 'Lind',
    givenName: 'Ada',
    patronType: { value: 'Adult' },
    sendToPatron: 'N',
  },
  billingInfo: {
    paymentMethod: { value: 'IFLAVoucher' },
    maximumCosts: { currencyCode: { value: 'EUR' }, monetaryValue: '12.00' },
    billingName: 'Northtown City Library',
    address: address('City Treasury, Market Place 3', 'Northtown'),
  },
};

const parts = encode(request, edition2017).bytes.toString('utf8').split(ID);

/** Length of one request in bytes, but for its id. */
export const requestBytes = Buffer.byteLength(parts.join(''));

/** Distinct requests of about 4 KB; `prefix` keeps those of one call apart from all others. */
export function distinctRequests(count, prefix, account) {
  const pieces = account === undefined ? parts : partsOf(account);
  return Array.from({ length: count }, (_, at) => Buffer.from(pieces.join(`${prefix}-${at}`)));
}

/** The same with an account in the message. */
function partsOf(requestingAgencyAuthentication) {
  const header = { ...request.header, requestingAgencyAuthentication };
  return encode({ ...request, header }, edition2017)
    .bytes.toString('utf8')
    .split(ID);
}
