import type { SealedEntry } from '../../ledger/index.js';
import type { Delivery } from '../../loan/index.js';
import type { LoanFacts, LoanRow } from '../../storage/index.js';
import { eventTime } from '../selection.js';

/** A value of a cell; nothing leaves it empty. */
export type Cell = string | number | undefined;

export interface Column<Row> {
  name: string;
  /** What it says, for `definitions.md`. */
  means: string;
  of: (row: Row) => Cell;
}

export interface EntryRow {
  entry: SealedEntry;
  leafHash: string;
  loan: LoanFacts | undefined;
}

const fact =
  (name: string) =>
  ({ entry }: EntryRow): Cell => {
    const value = entry.facts?.[name];
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  };

/** `csv/ledger.csv`: one row an entry. A view: what is proven is `ledger.jsonl`. */
export const entryColumns: readonly Column<EntryRow>[] = [
  { name: 'seq', means: 'the place in the ledger, from 1 without gaps', of: ({ entry }) => entry.seq },
  { name: 'recordedAt', means: 'when it was recorded, ISO 8601 in UTC', of: ({ entry }) => entry.at },
  {
    name: 'eventAt',
    means: 'when it happened: the time stamp of a message that came, else as recordedAt',
    of: ({ entry }) => eventTime(entry),
  },
  { name: 'kind', means: 'what happened', of: ({ entry }) => entry.kind },
  { name: 'because', means: 'why, in words', of: ({ entry }) => entry.because },
  {
    name: 'actorKind',
    means: 'peer, person, library (its own system), clock or system',
    of: ({ entry }) => entry.actor.kind,
  },
  { name: 'actor', means: 'who, by an id; never a name', of: ({ entry }) => entry.actor.id },
  { name: 'agency', means: 'which of our own agencies it concerns', of: ({ entry }) => entry.agency },
  { name: 'side', means: 'requester or supplier: our role in the request', of: ({ loan }) => loan?.role },
  { name: 'peer', means: 'the other system', of: ({ entry }) => entry.peer },
  {
    name: 'request',
    means: 'id of the loan record, which staff call request',
    of: ({ entry }) => entry.loan,
  },
  { name: 'libraryId', means: 'the library’s own id of that request', of: ({ loan }) => loan?.libraryId },
  { name: 'transaction', means: 'id of the ILL transaction', of: ({ entry }) => entry.transaction },
  { name: 'delivery', means: 'id of the message owed', of: ({ entry }) => entry.delivery },
  { name: 'direction', means: 'in or out, of a message', of: fact('direction') },
  { name: 'message', means: 'the message in the standard’s words', of: fact('what') },
  { name: 'edition', means: 'edition of ISO 18626 that it was written in', of: fact('edition') },
  { name: 'httpStatus', means: 'the HTTP status of the answer', of: fact('statusCode') },
  { name: 'outcome', means: 'class of an attempt, or OK or ERROR as we confirmed', of: outcomeOf },
  { name: 'cause', means: 'the cause of a failure, normalised', of: fact('cause') },
  { name: 'durationMs', means: 'how long an attempt took, milliseconds', of: fact('durationMs') },
  { name: 'messageSha256', means: 'SHA-256 (hex) of the redacted message', of: fact('body') },
  { name: 'leafHash', means: 'SHA-256 (hex) of 0x00 and the entry’s text', of: ({ leafHash }) => leafHash },
];

function outcomeOf(row: EntryRow): Cell {
  return fact('class')(row) ?? fact('confirmed')(row);
}

/** `csv/requests.csv`: one row a request, as its row stands at the export. */
export const requestColumns: readonly Column<LoanRow>[] = [
  { name: 'request', means: 'id of the loan record', of: ({ id }) => id },
  { name: 'libraryId', means: 'the library’s own id', of: ({ record }) => record.libraryId },
  { name: 'side', means: 'requester or supplier: our role', of: ({ record }) => record.role },
  { name: 'agency', means: 'our agency', of: ({ record }) => record.agency },
  { name: 'phase', means: 'open, closed or withdrawn', of: ({ record }) => record.phase },
  { name: 'createdAt', means: 'when it came, UTC', of: ({ record }) => record.createdAt },
  { name: 'closedAt', means: 'when it ended, UTC', of: ({ record }) => record.closedAt },
  { name: 'title', means: 'title of the item', of: ({ record }) => record.bibliographicInfo.title },
  { name: 'author', means: 'author of the item', of: ({ record }) => record.bibliographicInfo.author },
  {
    name: 'serviceType',
    means: 'Loan, Copy or CopyOrLoan, as asked',
    of: ({ record }) => record.serviceInfo?.serviceType,
  },
  { name: 'state', means: 'state of its newest transaction', of: ({ current }) => current?.state },
  { name: 'peer', means: 'peer of its newest transaction', of: ({ current }) => current?.peer },
  {
    name: 'requestingAgencyRequestId',
    means: 'the requester’s id on the wire',
    of: ({ current }) => current?.requestingAgencyRequestId,
  },
  {
    name: 'supplyingAgencyRequestId',
    means: 'the supplier’s id on the wire',
    of: ({ current }) => current?.supplyingAgencyRequestId,
  },
  { name: 'dueDate', means: 'when the item is due back, UTC', of: ({ current }) => current?.dueDate },
  {
    name: 'suppliersAsked',
    means: 'how many suppliers were asked so far',
    of: ({ record }) =>
      Object.values(record.suppliers).filter(({ transaction }) => transaction !== undefined).length,
  },
];

export type DeliveryRow = { id: string } & Delivery;

/** `csv/deliveries.csv`: one row a message owed, as its row stands at the export. */
export const deliveryColumns: readonly Column<DeliveryRow>[] = [
  { name: 'delivery', means: 'id of the message owed', of: ({ id }) => id },
  { name: 'request', means: 'id of the loan record', of: ({ loan }) => loan },
  { name: 'transaction', means: 'id of the ILL transaction', of: ({ transaction }) => transaction },
  { name: 'peer', means: 'to whom', of: ({ peer }) => peer },
  { name: 'message', means: 'the message in the standard’s words', of: ({ what }) => what },
  {
    name: 'state',
    means: 'owed, undecided, answered, refused, stopped, given-up, dropped or replaced',
    of: ({ state }) => state,
  },
  { name: 'owedAt', means: 'since when it was owed, UTC', of: ({ owedAt }) => owedAt },
  { name: 'attempts', means: 'how many attempts', of: ({ attempts }) => attempts },
  { name: 'lastAttemptAt', means: 'when it was last tried, UTC', of: ({ lastAttemptAt }) => lastAttemptAt },
  { name: 'settledAt', means: 'when it was settled, UTC', of: ({ settledAt }) => settledAt },
  { name: 'cause', means: 'the cause of the last failure', of: ({ cause }) => cause },
  { name: 'httpStatus', means: 'the last HTTP status', of: ({ statusCode }) => statusCode },
  { name: 'errorType', means: 'the peer’s errorType', of: ({ errorType }) => errorType },
];
