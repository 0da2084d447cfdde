import { foldCode } from '../codes.js';
import type { DeliveryInfo, RetryInfo, SupplyingAgencyMessage } from '../message.js';
import {
  canSay,
  lose,
  loseSchemes,
  openValues,
  reasonRetryOf,
  retryInfoOf,
  supplierMessage,
} from './draft.js';
import type { Draft, Rule } from './draft.js';
import { Said } from './loss.js';

const reasonsOf2021: ReadonlySet<string> = new Set(
  [
    ...['CourierNotSupp', 'MultiVolAvail', 'MustMeetLoanCondition', 'ReqEditionNotPossible'],
    ...['ReqFormatNotPossible', 'ReqPayMethodNotSupported', 'ReqServLevelNotSupp', 'ReqServTypeNotPossible'],
  ].map(foldCode),
);

/** Why a retry is possible, and with what: 2021 has a structure for it. */
export const retry: readonly Rule[] = [
  {
    id: 'loan-possible',
    source: '2.4',
    does: 'ReqServTypeNotPossible with the service type Loan is LoanPossible.',
    applies: (draft) =>
      isReason(draft, 'ReqServTypeNotPossible') &&
      retryInfoOf(draft.message)?.serviceType === 'Loan' &&
      !canSay(draft, 'retryInfo', 'serviceType'),
    apply: asLoanPossible,
  },
  {
    id: 'loan-possible-of-2021',
    source: '2.3',
    does: 'LoanPossible, which 2021 has dropped, is ReqServTypeNotPossible with the service type Loan.',
    applies: (draft) =>
      isReason(draft, 'LoanPossible') &&
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
      const text = `Reason for the retry: ${reasonRetryOf(draft.message)?.value.trim() ?? ''}`;
      draft.lines.push({ text, says: [], rule: 'retry-reason-in-words' });
    },
  },
  {
    id: 'condition-in-delivery',
    source: '2.4, 3.10',
    does: 'The first condition of MustMeetLoanCondition stands in deliveryInfo, which needs dateSent; a line names all.',
    applies: (draft) =>
      isReason(draft, 'MustMeetLoanCondition') &&
      retryInfoOf(draft.message)?.loanCondition?.[0] !== undefined &&
      !canSay(draft, 'retryInfo', 'loanCondition'),
    apply: conditionInDelivery,
  },
];

function isReason({ message }: Draft, code: string): boolean {
  const reason = reasonRetryOf(message);
  return reason !== undefined && foldCode(reason.value) === foldCode(code);
}

function asLoanPossible(draft: Draft): void {
  const how = { said: Said.Elsewhere, rule: 'loan-possible' };
  const message = supplierMessage(draft);
  const { serviceType: _, ...retryInfo } = message.retryInfo ?? {};
  draft.message = withReason(withRetryInfo(message, retryInfo), 'LoanPossible');
  lose(draft, how, openValues(draft, 'messageInfo/reasonRetry', 'retryInfo/serviceType'));
}

function asServiceType(draft: Draft): void {
  const how = { said: Said.Elsewhere, rule: 'loan-possible-of-2021' };
  const message = supplierMessage(draft);
  const retryInfo: RetryInfo = { ...message.retryInfo, serviceType: 'Loan' };
  draft.message = withReason({ ...message, retryInfo }, 'ReqServTypeNotPossible');
  lose(draft, how, openValues(draft, 'messageInfo/reasonRetry'));
}

function withReason(message: SupplyingAgencyMessage, value: string): SupplyingAgencyMessage {
  const { messageInfo } = message;
  return { ...message, messageInfo: { ...messageInfo, reasonRetry: { ...messageInfo.reasonRetry, value } } };
}

/** An empty structure says nothing. */
function withRetryInfo(message: SupplyingAgencyMessage, retryInfo: RetryInfo): SupplyingAgencyMessage {
  const { retryInfo: _, ...others } = message;
  return Object.keys(retryInfo).length === 0 ? others : { ...others, retryInfo };
}

/** A delivery that has a condition of its own keeps it: then the note alone says those of the retry. */
function conditionInDelivery(draft: Draft): void {
  const rule = 'condition-in-delivery';
  const message = supplierMessage(draft);
  const { loanCondition = [], ...retryInfo } = message.retryInfo ?? {};
  const moved = hasCondition(message.deliveryInfo) ? [] : loanCondition.slice(0, 1);
  const deliveryInfo: DeliveryInfo = {
    dateSent: message.header.timestamp,
    ...message.deliveryInfo,
    loanCondition: moved,
  };
  draft.message = { ...withRetryInfo(message, retryInfo), ...(moved.length > 0 && { deliveryInfo }) };
  const all = openValues(draft, ...loanCondition.map((_, index) => `retryInfo/loanCondition[${index}]`));
  const text = `Condition: ${loanCondition.map(({ value }) => value.trim()).join('; ')}`;
  draft.lines.push({ text, says: all.slice(moved.length), rule });
  lose(draft, { said: Said.Elsewhere, rule }, all.slice(0, moved.length));
  const schemes = { path: 'retryInfo/loanCondition', values: loanCondition, from: moved.length };
  loseSchemes(draft, { said: Said.Not, rule }, schemes);
}

function hasCondition(deliveryInfo: DeliveryInfo | undefined): boolean {
  return (deliveryInfo?.loanCondition ?? []).length > 0;
}
