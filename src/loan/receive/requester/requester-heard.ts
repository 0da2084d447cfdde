import { byId } from '../../by-id.js';
import { formatInstant, instantOf } from '../../../iso18626/index.js';
import type { SupplyingAgencyMessage } from '../../../iso18626/index.js';
import type { RequesterCase } from '../../context.js';
import { received, type Change } from '../../happened.js';
import type { Happening, LoanEvent } from '../../happening.js';
import { present, without } from '../../present.js';
import type { RequesterEvent } from '../../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';

/** What was heard by our request. `c.state` is what the supplier can know: a Queued request reads as Sent. */
export interface HeardAnswer {
  c: RequesterCase;
  /** True when the message itself proves that the Request arrived: the state changes by that alone. */
  isEvidence: boolean;
  message: SupplyingAgencyMessage;
  event: RequesterEvent;
}

export const lookAt = (text: string): LoanEvent => ({ type: 'needs-attention', text });

/** The message came in and moved or refreshed the transaction. */
export function changed(heard: HeardAnswer, state: RequesterTransaction, rest: Change): Happening {
  return received(heard.message, { ...rest, transactions: byId(heard.c.transaction, state) });
}

/** The message came in and changed nothing, but for the evidence that it is. */
export function unchanged(heard: HeardAnswer, rest: Change): Happening {
  return heard.isEvidence ? changed(heard, heard.c.state, rest) : received(heard.message, rest);
}

export function isCurrent({ c }: HeardAnswer): boolean {
  return c.view.record.current === c.transaction;
}

const tellsDueDate: ReadonlySet<string> = new Set(['Loaned', 'Overdue', 'Recalled']);

/** The transaction with the dates and the id that a message brings, and its lastChange where that is newer. */
export function refreshed(
  state: RequesterTransaction,
  message: SupplyingAgencyMessage,
): RequesterTransaction {
  const { status, dueDate, expectedDeliveryDate, lastChange } = message.statusInfo;
  const isAnswer = message.messageInfo.reasonForMessage === 'RenewResponse';
  const due = isAnswer || tellsDueDate.has(status ?? '') ? readable(dueDate) : undefined;
  return present({
    ...(isAnswer ? without(state, 'renewalAssumed') : state),
    supplyingAgencyRequestId: state.supplyingAgencyRequestId ?? message.header.supplyingAgencyRequestId,
    dueDate: due ?? state.dueDate,
    expectedDeliveryDate: readable(expectedDeliveryDate) ?? state.expectedDeliveryDate,
    lastChange: newest(lastChange, state.lastChange),
  });
}

function readable(dateTime: string | undefined): string | undefined {
  const instant = dateTime === undefined ? undefined : instantOf(dateTime);
  return instant === undefined ? undefined : formatInstant(instant);
}

function newest(told: string | undefined, known: string | undefined): string | undefined {
  const instant = told === undefined ? undefined : instantOf(told);
  if (instant === undefined || (known !== undefined && instant <= (instantOf(known) ?? 0))) return known;
  return new Date(instant).toISOString();
}
