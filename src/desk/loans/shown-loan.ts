import type { SealedEntry } from '../../ledger/index.js';
import type { Instant, PossibleActs } from '../../loan/index.js';
import type { Clock } from '../../platform/index.js';
import type { Readers, StoredLoan } from '../../storage/index.js';

/** A loan to be shown, with its entries, oldest first. */
export interface ShownLoan {
  loan: StoredLoan;
  entries: readonly SealedEntry[];
  /** The moment whose state this is, where it is not the present one. */
  asOf?: Instant;
}

/** Entries that a loan's page shows; a loan seldom has a hundred. */
const ENTRIES_AT_MOST = 1_000;

/** The loan as it stands, or as it was at a moment, from its entries alone; nothing where it does not or did not exist. */
export async function shownLoan(
  id: string,
  asOf: Instant | undefined,
  { readers }: { readers: Pick<Readers, 'loans'> },
): Promise<ShownLoan | undefined> {
  if (asOf !== undefined) {
    const then = await readers.loans.asOf(id, asOf);
    return then === undefined ? undefined : { ...then, asOf };
  }
  const loan = await readers.loans.whole(id);
  if (loan === undefined) return undefined;
  return { loan, entries: await readers.loans.entries(id, ENTRIES_AT_MOST) };
}

/** The past is looked at only. */
export const nothingToDo: PossibleActs = { possible: [], missing: [] };

export function clockAt(moment: Instant): Clock {
  return { now: () => new Date(moment) };
}
