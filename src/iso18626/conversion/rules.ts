import { foldCode, openLists } from '../codes.js';
import type { DeliveryInfo, Message, RetryInfo, SchemeValue, SupplyingAgencyMessage } from '../message.js';
import { canSay, canSayMany, losesTo, supplierMessage } from './draft.js';
import type { Draft } from './draft.js';
import { Said } from './loss.js';
import type { LostValue } from './loss.js';
import type { Joinable } from './practice.js';

/** One thing that an edition cannot say as the canonical message does, and what is said instead. */
export interface Rule {
  id: string;
  /** Section of iso18626.md. */
  source: string;
  does: string;
  applies: (draft: Draft) => boolean;
  apply: (draft: Draft) => void;
}

const reasonsOf2021: ReadonlySet<string> = new Set(
  [
    ...['CourierNotSupp', 'MultiVolAvail', 'MustMeetLoanCondition', 'ReqEditionNotPossible'],
    ...['ReqFormatNotPossible', 'ReqPayMethodNotSupported', 'ReqServLevelNotSupp', 'ReqServTypeNotPossible'],
  ].map(foldCode),
);

/** In the order in which they are tried. What none of them takes is said in words, by `convert`. */
export const rules: readonly Rule[] = [
  {
    id: 'lost-as-notification',
    source: '3.9',
    does: 'The action Lost is a Notification: a sentence, and the tail [ill:lost v1] that a gateway reads.',
    applies: (draft) => saysAction(draft, 'Lost'),
    apply(draft) {
      asNotification(draft, 'lost-as-notification', 'The item is reported lost.');
      draft.tail = '[ill:lost v1]';
    },
  },
  {
    id: 'hold-as-notification',
    source: '7.6 nr. 74',
    does: 'The action HoldReturn is a Notification with a sentence.',
    applies: (draft) => saysAction(draft, 'HoldReturn'),
    apply: (draft) =>
      asNotification(
        draft,
        'hold-as-notification',
        'HoldReturn: the item cannot be returned for the time being.',
      ),
  },
  {
    id: 'hold-status-as-notification',
    source: '7.6 nr. 74',
    does: 'The status HoldReturn or ReleaseHoldReturn is a Notification with a sentence and the status as it was.',
    applies: saysHold,
    apply: holdAsNotification,
  },
  {
    id: 'loan-possible',
    source: '2.4',
    does: 'ReqServTypeNotPossible with the service type Loan is LoanPossible.',
    applies: (draft) =>
      hasRetryReason(draft, 'ReqServTypeNotPossible') &&
      retryInfoOf(draft.message)?.serviceType === 'Loan' &&
      !canSay(draft, 'retryInfo', 'serviceType'),
    apply: asLoanPossible,
  },
  {
    id: 'loan-possible-of-2021',
    source: '2.3',
    does: 'LoanPossible, which 2021 has dropped, is ReqServTypeNotPossible with the service type Loan.',
    applies: (draft) =>
      hasRetryReason(draft, 'LoanPossible') &&
      retryInfoOf(draft.message)?.serviceType === undefined &&
      canSay(draft, 'retryInfo', 'serviceType'),
    apply: asServiceType,
  },
  {
    id: 'retry-reason-in-words',
    source: '2.2, 2.4',
    does: 'A reason for a retry that came with 2021 is sent as an open code, and the note names it too.',
    applies: (draft) =>
      reasonsOf2021.has(foldCode(reasonRetryOf(draft.message)?.value ?? '')) && !canSay(draft, 'retryInfo'),
    apply(draft) {
      const text = `Reason for the retry: ${reasonRetryOf(draft.message)?.value ?? ''}`;
      draft.lines.push({ text, says: [], rule: 'retry-reason-in-words' });
    },
  },
  {
    id: 'condition-in-delivery',
    source: '2.4, 3.10',
    does: 'The first condition of MustMeetLoanCondition stands in deliveryInfo, which needs dateSent; a line names all.',
    applies: (draft) =>
      hasRetryReason(draft, 'MustMeetLoanCondition') &&
      retryInfoOf(draft.message)?.loanCondition?.[0] !== undefined &&
      !canSay(draft, 'retryInfo', 'loanCondition'),
    apply: conditionInDelivery,
  },
  {
    id: 'link-as-item',
    source: '3.12',
    does: 'A URL is the itemId of a delivery by the method URL, or a line at the head of the note.',
    applies: ({ message, ...draft }) =>
      deliveryInfoOf(message)?.URL !== undefined && !canSay({ message, ...draft }, 'deliveryInfo', 'URL'),
    apply: linkAsItem,
  },
  {
    id: 'joined',
    source: '3.13',
    does: 'Several volumes, items or conditions are one text, in the form that the peer reads.',
    applies: (draft) => draft.practice.join !== undefined,
    apply: joinAll,
  },
  {
    id: 'supplier-unnamed',
    source: '1.3',
    does: 'A request without a supplier names an empty one, where a broker or the own system is to find it.',
    applies: ({ message }) =>
      message.kind === 'request' &&
      (message.header as Partial<typeof message.header> | undefined)?.supplyingAgencyId === undefined &&
      message.serviceInfo?.requestSubType?.some(
        (type) => type === 'PatronRequest' || type === 'TransferRequest',
      ) === true,
    apply: nameNobody,
  },
];

function saysAction({ message, edition }: Draft, action: 'Lost' | 'HoldReturn'): boolean {
  return (
    message.kind === 'requestingAgencyMessage' &&
    message.action === action &&
    edition.edition.codes.action?.includes(action) !== true
  );
}

function asNotification(draft: Draft, rule: string, lead: string): void {
  draft.message = { ...draft.message, action: 'Notification' } as Message;
  draft.lead = lead;
  losesTo(draft, Said.InNote, rule, { path: `${draft.message.kind}/action`, privacy: 'open' });
}

function saysHold({ message, edition }: Draft): boolean {
  if (message.kind !== 'supplyingAgencyMessage') return false;
  const status = statusOf(message);
  if (status !== 'HoldReturn' && status !== 'ReleaseHoldReturn') return false;
  return edition.edition.codes.status?.includes(status) !== true;
}

/** The answer to a question stays one; only what the supplier tells unasked becomes a Notification. */
function holdAsNotification(draft: Draft): void {
  const rule = 'hold-status-as-notification';
  const message = supplierMessage(draft);
  const isRelease = message.statusInfo.status === 'ReleaseHoldReturn';
  draft.lead = isRelease
    ? 'ReleaseHoldReturn: the item may be returned again.'
    : 'HoldReturn: please do not return the item for the time being.';
  const { reasonForMessage } = message.messageInfo;
  const isUnasked = reasonForMessage === 'StatusChange' || reasonForMessage === 'RequestResponse';
  draft.message = {
    ...message,
    ...(isUnasked && { messageInfo: { ...message.messageInfo, reasonForMessage: 'Notification' } }),
    statusInfo: { ...message.statusInfo, status: draft.practice.heldStatus ?? 'Loaned' },
  };
  losesTo(draft, Said.InNote, rule, { path: 'supplyingAgencyMessage/statusInfo/status', privacy: 'open' });
  if (isUnasked)
    losesTo(draft, Said.Not, rule, {
      path: 'supplyingAgencyMessage/messageInfo/reasonForMessage',
      privacy: 'open',
    });
}

function asLoanPossible(draft: Draft): void {
  const message = supplierMessage(draft);
  const { serviceType: _, ...retryInfo } = message.retryInfo ?? {};
  draft.message = withRetryReason({ ...message, retryInfo }, 'LoanPossible');
  loseRetryReason(draft, 'loan-possible');
  losesTo(draft, Said.Elsewhere, 'loan-possible', at('retryInfo/serviceType'));
}

function asServiceType(draft: Draft): void {
  const message = supplierMessage(draft);
  const retryInfo: RetryInfo = { ...message.retryInfo, serviceType: 'Loan' };
  draft.message = withRetryReason({ ...message, retryInfo }, 'ReqServTypeNotPossible');
  loseRetryReason(draft, 'loan-possible-of-2021');
}

function withRetryReason(message: SupplyingAgencyMessage, value: string): SupplyingAgencyMessage {
  const { reasonRetry } = message.messageInfo;
  return { ...message, messageInfo: { ...message.messageInfo, reasonRetry: { ...reasonRetry, value } } };
}

function loseRetryReason(draft: Draft, rule: string): void {
  losesTo(draft, Said.Elsewhere, rule, at('messageInfo/reasonRetry'));
}

function conditionInDelivery(draft: Draft): void {
  const rule = 'condition-in-delivery';
  const message = supplierMessage(draft);
  const { loanCondition = [], ...retryInfo } = message.retryInfo ?? {};
  const delivery = message.deliveryInfo;
  const hasRoom = (delivery?.loanCondition ?? []).length === 0;
  const [first, ...others] = loanCondition;
  const moved = hasRoom && first !== undefined ? { loanCondition: [first] } : {};
  const deliveryInfo: DeliveryInfo = { dateSent: message.header.timestamp, ...delivery, ...moved };
  draft.message = { ...message, retryInfo, ...(hasRoom && { deliveryInfo }) };
  const text = `Condition: ${loanCondition.map(({ value }) => value).join('; ')}`;
  const all = loanCondition.map((_, index) => at(`retryInfo/loanCondition[${index}]`));
  draft.lines.push({ text, says: hasRoom ? all.slice(1) : all, rule });
  if (hasRoom) losesTo(draft, Said.Elsewhere, rule, ...all.slice(0, 1));
  loseSchemes(draft, rule, {
    path: 'retryInfo/loanCondition',
    values: hasRoom ? others : loanCondition,
    from: hasRoom ? 1 : 0,
  });
}

/** A line of the note has no room for the URI of a list. */
function loseSchemes(
  draft: Draft,
  rule: string,
  { path, values, from }: { path: string; values: readonly SchemeValue[]; from: number },
): void {
  values.forEach(({ scheme }, index) => {
    if (scheme !== undefined) losesTo(draft, Said.Not, rule, at(`${path}[${from + index}]/@scheme`));
  });
}

/** Another method than URL stays what it is: then the link is something beside it. */
function linkAsItem(draft: Draft): void {
  const rule = 'link-as-item';
  const message = supplierMessage(draft);
  const { URL: link = '', ...delivery } = message.deliveryInfo ?? {};
  const { deliveryMethod, itemId = [] } = delivery;
  const path = { path: 'supplyingAgencyMessage/deliveryInfo/URL', privacy: 'text' } as const;
  const { link: wanted = 'item' } = draft.practice;
  const isItem =
    wanted !== 'note' && (deliveryMethod === undefined || foldCode(deliveryMethod.value) === 'url');
  draft.message = { ...message, deliveryInfo: delivery };
  if (wanted !== 'item' || !isItem)
    draft.lines.unshift({ text: `URL: ${link}`, says: isItem ? [] : [path], rule });
  if (!isItem) return;
  const deliveryInfo: DeliveryInfo = {
    ...delivery,
    deliveryMethod: deliveryMethod ?? { value: 'URL', scheme: openLists.sentVia.scheme },
    itemId: [link],
  };
  draft.message = { ...message, deliveryInfo };
  losesTo(draft, Said.Elsewhere, rule, path);
  if (itemId.length > 0) {
    const says = itemId.map((_, index) => at(`deliveryInfo/itemId[${index}]`));
    draft.lines.push({ text: `Item id: ${itemId.join('; ')}`, says, rule });
  }
}

const joinables: readonly { outer: 'deliveryInfo' | 'bibliographicInfo'; key: Joinable }[] = [
  { outer: 'deliveryInfo', key: 'itemId' },
  { outer: 'deliveryInfo', key: 'loanCondition' },
  { outer: 'bibliographicInfo', key: 'volume' },
];

function joinAll(draft: Draft): void {
  for (const { outer, key } of joinables) {
    const join = draft.practice.join?.[key];
    const message = draft.message as unknown as Record<string, Record<string, unknown> | undefined>;
    const values = (message[outer]?.[key] ?? []) as readonly (string | SchemeValue)[];
    if (join === undefined || values.length < 2 || canSayMany(draft, outer, key)) continue;
    const texts = values.map((value) => (typeof value === 'string' ? value : value.value));
    const joined = join(texts, draft.message);
    const inner = { ...message[outer], [key]: [key === 'loanCondition' ? { value: joined } : joined] };
    draft.message = { ...draft.message, [outer]: inner } as Message;
    const { kind } = draft.message;
    losesTo(
      draft,
      Said.Elsewhere,
      'joined',
      ...values.map((_, index): LostValue => ({
        path: `${kind}/${outer}/${key}[${index}]`,
        privacy: 'open',
      })),
    );
    values.forEach((value, index) => {
      if (typeof value !== 'string' && value.scheme !== undefined)
        losesTo(draft, Said.Not, 'joined', at(`${outer}/${key}[${index}]/@scheme`));
    });
  }
}

function nameNobody(draft: Draft): void {
  if (draft.message.kind !== 'request') return;
  const named = draft.edition.messages
    .get('request')
    ?.byKey.get('header')
    ?.inner?.byKey.get('supplyingAgencyId');
  if (named?.min !== 1) return;
  const supplyingAgencyId = { agencyIdType: { value: 'ISIL' }, agencyIdValue: '' };
  draft.message = { ...draft.message, header: { ...draft.message.header, supplyingAgencyId } };
}

function at(path: string): LostValue {
  return { path: `supplyingAgencyMessage/${path}`, privacy: 'open' };
}

function hasRetryReason({ message }: Draft, code: string): boolean {
  const reason = reasonRetryOf(message);
  return reason !== undefined && foldCode(reason.value) === foldCode(code);
}

// A message of a made-up edition may lack what the standard's cannot be without.
function reasonRetryOf(message: Message): SchemeValue | undefined {
  if (message.kind !== 'supplyingAgencyMessage') return undefined;
  return (message as Partial<SupplyingAgencyMessage>).messageInfo?.reasonRetry;
}

function statusOf(message: SupplyingAgencyMessage): string | undefined {
  return (message as Partial<SupplyingAgencyMessage>).statusInfo?.status;
}

function retryInfoOf(message: Message): RetryInfo | undefined {
  return message.kind === 'supplyingAgencyMessage' ? message.retryInfo : undefined;
}

function deliveryInfoOf(message: Message): DeliveryInfo | undefined {
  return message.kind === 'supplyingAgencyMessage' ? message.deliveryInfo : undefined;
}
