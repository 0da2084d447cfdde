import {
  openCode,
  type Costs,
  type Initiating,
  type RequestingAgencyMessage,
  type SchemeValue,
  type SupplyingAgencyMessage,
} from '../../iso18626/index.js';
import { costsText, isPositive, isSupplied, noteOf, prefixed, withNote, withoutMarker } from './notes.js';
import { plainRule, type Applied, type RemarkCode } from './rule.js';

/** Conditions that a message names, wherever its edition has them. */
export function conditionsOf({ deliveryInfo, retryInfo }: SupplyingAgencyMessage): readonly SchemeValue[] {
  return [...(deliveryInfo?.loanCondition ?? []), ...(retryInfo?.loanCondition ?? [])];
}

/** What the supplier asks for: offered before the item goes. */
export function offeredCostsOf({ deliveryInfo, retryInfo }: SupplyingAgencyMessage): readonly Costs[] {
  return [...(retryInfo?.offeredCosts ?? []), ...(deliveryInfo?.deliveryCosts ?? [])].filter(isPositive);
}

function isConditional(message: SupplyingAgencyMessage): boolean {
  return conditionsOf(message).length > 0 || offeredCostsOf(message).length > 0;
}

const conditions2021Retry = plainRule({
  name: 'conditions-2021-retry',
  source: 'iso18626.md 3.10, first practice',
  does: 'A supplier that has conditions says RetryPossible with MustMeetLoanCondition and names them in retryInfo.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== 'RetryPossible')
      return { message };
    const loanCondition = [...conditionsOf(message)];
    if (loanCondition.length === 0) return { message };
    const { loanCondition: _moved, ...delivery } = message.deliveryInfo ?? {};
    const { deliveryInfo: _delivery, ...rest } = message;
    return {
      message: {
        ...rest,
        messageInfo: {
          ...message.messageInfo,
          reasonRetry: message.messageInfo.reasonRetry ?? { value: 'MustMeetLoanCondition' },
        },
        retryInfo: { ...message.retryInfo, loanCondition },
        ...(Object.keys(delivery).length === 0 ? {} : { deliveryInfo: delivery }),
      },
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== 'RetryPossible')
      return { message };
    const isMeant = conditionsOf(message).length > 0;
    return isMeant ? { message, remarks: ['condition-added'] } : { message };
  },
});

const conditionsWillSupplyNote = plainRule({
  name: 'conditions-will-supply-note',
  source: 'iso18626.md 3.10, second practice',
  does: 'Conditions stand in deliveryInfo beside WillSupply, with a dateSent that the schema wants; they are answered in words.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== 'WillSupply')
      return { message };
    const loanCondition = [...conditionsOf(message)];
    if (loanCondition.length === 0) return { message };
    const { loanCondition: _moved, ...retry } = message.retryInfo ?? {};
    const { retryInfo: _retry, ...rest } = message;
    return {
      message: {
        ...rest,
        deliveryInfo: { dateSent: message.header.timestamp, ...message.deliveryInfo, loanCondition },
        ...(Object.keys(retry).length === 0 ? {} : { retryInfo: retry }),
      },
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || isSupplied(message)) return { message };
    const isMeant = message.statusInfo.status === 'WillSupply' && conditionsOf(message).length > 0;
    return isMeant ? { message, remarks: ['condition-added'] } : { message };
  },
});

/** What ReShare writes at the beginning of a note, and what it means. */
const markers: readonly (readonly [string, RemarkCode])[] = [
  ['#ReShareAddLoanCondition#', 'condition-added'],
  ['#ReShareSupplierAwaitingConditionConfirmation#', 'condition-waits'],
  ['#ReShareSupplierConditionsAssumedAgreed#', 'condition-assumed'],
  ['#ReShareLoanConditionAgreeResponse#', 'condition-accepted'],
  ['#ReShareLoanConditionRejectResponse#', 'condition-refused'],
];

/** Strips markers from the beginning of the note, one after another. */
function readMarkers(message: Initiating): Applied {
  const remarks: RemarkCode[] = [];
  let note = noteOf(message);
  for (let isMore = true; isMore;) {
    isMore = false;
    for (const [marker, remark] of markers) {
      const read = withoutMarker(note, marker);
      if (!read.found) continue;
      note = read.note;
      remarks.push(remark);
      isMore = true;
    }
  }
  return remarks.length === 0 ? { message } : { message: withNote(message, note), remarks };
}

const answers: Readonly<Record<string, string>> = {
  ACCEPT: '#ReShareLoanConditionAgreeResponse#',
  REJECT: '#ReShareLoanConditionRejectResponse#',
};

/** ACCEPT or REJECT where that is all a note says; case and edge punctuation do not count. */
export function answerIn(note: string | undefined): 'ACCEPT' | 'REJECT' | undefined {
  const word = /^[^\p{L}\p{N}]*([A-Za-z]+)[^\p{L}\p{N}]*$/u.exec(note ?? '')?.[1]?.toUpperCase();
  return word === 'ACCEPT' || word === 'REJECT' ? word : undefined;
}

const conditionsReshareMarkers = plainRule({
  name: 'conditions-reshare-markers',
  source: 'peers.md 2.1 (conditions); iso18626.md 3.10, third practice',
  does: 'Conditions are announced, agreed to and refused by markers at the beginning of a note; a price alone is the condition `other`.',
  reads: [/#ReShare/i],
  outgoing(message) {
    if (message.kind === 'requestingAgencyMessage') {
      const answer = message.action === 'Notification' ? answerIn(message.note) : undefined;
      return { message: answer === undefined ? message : withNote(message, answers[answer]) };
    }
    if (message.kind !== 'supplyingAgencyMessage' || isSupplied(message) || !isConditional(message))
      return { message };
    const named = conditionsOf(message);
    const loanCondition = named.length > 0 ? [...named] : [{ value: 'other' }];
    const offeredCosts = [...offeredCostsOf(message)];
    const told: SupplyingAgencyMessage = {
      ...message,
      deliveryInfo: { dateSent: message.header.timestamp, ...message.deliveryInfo, loanCondition },
      ...(offeredCosts.length === 0 ? {} : { retryInfo: { ...message.retryInfo, offeredCosts } }),
    };
    return { message: withNote(told, prefixed(noteOf(message), '#ReShareAddLoanCondition#')) };
  },
  incoming(message) {
    return message.kind === 'request' ? { message } : readMarkers(message);
  },
});

const conditionsAcceptRejectNote = plainRule({
  name: 'conditions-accept-reject-note',
  source: 'iso18626.md 3.10, fourth practice; peers.md 1.4 nr 8 and 21',
  does: 'Conditions and prices are words at the beginning of a note; a Notification that says only ACCEPT or REJECT answers them.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || isSupplied(message)) return { message };
    const words = [
      ...conditionsOf(message).map(({ value }) => `Condition: ${value}`),
      ...offeredCostsOf(message).map((costs) => `Cost: ${costsText(costs)}`),
    ];
    if (words.length === 0) return { message };
    return { message: withNote(message, prefixed(noteOf(message), words.join(', '))) };
  },
  incoming(message) {
    if (message.kind === 'supplyingAgencyMessage') {
      const remarks = wordsTold(message);
      return remarks.length === 0 ? { message } : { message: inElements(message), remarks };
    }
    const remarks = message.kind === 'requestingAgencyMessage' ? answerTold(message) : [];
    return remarks.length === 0 ? { message } : { message, remarks };
  },
});

/** What the words say in the elements of an offer, where the message does not say it there itself. */
function inElements(message: SupplyingAgencyMessage): SupplyingAgencyMessage {
  const words = firstLineOf(message);
  const conditions = [...words.matchAll(/(?:^|, )Condition: ([^,]+)/g)].map(
    ([, value = '']): SchemeValue => ({
      value: openCode('loanCondition', value) ?? value.trim(),
    }),
  );
  const costs = [...words.matchAll(/(?:^|, )Cost: (\d+(?:\.\d+)?) ([A-Za-z]{3})\b/g)].map(
    ([, monetaryValue = '', currency = '']): Costs => ({
      currencyCode: { value: currency.toUpperCase() },
      monetaryValue,
    }),
  );
  const said = {
    ...(conditions.length > 0 && conditionsOf(message).length === 0 ? { loanCondition: conditions } : {}),
    ...(costs.length > 0 && offeredCostsOf(message).length === 0 ? { offeredCosts: costs } : {}),
  };
  if (Object.keys(said).length === 0) return message;
  return { ...message, retryInfo: { ...message.retryInfo, ...said } };
}

function answerTold({ action, note }: RequestingAgencyMessage): RemarkCode[] {
  const answer = action === 'Notification' ? answerIn(note) : undefined;
  if (answer === undefined) return [];
  return [answer === 'ACCEPT' ? 'condition-accepted' : 'condition-refused'];
}

/** What a broker puts before the words: who supplies, by which system. */
const brokerWords = /^(?:(?:Supplier|Vendor): [^\n,]*[\n,]\s*)+/;

/** What a broker writes to people in the place of a marker, and what it means. Source: peers.md 1.4 nr 6. */
const sentences: readonly (readonly [RegExp, RemarkCode])[] = [
  [/please respond `?ACCEPT`? or `?REJECT`?/i, 'condition-waits'],
  [/assumes approval of conditions unless `?REJECT`? is sent/i, 'condition-assumed'],
];

function withoutBroker({ messageInfo }: SupplyingAgencyMessage): string {
  return (messageInfo.note ?? '').replace(brokerWords, '');
}

function firstLineOf(message: SupplyingAgencyMessage): string {
  return /^[^\n]*/.exec(withoutBroker(message))?.[0] ?? '';
}

/** The words have to begin the note. */
function wordsTold(message: Initiating): RemarkCode[] {
  if (message.kind !== 'supplyingAgencyMessage' || isSupplied(message)) return [];
  const note = withoutBroker(message);
  const first = firstLineOf(message);
  return [
    ...sentences.filter(([sentence]) => sentence.test(note)).map(([, remark]) => remark),
    ...(/^(?:Cost: [^,]*, )?Condition: \S/.test(first) ? (['condition-added'] as const) : []),
    ...(/^(?:Condition: [^,]*, )*Cost: \d/.test(first) ? (['cost-told'] as const) : []),
  ];
}

const rejectAsCancel = plainRule({
  name: 'reject-as-cancel',
  source: 'peers.md 2.1 (conditions) and 1.4, ReShare incoming; iso18626.md 3.10',
  does: 'A Notification that says only REJECT also asks to cancel; a Cancel may mean that our conditions are refused.',
  incoming(message) {
    if (message.kind !== 'requestingAgencyMessage') return { message };
    const isRefusal = message.action === 'Cancel' && (message.note ?? '').trim() === '';
    return isRefusal ? { message, remarks: ['condition-refused'] } : { message };
  },
});

const loanConditionCodes = plainRule({
  name: 'loan-condition-codes',
  source: 'peers.md 1.4 nr 3',
  does: "Loan conditions are written in the registered list's own spelling.",
  outgoing: spelledConditions,
  incoming: spelledConditions,
});

function spelledConditions(message: Initiating): Applied {
  const delivery = message.kind === 'supplyingAgencyMessage' ? message.deliveryInfo : undefined;
  const loanCondition = delivery?.loanCondition?.map((one): SchemeValue => ({
    ...one,
    value: openCode('loanCondition', one.value) ?? one.value,
  }));
  if (message.kind !== 'supplyingAgencyMessage' || loanCondition === undefined) return { message };
  return { message: { ...message, deliveryInfo: { ...delivery, loanCondition } } };
}

export const conditionRules = [
  loanConditionCodes,
  conditions2021Retry,
  conditionsWillSupplyNote,
  conditionsReshareMarkers,
  conditionsAcceptRejectNote,
  rejectAsCancel,
];
