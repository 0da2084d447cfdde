import { ReasonForMessage, Status, instantOf } from '../../../iso18626/index.js';
import type { ErrorData, SupplyingAgencyMessage } from '../../../iso18626/index.js';
import { reasonsTable, type ReadAs } from '../../tables/reasons-table.js';
import { RequesterEvent } from '../../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { unrecognisedValue } from '../reaction.js';

export type ReadEvent = { event: RequesterEvent } | { error: ErrorData };

/**
 * Which row of table 3.6 a message is, by table 3.3: the answer wins over the status, a Notification and an answer to
 * StatusRequest need no status, and a wrong reason does not matter. Source: iso18626.md 3.3 and 7.6 nr. 80 to 83, 87.
 */
export function readEvent(message: SupplyingAgencyMessage, state: RequesterTransaction): ReadEvent {
  const { reasonForMessage } = message.messageInfo;
  const { status } = message.statusInfo;
  if (!Object.hasOwn(ReasonForMessage, reasonForMessage))
    return { error: { errorType: 'UnsupportedReasonForMessageType', errorValue: reasonForMessage } };
  if (status !== undefined && !Object.hasOwn(Status, status))
    return { error: unrecognisedValue(`status: ${status}`) };
  const { readAs } = reasonsTable[reasonForMessage][message.messageInfo.answerYesNo ?? 'none'];
  return isRow(readAs) ? { event: readAs } : byItself[readAs](message, state);
}

/** What a cell of table 3.3 leaves to be told by the message itself. */
const byItself: Record<Exclude<ReadAs, RequesterEvent>, Reader> = {
  'by-status': plainStatus,
  'yes-if-cancelled': ({ statusInfo: { status } }) =>
    status === 'Cancelled' ? { event: 'CancelResponseYes' } : { error: unrecognisedValue('answerYesNo') },
  'yes-if-later': ({ statusInfo: { dueDate } }, state) =>
    isLater(dueDate, state.dueDate)
      ? { event: 'RenewResponseYes' }
      : { error: unrecognisedValue('answerYesNo') },
};

type Reader = (message: SupplyingAgencyMessage, state: RequesterTransaction) => ReadEvent;

function isRow(readAs: ReadAs): readAs is RequesterEvent {
  return Object.hasOwn(RequesterEvent, readAs);
}

function plainStatus({ statusInfo: { status } }: SupplyingAgencyMessage): ReadEvent {
  if (status === undefined) return { error: unrecognisedValue('status') };
  return { event: rowOf(status) };
}

export function rowOf(status: Status): RequesterEvent {
  return status === 'Cancelled' ? 'CancelledUnasked' : status;
}

function isLater(dueDate: string | undefined, known: string | undefined): boolean {
  const given = dueDate === undefined ? undefined : instantOf(dueDate);
  return given !== undefined && (known === undefined || given > (instantOf(known) ?? 0));
}
