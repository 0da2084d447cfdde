import type { MessageSeen } from '../../desk/index.js';
import { linkCandidates } from '../../iso18626/index.js';
import type {
  AgencyId,
  Costs,
  Message,
  Request,
  RequestingAgencyMessage,
  SchemeValue,
  SupplyingAgencyMessage,
} from '../../iso18626/index.js';
import type { Instant } from '../../loan/index.js';
import type { Reader } from '../frame/reader.js';
import { dateText, dateTimeText } from '../frame/times.js';
import { keyOf, wordOf } from '../words/word-of.js';
import { indented } from './indented.js';

/** A piece of XML, or a hole in it: what stood there is covered. */
export type XmlPiece = { text: string } | { hole: number };

export interface FieldView {
  name: string;
  value: string;
}

/** A message for people: what it says, and the XML below. */
export interface MessageView {
  id: string;
  direction: 'in' | 'out';
  at: Instant;
  seq: number;
  what: string;
  sentence: string;
  edition?: string;
  fields: readonly FieldView[];
  isErased: boolean;
  xml: readonly XmlPiece[];
  confirmation?: readonly XmlPiece[];
}

export function messageView(seen: MessageSeen, reader: Reader): MessageView {
  const { id, direction, at, seq, what, edition, message, template, confirmation } = seen;
  return {
    ...{ id, direction, at, seq, what },
    sentence: messageSentence(what, direction, reader) ?? what,
    fields: message === undefined ? [] : fieldsOf(message, reader),
    isErased: message === undefined,
    xml: xmlPieces(template),
    ...(edition === undefined ? {} : { edition }),
    ...(confirmation === undefined ? {} : { confirmation: xmlPieces(confirmation) }),
  };
}

/** What a message says, as a sentence; `what` is its action, or its reason and status or answer. */
export function messageSentence(what: string, direction: 'in' | 'out', { t }: Reader): string | undefined {
  const [first = '', second] = what.split(' ');
  const side = direction === 'in' ? 'heard' : 'told';
  const key =
    keyOf(side, `${first}-${second ?? ''}`) ??
    keyOf(side, first === 'Notification' ? first : (second ?? first)) ??
    keyOf(side, first);
  return key === undefined ? undefined : t(key);
}

// A hole stands as its number between two U+0001, which no XML can contain.
const hole = new RegExp('\\u0001(\\d+)\\u0001');

/** XML with line breaks before its elements, and its holes shown as such. */
export function xmlPieces(template: string): XmlPiece[] {
  const parts = indented(template).split(hole);
  return parts.map((part, index) => (index % 2 === 0 ? { text: part } : { hole: Number(part) + 1 }));
}

type Told = [name: Parameters<Reader['t']>[0], value: string | undefined];

/** What the message says, field by field. What names the reader is covered. */
export function fieldsOf(message: Message, reader: Reader): FieldView[] {
  const told = toldBy(message, reader);
  return told.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name: reader.t(name), value }],
  );
}

function toldBy(message: Message, reader: Reader): Told[] {
  switch (message.kind) {
    case 'request':
      return [...requestFields(message, reader), ...headerFields(message, reader)];
    case 'supplyingAgencyMessage':
      return [...supplyingFields(message, reader), ...headerFields(message, reader)];
    case 'requestingAgencyMessage':
      return [...requestingFields(message, reader), ...headerFields(message, reader)];
    case 'requestConfirmation':
    case 'supplyingAgencyMessageConfirmation':
    case 'requestingAgencyMessageConfirmation':
      return [];
  }
}

function requestFields(
  { bibliographicInfo, serviceInfo, patronInfo, billingInfo }: Request,
  reader: Reader,
): Told[] {
  const { t } = reader;
  return [
    ['part.title', bibliographicInfo.title],
    ['part.author', bibliographicInfo.author],
    ['item.component', bibliographicInfo.titleOfComponent],
    ['item.volume', bibliographicInfo.volume?.join(', ')],
    ['item.pages', bibliographicInfo.pagesRequested],
    ['part.type', serviceInfo === undefined ? undefined : t(`type.${serviceInfo.serviceType}`)],
    ['service.level', serviceInfo?.serviceLevel && wordOf(t, 'level', serviceInfo.serviceLevel.value)],
    ['part.need-before', dayText(serviceInfo?.needBeforeDate, reader)],
    ['service.cost', costsText(billingInfo?.maximumCosts)],
    ['part.note', serviceInfo?.note],
    ['part.patron', patronInfo === undefined ? undefined : t('message.masked')],
  ];
}

function supplyingFields(message: SupplyingAgencyMessage, reader: Reader): Told[] {
  const { messageInfo: info, statusInfo } = message;
  const { t } = reader;
  const { reasonUnfilled } = info;
  return [
    ['part.status', statusInfo.status === undefined ? undefined : wordOf(t, 'state', statusInfo.status)],
    ['part.reason', info.reasonForMessage],
    ['part.answer', info.answerYesNo],
    ['part.note', info.note],
    ['part.due', dayText(statusInfo.dueDate, reader)],
    ['part.expected', dayText(statusInfo.expectedDeliveryDate, reader)],
    [
      'part.reason-unfilled',
      reasonUnfilled === undefined ? undefined : wordOf(t, 'reason', reasonUnfilled.value),
    ],
    ['part.reason-retry', codeText(info.reasonRetry)],
    ...sendingFields(message, reader),
  ];
}

function sendingFields(message: SupplyingAgencyMessage, reader: Reader): Told[] {
  const { deliveryInfo, shippingInfo, returnInfo } = message;
  const { dateSent, itemId, deliveryMethod, loanCondition, deliveryCosts } = deliveryInfo ?? {};
  const { courierName, trackingId } = shippingInfo ?? {};
  // As text: nothing is fetched, and staff decide what they open.
  const links = linkCandidates(message)
    .map((link) => link.url)
    .join(', ');
  return [
    ['part.sent', dayText(dateSent, reader)],
    ['part.item-id', itemId?.join(', ')],
    ['part.url', links],
    ['part.method', codeText(deliveryMethod)],
    ['part.conditions', loanCondition?.map(({ value }) => value).join(', ')],
    ['part.costs', deliveryCosts?.map(costsText).join(', ')],
    ['part.courier', codeText(courierName)],
    ['part.tracking', trackingId?.join(', ')],
    ['part.return-to', returnInfo?.name],
  ];
}

function requestingFields({ action, note }: RequestingAgencyMessage, _reader: Reader): Told[] {
  return [
    ['part.action', action],
    ['part.note', note],
  ];
}

function headerFields({ header }: Extract<Message, { header: unknown }>, reader: Reader): Told[] {
  return [
    ['part.requester', agencyText(header.requestingAgencyId)],
    ['part.supplier', agencyText(header.supplyingAgencyId)],
    ['request.wire-number', header.requestingAgencyRequestId],
    ['part.time', dateTimeText(header.timestamp, reader)],
  ];
}

function agencyText(agency: AgencyId | undefined): string | undefined {
  return agency === undefined ? undefined : `${agency.agencyIdType.value}:${agency.agencyIdValue}`;
}

function codeText(code: SchemeValue | undefined): string | undefined {
  return code?.value;
}

function costsText(costs: Costs | undefined): string | undefined {
  return costs === undefined ? undefined : `${costs.monetaryValue} ${costs.currencyCode.value}`;
}

function dayText(at: string | undefined, reader: Reader): string | undefined {
  return at === undefined ? undefined : dateText(at, reader);
}
