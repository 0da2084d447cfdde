import { foldInto, parseEntry, type AggregateRow, type SealedEntry } from '../../../ledger/index.js';
import { isOpen, type Delivery } from '../../../loan/index.js';
import { LendwireError } from '../../../platform/index.js';
import type { LoanPart } from '../../use-case.js';
import type { Asking } from '../../sql.js';
import type { StoredLoan } from './stored-loan.js';

/** A loan as its entries up to a moment make it, and these entries. */
export interface LoanAsOf {
  loan: StoredLoan;
  entries: readonly SealedEntry[];
}

/** The entries of a loan do not follow one from the other: `verify` and `rebuild --check` tell more. */
export class LoanUnfoldable extends LendwireError {}

/**
 * A loan as it was at a moment (ISO time in UTC): the fold of its entries before the first that is later. Nothing where it
 * did not exist yet. What a clock that jumped back wrote afterwards does not count. Source: architecture §4.
 */
export async function loanAsOf(database: Asking, id: string, at: string): Promise<LoanAsOf | undefined> {
  const rows = await database.all<{ text: string }>(
    'SELECT text FROM entries WHERE loan_id = $1 ORDER BY seq',
    [id],
  );
  const all = rows.map(({ text }) => parseEntry(text));
  const later = all.findIndex((entry) => entry.at > at);
  const entries = later === -1 ? all : all.slice(0, later);
  const loan = loanFolded(id, entries);
  return loan === undefined ? undefined : { loan, entries };
}

/** What entries of one loan add up to; nothing where they do not make a loan record. */
export function loanFolded(id: string, entries: readonly SealedEntry[]): StoredLoan | undefined {
  const rows = new Map<string, AggregateRow>();
  for (const entry of entries) {
    const fold = foldInto(rows, entry);
    if (!fold.folded) throw new LoanUnfoldable(`entry ${fold.fault.seq} does not continue loan ${id}`);
  }
  const record = rows.get(`loan-record/${id}`);
  if (record === undefined) return undefined;
  const of = <State>(part: LoanPart): Map<string, State> =>
    new Map(
      [...rows.values()]
        .filter(({ aggregate }) => aggregate === part)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .map((row) => [row.id, row.state as unknown as State]),
    );
  const allDeliveries = of<Delivery>('delivery');
  return {
    id,
    record: record.state as unknown as StoredLoan['record'],
    transactions: of('transaction'),
    shipments: of('shipment'),
    claims: of('claim'),
    notices: of('notice'),
    deliveries: new Map([...allDeliveries].filter(([, delivery]) => isOpen(delivery))),
    allDeliveries,
  };
}
