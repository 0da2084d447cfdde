import { ReasonForMessage, Status, instantOf } from '../../iso18626/index.js';
import type { ErrorData, SupplyingAgencyMessage } from '../../iso18626/index.js';
import type { RequesterEvent } from '../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../transaction.js';
import { unrecognisedValue } from './reaction.js';

export type ReadEvent = { event: RequesterEvent } | { error: ErrorData };

/**
 * Which row of table 3.6 a message is, read leniently: the answer wins over the status, a Notification and an answer to
 * StatusRequest need no status, and a wrong reason does not matter. Source: iso18626.md 3.3 and 7.6 nr. 80 to 83, 87.
 */
export function readEvent(message: SupplyingAgencyMessage, state: RequesterTransaction): ReadEvent {
  const { reasonForMessage } = message.messageInfo;
  const { status } = message.statusInfo;
  if (!Object.hasOwn(ReasonForMessage, reasonForMessage))
    return { error: { errorType: 'UnsupportedReasonForMessageType', errorValue: reasonForMessage } };
  if (status !== undefined && !Object.hasOwn(Status, status))
    return { error: unrecognisedValue(`status: ${status}`) };
  return readers[reasonForMessage](message, state);
}

type Reader = (message: SupplyingAgencyMessage, state: RequesterTransaction) => ReadEvent;

const readers: Record<ReasonForMessage, Reader> = {
  Notification: () => ({ event: 'Notification' }),
  StatusRequestResponse: () => ({ event: 'StatusRequestResponse' }),
  CancelResponse: cancelAnswer,
  RenewResponse: renewAnswer,
  RequestResponse: plainStatus,
  StatusChange: plainStatus,
};

function plainStatus({ statusInfo: { status } }: SupplyingAgencyMessage): ReadEvent {
  if (status === undefined) return { error: unrecognisedValue('status') };
  return { event: rowOf(status) };
}

export function rowOf(status: Status): RequesterEvent {
  return status === 'Cancelled' ? 'CancelledUnasked' : status;
}

function cancelAnswer({ messageInfo, statusInfo }: SupplyingAgencyMessage): ReadEvent {
  const { answerYesNo } = messageInfo;
  if (answerYesNo === 'N') return { event: 'CancelResponseNo' };
  if (answerYesNo === 'Y' || statusInfo.status === 'Cancelled') return { event: 'CancelResponseYes' };
  return { error: unrecognisedValue('answerYesNo') };
}

function renewAnswer(
  { messageInfo, statusInfo }: SupplyingAgencyMessage,
  state: RequesterTransaction,
): ReadEvent {
  const { answerYesNo } = messageInfo;
  if (answerYesNo === 'N') return { event: 'RenewResponseNo' };
  if (answerYesNo === 'Y' || isLater(statusInfo.dueDate, state.dueDate)) return { event: 'RenewResponseYes' };
  return { error: unrecognisedValue('answerYesNo') };
}

function isLater(dueDate: string | undefined, known: string | undefined): boolean {
  const given = dueDate === undefined ? undefined : instantOf(dueDate);
  return given !== undefined && (known === undefined || given > (instantOf(known) ?? 0));
}
