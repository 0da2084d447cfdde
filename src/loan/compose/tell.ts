import type {
  DeliveryInfo,
  ReasonForMessage,
  RetryInfo,
  ReturnInfo,
  SchemeValue,
  ShippingInfo,
  StatusInfo,
  SupplyingAgencyMessage,
  YesNo,
} from '../../iso18626/index.js';
import { statusOf } from '../case.js';
import type { SupplierCase } from '../context.js';
import type { Owed } from '../happening.js';
import { present } from '../present.js';
import type { SupplierState } from '../model/states.js';
import type { SupplierTransaction } from '../model/transaction.js';
import { ForbiddenMessage, mayTell } from './may-tell.js';
import { laterOf, nextTimestamp } from './timestamps.js';
import { whatOf } from './what.js';

export interface Telling {
  reasonForMessage: ReasonForMessage;
  /** An event that leaves no state of its own; else the status is the state's. */
  status?: 'ReleaseHoldReturn';
  answerYesNo?: YesNo;
  note?: string | undefined;
  reasonUnfilled?: SchemeValue | undefined;
  reasonRetry?: SchemeValue | undefined;
  retryInfo?: RetryInfo;
  deliveryInfo?: DeliveryInfo;
  shippingInfo?: ShippingInfo | undefined;
  returnInfo?: ReturnInfo;
}

/** What telling leaves behind: the transaction with its new time stamps, and the message that is owed. */
export interface Told {
  state: SupplierTransaction;
  owe: Owed;
}

/**
 * A supplyingAgencyMessage that tells the state as `told.state` has it: the caller has moved it already, from where
 * `told.view` has it. Its time stamp and its lastChange rise together. Throws what tables 3.3 and 3.4 forbid.
 */
export function tell(told: SupplierCase, telling: Telling): Told {
  const { state, ctx, transaction } = told;
  const status = telling.status ?? statusOf(state.state);
  const before = beforeOf(told);
  if (!mayTell(before, { ...telling, status })) throw new ForbiddenMessage(before, { ...telling, status });
  const timestamp = nextTimestamp(ctx.at.now, laterOf(state.lastSentAt, state.lastChange));
  const {
    reasonForMessage,
    answerYesNo,
    note,
    reasonUnfilled,
    reasonRetry,
    status: _event,
    ...parts
  } = telling;
  const message: SupplyingAgencyMessage = present({
    kind: 'supplyingAgencyMessage' as const,
    header: headerOf(state, timestamp),
    messageInfo: present({ reasonForMessage, answerYesNo, note, reasonUnfilled, reasonRetry }),
    statusInfo: { ...statusInfoOf(state, timestamp), status },
    ...parts,
  });
  const answered = state.answered === true || reasonForMessage === 'RequestResponse';
  return {
    state: present({
      ...state,
      lastSentAt: timestamp,
      lastChange: timestamp,
      answered: answered || undefined,
    }),
    owe: { transaction, peer: state.peer, message, what: whatOf(message) },
  };
}

function beforeOf({ view, transaction, state }: SupplierCase): SupplierTransaction {
  const known = view.transactions.get(transaction);
  return known?.role === 'supplier' ? known : state;
}

/** The first status that we tell answers the request, the later ones are changes. */
export function statusReason(state: SupplierTransaction): ReasonForMessage {
  return state.answered === true ? 'StatusChange' : 'RequestResponse';
}

function headerOf(state: SupplierTransaction, timestamp: string): SupplyingAgencyMessage['header'] {
  return present({
    supplyingAgencyId: state.supplyingAgencyId,
    requestingAgencyId: state.requestingAgencyId,
    timestamp,
    requestingAgencyRequestId: state.requestingAgencyRequestId,
    supplyingAgencyRequestId: state.supplyingAgencyRequestId,
  });
}

const carriesDueDate: ReadonlySet<SupplierState> = new Set(['Loaned', 'Overdue', 'Recalled']);
const carriesExpected: ReadonlySet<SupplierState> = new Set(['ExpectToSupply', 'WillSupply']);

/** Source: iso18626.md 3.3 (which date goes with which status). */
function statusInfoOf(state: SupplierTransaction, lastChange: string): StatusInfo {
  return present({
    status: statusOf(state.state),
    expectedDeliveryDate: carriesExpected.has(state.state) ? state.expectedDeliveryDate : undefined,
    dueDate: carriesDueDate.has(state.state) ? state.dueDate : undefined,
    lastChange,
  });
}
