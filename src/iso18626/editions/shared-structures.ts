import type { MessageKind } from '../message.js';
import type { Structure } from '../edition.js';
import {
  agencyId,
  code,
  costs,
  dateTime,
  element,
  many,
  note,
  one,
  open,
  optional,
  person,
  string,
  structure,
  text,
} from './members.js';

/** In the order of the schema. */
export const messages: readonly MessageKind[] = [
  'request',
  'requestConfirmation',
  'supplyingAgencyMessage',
  'supplyingAgencyMessageConfirmation',
  'requestingAgencyMessage',
  'requestingAgencyMessageConfirmation',
];

/** What is the same in every edition from 2014 on. Source: iso18626.md 1.2. */
export const sharedStructures = {
  errorData: element(one('errorType', code('errorType')), optional('errorValue', string, note)),
  requestingAgencyAuthentication: element(
    optional('accountId', string, { privacy: 'secret' }),
    optional('securityCode', string, { privacy: 'secret' }),
  ),
  bibliographicRecordId: element(
    one('bibliographicRecordIdentifierCode', open('bibliographicRecordIdentifierCode')),
    one('bibliographicRecordIdentifier', string, { toldBy: 'bibliographicRecordIdentifierCode' }),
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
  statusInfo: element(
    one('status', code('status'), { whenMissing: 'absent' }),
    optional('expectedDeliveryDate', dateTime),
    optional('dueDate', dateTime),
    one('lastChange', dateTime, { whenMissing: 'absent' }),
  ),
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
  agencyId: {
    members: [one('agencyIdType', open('agencyIdType')), one('agencyIdValue', string, { limit: 'agency' })],
  },
  costs: {
    members: [one('currencyCode', open('currencyCode')), one('monetaryValue', { kind: 'decimal' })],
  },
} as const satisfies Record<string, Structure>;
