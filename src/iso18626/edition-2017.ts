import {
  Action,
  ErrorType,
  MessageStatus,
  ReasonForMessage,
  RequestSubType,
  RequestType,
  ServiceType,
  Status,
  YesNo,
} from './codes.js';
import type { ClosedList, OpenList } from './codes.js';
import type { Edition, Member, MemberType, Structure } from './edition.js';

const string: MemberType = { kind: 'string' };
const dateTime: MemberType = { kind: 'dateTime' };
const integer: MemberType = { kind: 'integer' };
const code = (list: ClosedList): MemberType => ({ kind: 'code', list });
const open = (list?: OpenList): MemberType => ({ kind: 'schemeValue', ...(list && { list }) });
const structure = (name: string): MemberType => ({ kind: 'structure', structure: name });
const agencyId = structure('agencyId');
const costs = structure('costs');

type Extra = Partial<Omit<Member, 'name' | 'type' | 'min' | 'max'>>;
const one = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 1,
  max: 1,
  ...extra,
});
const optional = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 0,
  max: 1,
  ...extra,
});
const many = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 0,
  max: Infinity,
  list: true,
  ...extra,
});
/** Of a later edition: read, with a warning, never sent. */
const later = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 0,
  max: 0,
  ...extra,
});
const element = (...members: Member[]): Structure => ({ members, global: true });
const list = { list: true } as const;
const person = { privacy: 'person' } as const;
const text = { privacy: 'text' } as const;
const note = { privacy: 'text', limit: 'note' } as const;
const id = { limit: 'id' } as const;

/**
 * ISO 18626:2017, schema v1.2. What 2021 moved or renamed stands under its 2017 name with its canonical place beside it;
 * what 2021 added can be read. Source: iso18626.md 1.2, 1.4.
 */
export const edition2017: Edition = {
  id: '2017',
  version: '1.2',
  messages: [
    'request',
    'requestConfirmation',
    'supplyingAgencyMessage',
    'supplyingAgencyMessageConfirmation',
    'requestingAgencyMessage',
    'requestingAgencyMessageConfirmation',
  ],
  structures: {
    request: element(
      one('header', structure('header')),
      one('bibliographicInfo', structure('bibliographicInfo')),
      optional('publicationInfo', structure('publicationInfo')),
      optional('serviceInfo', structure('serviceInfo')),
      many('supplierInfo', structure('supplierInfo')),
      // A patron's home may be where the item is to go.
      many('requestedDeliveryInfo', structure('requestedDeliveryInfo'), person),
      optional('requestingAgencyInfo', structure('requestingAgencyInfo')),
      optional('patronInfo', structure('patronInfo'), person),
      optional('billingInfo', structure('billingInfo')),
    ),
    requestConfirmation: element(
      one('confirmationHeader', structure('confirmationHeader')),
      optional('errorData', structure('errorData'), { list: true, countIn: 'errorValue' }),
    ),
    supplyingAgencyMessage: element(
      one('header', structure('header')),
      one('messageInfo', structure('messageInfo')),
      one('statusInfo', structure('statusInfo'), { whenMissing: 'empty' }),
      later('retryInfo', structure('retryInfo')),
      optional('deliveryInfo', structure('deliveryInfo')),
      later('shippingInfo', structure('shippingInfo')),
      optional('returnInfo', structure('returnInfo')),
    ),
    supplyingAgencyMessageConfirmation: element(
      one('confirmationHeader', structure('confirmationHeader')),
      optional('reasonForMessage', code('reasonForMessage')),
      optional('errorData', structure('errorData'), { list: true, countIn: 'errorValue' }),
    ),
    requestingAgencyMessage: element(
      one('header', structure('header')),
      one('action', code('action')),
      optional('note', string, note),
    ),
    requestingAgencyMessageConfirmation: element(
      one('confirmationHeader', structure('confirmationHeader')),
      optional('action', code('action')),
      optional('errorData', structure('errorData'), { list: true, countIn: 'errorValue' }),
    ),
    header: element(
      // Koha leaves it out.
      one('supplyingAgencyId', agencyId, { whenMissing: 'absent' }),
      one('requestingAgencyId', agencyId, { nonBlank: true }),
      later('consortialId', agencyId),
      one('multipleItemRequestId', string, { whenMissing: 'absent', filler: '', ...id }),
      one('timestamp', dateTime),
      one('requestingAgencyRequestId', string, { nonBlank: true, ...id }),
      optional('supplyingAgencyRequestId', string, id),
      optional('requestingAgencyAuthentication', structure('requestingAgencyAuthentication')),
    ),
    confirmationHeader: element(
      optional('supplyingAgencyId', agencyId),
      optional('requestingAgencyId', agencyId),
      one('timestamp', dateTime, { whenMissing: 'absent' }),
      optional('requestingAgencyRequestId', string, id),
      optional('multipleItemRequestId', string, id),
      one('timestampReceived', dateTime, { whenMissing: 'absent' }),
      one('messageStatus', code('messageStatus')),
    ),
    errorData: element(one('errorType', code('errorType')), optional('errorValue', string, note)),
    requestingAgencyAuthentication: element(
      optional('accountId', string, text),
      optional('securityCode', string, { privacy: 'secret' }),
    ),
    bibliographicInfo: element(
      optional('supplierUniqueRecordId', string),
      optional('title', string),
      optional('author', string),
      later('authorId', string),
      optional('subtitle', string),
      optional('seriesTitle', string),
      optional('edition', string),
      optional('titleOfComponent', string),
      optional('authorOfComponent', string),
      optional('volume', string, list),
      optional('issue', string),
      optional('pagesRequested', string),
      optional('estimatedNoPages', string),
      many('bibliographicItemId', structure('bibliographicItemId')),
      optional('sponsor', string),
      optional('informationSource', string),
      many('bibliographicRecordId', structure('bibliographicRecordId')),
    ),
    // 2021 swaps the two.
    bibliographicItemId: element(
      one('bibliographicItemIdentifier', string),
      one('bibliographicItemIdentifierCode', open('bibliographicItemIdentifierCode')),
    ),
    bibliographicRecordId: element(
      one('bibliographicRecordIdentifierCode', open('bibliographicRecordIdentifierCode')),
      one('bibliographicRecordIdentifier', string),
    ),
    publicationInfo: element(
      optional('publisher', string),
      later('publisherId', string),
      optional('publicationType', open('publicationType')),
      optional('publicationDate', string),
      optional('placeOfPublication', string),
    ),
    serviceInfo: element(
      optional('requestType', code('requestType')),
      { name: 'requestSubType', type: code('requestSubType'), min: 0, max: 3, list: true },
      optional('requestingAgencyPreviousRequestId', string, id),
      one('serviceType', code('serviceType')),
      optional('serviceLevel', open('serviceLevel')),
      optional('preferredFormat', open('preferredFormat'), { canonical: 'itemFormat' }),
      later('itemFormat', open('preferredFormat')),
      optional('needBeforeDate', dateTime),
      optional('copyrightCompliance', open('copyrightCompliance')),
      optional('anyEdition', code('yesNo')),
      later('preferredEdition', code('preferredEdition')),
      later('loanCondition', open('loanCondition'), list),
      optional('startDate', dateTime),
      optional('endDate', dateTime),
      optional('note', string, note),
    ),
    supplierInfo: element(
      optional('sortOrder', integer),
      optional('supplierCode', agencyId),
      optional('supplierDescription', string, text),
      optional('bibliographicRecordId', structure('bibliographicRecordId')),
      optional('callNumber', string),
      optional('summaryHoldings', string),
      optional('availabilityNote', string, text),
    ),
    requestedDeliveryInfo: element(
      optional('sortOrder', integer),
      optional('address', structure('address')),
      later('deliveryMethod', open('sentVia')),
      later('courierName', open('courierName')),
    ),
    requestingAgencyInfo: element(
      optional('name', string),
      optional('contactName', string, person),
      many('address', structure('address')),
    ),
    patronInfo: element(
      optional('patronId', string),
      optional('surname', string),
      optional('givenName', string),
      optional('patronType', open('patronType')),
      optional('sendToPatron', code('yesNo')),
      many('address', structure('address')),
    ),
    billingInfo: element(
      optional('paymentMethod', open('paymentMethod')),
      optional('maximumCosts', costs),
      optional('billingMethod', open('billingMethod')),
      optional('billingName', string, text),
      optional('address', structure('address')),
    ),
    messageInfo: element(
      one('reasonForMessage', code('reasonForMessage')),
      optional('answerYesNo', code('yesNo')),
      optional('note', string, note),
      optional('reasonUnfilled', open('reasonUnfilled')),
      optional('reasonRetry', open('reasonRetry')),
      optional('offeredCosts', costs, { canonical: '../retryInfo/offeredCosts', ...list }),
      // 2021 has the two dates the other way round.
      optional('retryAfter', dateTime, { canonical: '../retryInfo/retryAfter' }),
      optional('retryBefore', dateTime, { canonical: '../retryInfo/retryBefore' }),
    ),
    statusInfo: element(
      one('status', code('status'), { whenMissing: 'absent' }),
      optional('expectedDeliveryDate', dateTime),
      optional('dueDate', dateTime),
      one('lastChange', dateTime, { whenMissing: 'absent' }),
    ),
    retryInfo: {
      members: [
        later('loanCondition', open('loanCondition'), list),
        later('edition', string, list),
        later('itemFormat', open('preferredFormat'), list),
        later('volume', string, list),
        later('serviceType', code('serviceType')),
        later('serviceLevel', open('serviceLevel'), list),
        later('deliveryMethod', open('sentVia'), list),
        later('courierName', open('courierName'), list),
        later('offeredCosts', costs, list),
        later('paymentMethod', open('paymentMethod'), list),
        later('retryBefore', dateTime),
        later('retryAfter', dateTime),
      ],
    },
    deliveryInfo: element(
      one('dateSent', dateTime, { whenMissing: 'absent' }),
      optional('itemId', string, { urlIsText: true, ...list }),
      optional('sentVia', open('sentVia'), { canonical: 'deliveryMethod' }),
      later('URL', string, text),
      later('deliveryMethod', open('sentVia')),
      later('address', structure('address'), person),
      optional('sentToPatron', { kind: 'boolean' }),
      optional('loanCondition', open('loanCondition'), list),
      optional('deliveredFormat', open('deliveredFormat'), { canonical: 'itemFormat' }),
      later('itemFormat', open('deliveredFormat')),
      later('serviceType', code('serviceType')),
      optional('deliveryCosts', costs, list),
      later('paymentMethod', open('paymentMethod')),
    ),
    shippingInfo: {
      members: [
        later('courierName', open('courierName')),
        later('trackingId', string, list),
        later('insurance', code('yesNo')),
        later('insuranceThirdParty', code('yesNo')),
        later('thirdPartyName', string, text),
        later('insuranceCosts', costs, list),
      ],
    },
    returnInfo: element(
      optional('returnAgencyId', agencyId),
      optional('name', string),
      optional('physicalAddress', structure('physicalAddress')),
    ),
    address: {
      choice: true,
      global: true,
      members: [
        one('electronicAddress', structure('electronicAddress')),
        one('physicalAddress', structure('physicalAddress')),
      ],
    },
    electronicAddress: element(
      one('electronicAddressType', open('electronicAddressType')),
      one('electronicAddressData', string, person),
    ),
    physicalAddress: element(
      // Where people write "for the attention of".
      optional('line1', string, text),
      optional('line2', string, text),
      optional('locality', string),
      optional('postalCode', string),
      optional('region', open('region')),
      optional('country', open('country')),
    ),
    agencyId: {
      members: [one('agencyIdType', open('agencyIdType')), one('agencyIdValue', string, { limit: 'agency' })],
    },
    costs: {
      members: [one('currencyCode', open('currencyCode')), one('monetaryValue', { kind: 'decimal' })],
    },
  },
  codes: {
    action: without(Action, 'HoldReturn', 'Lost'),
    status: without(Status, 'HoldReturn', 'ReleaseHoldReturn'),
    reasonForMessage: Object.values(ReasonForMessage),
    requestType: Object.values(RequestType),
    requestSubType: Object.values(RequestSubType),
    serviceType: Object.values(ServiceType),
    messageStatus: Object.values(MessageStatus),
    errorType: Object.values(ErrorType),
    yesNo: Object.values(YesNo),
  },
};

function without(codes: Record<string, string>, ...added2021: string[]): string[] {
  return Object.values(codes).filter((value) => !added2021.includes(value));
}
