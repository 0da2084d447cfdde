import type { JsonObject } from '../../ledger/index.js';
import {
  foldTrackingId,
  isOpen,
  parcelOf,
  trackingIdsOf,
  type Claim,
  type Delivery,
  type LoanRecord,
  type LoanView,
  type Notice,
  type Shipment,
  type Transaction,
} from '../../loan/index.js';
import type { Lease, Directory } from '../use-case.js';
import { stateText } from './own-states.js';
import type { RowOf } from './tables.js';

/** What the rules say about a loan as a whole; kept in columns so that it can be searched. */
export interface Derived {
  nextClockAt?: string;
  attention?: string;
  /** The page's queue, and until when its work is to be done. */
  queue?: string;
  deadlineAt?: string;
  /** From when on the other side is asked how it stands, if nothing is heard till then. */
  standingDueAt?: string;
}
export type Derive = (loan: LoanView, directory: Directory) => Derived;

/** An aggregate as the fold of the ledger gives it. */
export interface Folded<State> {
  id: string;
  version: number;
  state: State;
}

export function loanRecordRow(
  { id, version, state }: Folded<LoanRecord>,
  transactions: LoanView['transactions'],
  derived: Derived,
): RowOf<'loan_records'> {
  return {
    id,
    version,
    role: state.role,
    agency: state.agency,
    phase: state.phase,
    library_id: state.libraryId ?? null,
    title: searchable(wordsOf(state)),
    ...currentColumns(transactions.get(state.current ?? '')),
    created_at: state.createdAt,
    closed_at: state.closedAt ?? null,
    ...derivedColumns(derived),
    service_type: state.serviceInfo?.serviceType ?? null,
    sourcing_at: state.phase === 'open' ? (state.sourcing?.askAt ?? null) : null,
    state: stateText(state),
  };
}

/** Sorts after every deadline. */
export const NO_DEADLINE = '9999-12-31T23:59:59.999Z';

/** Derived facts as the row has them. */
export type DerivedColumns = Pick<
  RowOf<'loan_records'>,
  'next_clock_at' | 'attention' | 'queue' | 'deadline_at' | 'standing_due_at'
>;

export function derivedColumns({
  nextClockAt,
  attention,
  queue,
  deadlineAt = NO_DEADLINE,
  standingDueAt,
}: Derived): DerivedColumns {
  return {
    next_clock_at: nextClockAt ?? null,
    attention: attention ?? null,
    queue: queue ?? null,
    deadline_at: queue === undefined ? null : deadlineAt,
    standing_due_at: standingDueAt ?? null,
  };
}

/** What a request is found by: title, author, and the numbers of the work. */
function wordsOf({ bibliographicInfo: info }: LoanRecord): string {
  const ids = info.bibliographicItemId?.map(({ bibliographicItemIdentifier: id }) => id) ?? [];
  return [info.title, info.titleOfComponent, info.author, info.authorOfComponent, ...ids]
    .filter((part) => part !== undefined)
    .join(' ');
}

type CurrentColumns = Pick<
  RowOf<'loan_records'>,
  'current_state' | 'peer' | 'request_id' | 'due_date' | 'standing_asked_at'
>;

function currentColumns(current: Transaction | undefined): CurrentColumns {
  if (current === undefined)
    return { current_state: null, peer: null, request_id: null, due_date: null, standing_asked_at: null };
  const { state, peer, requestingAgencyRequestId, dueDate = null, inSync } = current;
  return {
    ...{ current_state: state, peer, request_id: requestingAgencyRequestId, due_date: dueDate },
    standing_asked_at: inSync?.askedAt ?? null,
  };
}

export function transactionRow({ id, version, state }: Folded<Transaction>): RowOf<'transactions'> {
  return {
    id,
    version,
    loan_id: state.loan,
    role: state.role,
    requesting_key: state.requestingKey,
    supplying_key: state.supplyingKey,
    request_id: state.requestingAgencyRequestId,
    peer: state.peer,
    state_name: state.state,
    state: stateText(state),
  };
}

export function shipmentRow({ id, version, state }: Folded<Shipment>): RowOf<'shipments'> {
  return {
    id,
    version,
    loan_id: state.loan,
    transaction_id: state.transaction,
    direction: state.direction,
    tracking_id: state.trackingId ?? null,
    item_id: state.itemId ?? null,
    sent_at: state.sentAt,
    expected_at: state.expectedAt ?? null,
    arrived_at: state.arrivedAt ?? null,
    parcel: parcelOf(id, state),
    ...numbersOf(state),
    lost_at: state.lostAt ?? null,
    state: stateText(state),
  };
}

export function claimRow({ id, version, state }: Folded<Claim>): RowOf<'claims'> {
  return {
    id,
    version,
    loan_id: state.loan,
    peer: state.peer,
    state_name: state.state,
    due_at: state.dueAt ?? null,
    state: stateText(state),
  };
}

export function noticeRow({ id, version, state }: Folded<Notice>): RowOf<'notices'> {
  return {
    id,
    version,
    loan_id: state.loan,
    sent_to: state.to,
    state_name: state.state,
    due_at: state.dueAt ?? null,
    state: stateText(state),
  };
}

/**
 * By what a shipment is found: its first tracking id, and, a line each, the further ones and the further items. All as
 * `foldTrackingId` writes them.
 */
function numbersOf(shipment: Shipment): Pick<RowOf<'shipments'>, 'tracking' | 'more_numbers'> {
  const [first, ...further] = trackingIdsOf(shipment);
  const numbers = [...further, ...(shipment.moreItemIds ?? [])].map(foldTrackingId);
  return {
    tracking: first === undefined ? null : foldTrackingId(first),
    more_numbers: numbers.length === 0 ? null : `\n${numbers.join('\n')}\n`,
  };
}

export function deliveryRow(
  { id, version, state }: Folded<Delivery>,
  beside: { owedSeq: number; headDueAt: string | null; claim: Lease | undefined },
): RowOf<'deliveries'> {
  return {
    id,
    version,
    loan_id: state.loan,
    transaction_id: state.transaction,
    peer: state.peer,
    state_name: state.state,
    cause: state.cause ?? null,
    owed_seq: beside.owedSeq,
    owed_at: state.owedAt,
    due_at: state.dueAt,
    head_due_at: beside.headDueAt,
    claim_process: beside.claim?.process ?? null,
    claim_until: beside.claim?.until ?? null,
    state: stateText(state),
  };
}

export function rootRow(aggregate: string, { id, version, state }: Folded<JsonObject>): RowOf<'roots'> {
  return { aggregate, id, version, state: stateText(state) };
}

/** A delivery and its place in the ledger, as far as the order of sending depends on it. */
export interface Queued {
  id: string;
  owedSeq: number;
  state: Delivery;
}

/**
 * When each delivery may be tried: the due time of the first open one of its transaction and peer, in the order of the
 * entries that owed them, where it is owed; a probe passes and blocks nobody. What is not in the map must wait.
 * Source: architecture §3 step 8.
 */
export function headDueTimes(deliveries: Iterable<Queued>): Map<string, string> {
  const due = new Map<string, string>();
  const lines = new Set<string>();
  const inOrder = [...deliveries].filter(({ state }) => isOpen(state)).sort((a, b) => a.owedSeq - b.owedSeq);
  for (const { id, state } of inOrder) {
    const line = `${state.transaction} ${state.peer}`;
    const isHead = state.probe === true || !lines.has(line);
    if (state.probe !== true) lines.add(line);
    if (isHead && state.state === 'owed') due.set(id, state.dueAt);
  }
  return due;
}

/** Text as it is searched: composed, without case. */
export function searchable(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
