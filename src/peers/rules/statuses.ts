import {
  NoteTail,
  noteTail,
  reportedBy,
  reportSentences,
  type Initiating,
  type ReasonForMessage,
  type SupplyingAgencyMessage,
} from '../../iso18626/index.js';
import { conditionsOf, offeredCostsOf } from './conditions.js';
import { noteOf, prefixed, withNote } from './notes.js';
import { plainRule, type Rule } from './rule.js';

/** Reasons that peers compute in their own way; answers to questions keep theirs. */
const RECKONED: ReadonlySet<ReasonForMessage> = new Set(['RequestResponse', 'StatusChange']);

function withReason(
  message: SupplyingAgencyMessage,
  reasonForMessage: ReasonForMessage,
): SupplyingAgencyMessage {
  return { ...message, messageInfo: { ...message.messageInfo, reasonForMessage } };
}

/** A rule that gives a status the reason that the peer expects with it. */
function reasonRule(rule: {
  name: string;
  source: string;
  does: string;
  reason: ReasonForMessage;
  applies: (message: SupplyingAgencyMessage) => boolean;
}): Rule {
  const { reason, applies, ...told } = rule;
  return plainRule({
    ...told,
    outgoing(message) {
      const isMeant =
        message.kind === 'supplyingAgencyMessage' &&
        RECKONED.has(message.messageInfo.reasonForMessage) &&
        applies(message);
      return { message: isMeant ? withReason(message, reason) : message };
    },
  });
}

function isTied(message: SupplyingAgencyMessage): boolean {
  return conditionsOf(message).length > 0 || offeredCostsOf(message).length > 0;
}

const noExpectToSupply = plainRule({
  name: 'no-expect-to-supply',
  source: 'peers.md 1.4 nr 1, 2.2',
  does: 'ExpectToSupply is not known: WillSupply is said in its place.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== 'ExpectToSupply')
      return { message };
    return {
      message: { ...message, statusInfo: { ...message.statusInfo, status: 'WillSupply' } },
      losses: ['supplyingAgencyMessage/statusInfo/status: ExpectToSupply'],
    };
  },
});

const reasonRules = [
  reasonRule({
    name: 'loan-completed-as-request-response',
    source: 'peers.md 1.4 nr 2, 2.2',
    does: 'LoanCompleted is understood only with the reason RequestResponse.',
    reason: 'RequestResponse',
    applies: ({ statusInfo }) => statusInfo.status === 'LoanCompleted',
  }),
  reasonRule({
    name: 'loaned-as-status-change',
    source: 'peers.md 1.4 nr 2, 2.2',
    does: 'Loaned is understood only with the reason StatusChange.',
    reason: 'StatusChange',
    applies: ({ statusInfo }) => statusInfo.status === 'Loaned',
  }),
  reasonRule({
    name: 'will-supply-as-request-response',
    source: 'peers.md 1.4 nr 2, 2.2',
    does: 'A WillSupply without conditions is understood only with the reason RequestResponse.',
    reason: 'RequestResponse',
    applies: (message) => message.statusInfo.status === 'WillSupply' && !isTied(message),
  }),
  reasonRule({
    name: 'will-supply-with-condition-as-notification',
    source: 'peers.md 1.4 nr 2, 2.2',
    does: 'A WillSupply with conditions or a price is said as a Notification, so that staff there see its note.',
    reason: 'Notification',
    applies: (message) => message.statusInfo.status === 'WillSupply' && isTied(message),
  }),
];

const brokerUnfilledNotification = plainRule({
  name: 'broker-unfilled-notification',
  source: 'iso18626.md 3.14; peers.md 1.4 nr 10',
  does: 'A Notification with the status Unfilled says that one supplier has declined and the broker goes on; its note says it in words.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || !isDeclined(message)) return { message };
    const reason = message.messageInfo.reasonUnfilled?.value;
    const words = ['Status: Unfilled', ...(reason === undefined ? [] : [`Reason: ${reason}`])];
    return { message: withNote(message, prefixed(noteOf(message), words.join(', '))) };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || !isDeclined(message)) return { message };
    return { message, remarks: ['supplier-declined'] };
  },
});

function isDeclined({ messageInfo, statusInfo }: SupplyingAgencyMessage): boolean {
  return messageInfo.reasonForMessage === 'Notification' && statusInfo.status === 'Unfilled';
}

const notificationStatusIgnored = plainRule({
  name: 'notification-status-ignored',
  source: 'peers.md 2.1 (SupplyingAgencyMessage emitted); iso18626.md 3.3',
  does: 'Every Notification carries the status RequestReceived, whatever the status is: it is left out.',
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage') return { message };
    const { messageInfo, statusInfo } = message;
    if (messageInfo.reasonForMessage !== 'Notification' || statusInfo.status !== 'RequestReceived')
      return { message };
    return { message: withoutStatus(message), remarks: ['status-ignored'] };
  },
});

function withoutStatus(message: SupplyingAgencyMessage): SupplyingAgencyMessage {
  const { status: _unmeant, ...statusInfo } = message.statusInfo;
  return { ...message, statusInfo };
}

const emptyStatus = plainRule({
  name: 'empty-status',
  source: 'peers.md 1.4 nr 24, 2.2; iso18626.md 7.6 nr 80',
  does: 'A Notification without a status means that the status is unchanged.',
  incoming(message) {
    const isMeant = message.kind === 'supplyingAgencyMessage' && message.statusInfo.status === undefined;
    return isMeant ? { message, remarks: ['status-ignored'] } : { message };
  },
});

const emptyDeliveryInfo = plainRule({
  name: 'empty-delivery-info',
  source: 'peers.md 2.1 (SupplyingAgencyMessage emitted)',
  does: 'deliveryInfo and returnInfo are always there, also when nothing is sent: such a dateSent means nothing.',
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage') return { message };
    const { deliveryInfo, returnInfo, ...rest } = message;
    const kept = {
      ...(saysNothing(message) ? {} : { deliveryInfo }),
      ...(isBare(returnInfo) ? {} : { returnInfo }),
    };
    return { message: { ...rest, ...present(kept) } };
  },
});

function saysNothing(message: SupplyingAgencyMessage): boolean {
  const { dateSent: _now, sentToPatron: _false, ...told } = message.deliveryInfo ?? {};
  return isBare(told) && !sends(message);
}

function isBare(part: object | undefined): boolean {
  return part === undefined || Object.keys(part).length === 0;
}

function present<T extends object>(parts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const given = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: NonNullable<T[K]> };
}

function sends({ statusInfo: { status } }: SupplyingAgencyMessage): boolean {
  return status === 'Loaned' || status === 'CopyCompleted';
}

const duplicateInNote = plainRule({
  name: 'duplicate-in-note',
  source: 'peers.md 1.4 nr 22, 2.2',
  does: 'Unfilled because of a duplicate request is said by a note that begins with DUPLICATE.',
  outgoing(message) {
    const isMeant =
      message.kind === 'supplyingAgencyMessage' && message.messageInfo.reasonUnfilled?.value === 'Duplicate';
    return { message: isMeant ? withNote(message, prefixed(noteOf(message), 'DUPLICATE')) : message };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== 'Unfilled')
      return { message };
    if (message.messageInfo.note?.startsWith('DUPLICATE') !== true) return { message };
    const messageInfo = { ...message.messageInfo, reasonUnfilled: { value: 'Duplicate' } };
    return { message: { ...message, messageInfo } };
  },
});

const cancelNoSaysCancelled = plainRule({
  name: 'cancel-no-says-cancelled',
  source: 'peers.md 2.5; iso18626.md 3.3, 7.6 nr 81',
  does: 'The answer No to a Cancel comes with the status Cancelled: the answer counts.',
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage') return { message };
    const { reasonForMessage, answerYesNo } = message.messageInfo;
    const contradicts =
      reasonForMessage === 'CancelResponse' &&
      answerYesNo === 'N' &&
      message.statusInfo.status === 'Cancelled';
    return contradicts ? { message, remarks: ['answer-contradicts-status'] } : { message };
  },
});

/** Actions that some systems refuse: what they say goes out as a note. */
const lostAsNotification = plainRule({
  name: 'lost-as-notification',
  source: 'iso18626.md 3.9; peers.md 2.4',
  does: 'The actions Lost and HoldReturn are not known: a Notification says it in words, Lost with a tail that a gateway reads.',
  outgoing(message) {
    if (message.kind !== 'requestingAgencyMessage') return { message };
    const words = actionWords[message.action];
    if (words === undefined) return { message };
    const note = [words.sentence, message.note, words.tail].filter(Boolean).join(' ');
    return {
      message: { ...message, action: 'Notification', note },
      losses: [`requestingAgencyMessage/action: ${message.action}`],
    };
  },
});

const actionWords: Readonly<Partial<Record<string, { sentence: string; tail?: string }>>> = {
  Lost: { sentence: reportSentences.lost, tail: noteTail(NoteTail.Lost) },
  HoldReturn: { sentence: 'The item cannot be returned for the time being.' },
};

const reportTails = plainRule({
  name: 'report-tails',
  source: 'iso18626.md 3.9',
  does: 'A note that ends with the tail [ill:lost v1] or [ill:damaged v1] reports the item; it raises a flag and never moves the loan.',
  incoming(message: Initiating) {
    const kind = reportedBy(noteOf(message));
    return kind === undefined ? { message } : { message, remarks: [`reported-${kind}`] };
  },
});

export const statusRules = [
  noExpectToSupply,
  ...reasonRules,
  brokerUnfilledNotification,
  notificationStatusIgnored,
  emptyStatus,
  emptyDeliveryInfo,
  duplicateInNote,
  cancelNoSaysCancelled,
  lostAsNotification,
  reportTails,
];
