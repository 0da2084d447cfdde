import type { SealedEntry } from '../../ledger/index.js';
import type { Instant, LoanEvent } from '../../loan/index.js';
import type { Readers, StoredLoan } from '../../storage/index.js';

/** What the library's own system hears, with both ids. */
export interface LibraryEvent extends LoanEvent {
  seq: number;
  at: Instant;
  loan: string;
  libraryId?: string;
  transaction?: string;
  requestingAgencyRequestId?: string;
}

/** The event of an entry, as the events API gives it and as webhooks carry it. */
export async function libraryEventOf(
  entry: SealedEntry,
  readers: Pick<Readers, 'loans'>,
): Promise<LibraryEvent> {
  const loan = entry.loan === undefined ? undefined : await readers.loans.whole(entry.loan);
  return {
    ...(entry.event as unknown as LoanEvent),
    seq: entry.seq,
    at: entry.at,
    loan: entry.loan ?? '',
    ...(loan === undefined ? {} : bothIds(loan, entry.transaction ?? loan.record.current)),
  };
}

function bothIds(loan: StoredLoan, transaction: string | undefined): Partial<LibraryEvent> {
  const { libraryId } = loan.record;
  const asked = transaction === undefined ? undefined : loan.transactions.get(transaction);
  return {
    ...(libraryId === undefined ? {} : { libraryId }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(asked === undefined ? {} : { requestingAgencyRequestId: asked.requestingAgencyRequestId }),
  };
}
