import { deriveBy } from '../../../src/composition/ground.js';
import {
  foldInto,
  isSame,
  type AggregateRow,
  type JsonObject,
  type SealedEntry,
} from '../../../src/ledger/index.js';
import type { Delivery, LoanRecord, LoanView } from '../../../src/loan/index.js';
import { isOpen } from '../../../src/loan/index.js';
import { headDueTimes, NO_DEADLINE } from '../../../src/storage/engine/columns.js';
import type { RowOf, TableName } from '../../../src/storage/engine/tables.js';
import type { House } from '../house.js';
import { about, type AtRest, type Violation } from './violation.js';

/** Which table holds the rows of which aggregate of a loan; all others are roots. */
const tableOf = {
  'loan-record': 'loan_records',
  transaction: 'transactions',
  shipment: 'shipments',
  claim: 'claims',
  notice: 'notices',
  delivery: 'deliveries',
} as const satisfies Record<string, TableName>;
type PartTable = (typeof tableOf)[keyof typeof tableOf];

/** Each row is what its entries add up to, no row is without entries, and what rules derive is what they derive. */
export async function rowsAreTheFold(
  atRest: AtRest,
  house: House,
  entries: readonly SealedEntry[],
): Promise<Violation[]> {
  const folded = new Map<string, AggregateRow>();
  const violations: Violation[] = [];
  for (const entry of entries) {
    const fold = foldInto(folded, entry);
    if (!fold.folded)
      violations.push({
        invariant: 'rows are the fold',
        text: `${house.name}: ${JSON.stringify(fold.fault)}`,
      });
  }
  const note = (id: string, loan: string | undefined, what: string): void =>
    void violations.push({
      invariant: 'rows are the fold',
      text: `${house.name}: ${id} ${what}`,
      ...about(atRest, loan),
    });
  for (const { aggregate, id, version, state, loan } of await storedRows(house)) {
    const key = `${aggregate}/${id}`;
    const row = folded.get(key);
    folded.delete(key);
    if (row === undefined) note(key, loan, 'follows from no entry');
    else if (row.version !== version)
      note(key, loan, `has version ${version}, its entries end at ${row.version}`);
    else if (!isSame(row.state, JSON.parse(state) as JsonObject))
      note(key, loan, 'is not what its entries add up to');
  }
  for (const key of folded.keys()) note(key, undefined, 'has entries and no row');
  return [...violations, ...(await derivedColumns(atRest, house))];
}

interface StoredRow {
  aggregate: string;
  id: string;
  version: number;
  state: string;
  loan: string | undefined;
}

async function storedRows({ durable }: House): Promise<StoredRow[]> {
  const roots = (await durable.rows('roots')).map((row) => ({ ...row, loan: undefined }));
  const parts = await Promise.all(
    Object.entries(tableOf).map(async ([aggregate, table]) =>
      (await durable.rows(table)).map(({ id, version, state, ...row }) => ({
        ...{ aggregate, id, version, state },
        loan: 'loan_id' in row ? String(row.loan_id) : id,
      })),
    ),
  );
  return [...roots, ...parts.flat()];
}

/** The next clock, attention and queue of each loan, and each delivery's place in its line. */
async function derivedColumns(atRest: AtRest, house: House): Promise<Violation[]> {
  const { durable, ground } = house;
  const derive = deriveBy(ground);
  const under = await partsByLoan(house);
  const violations: Violation[] = [];
  const note = (loan: string, what: string): void =>
    void violations.push({
      invariant: 'rows are the fold',
      text: `${house.name}: loan ${loan} has a wrong ${what}`,
      ...about(atRest, loan),
    });
  for (const record of await durable.rows('loan_records')) {
    const deliveries = under.deliveries.get(record.id) ?? [];
    const heads = headDueTimes(
      deliveries.map(({ id, owed_seq: owedSeq, state }) => ({
        id,
        owedSeq,
        state: JSON.parse(state) as Delivery,
      })),
    );
    for (const row of deliveries)
      if ((heads.get(row.id) ?? null) !== row.head_due_at) note(record.id, 'head');
    const derived = derive(viewOf(record, under), house.directoryRows);
    if ((derived.nextClockAt ?? null) !== record.next_clock_at) note(record.id, 'next clock');
    if ((derived.attention ?? null) !== record.attention) note(record.id, 'attention');
    if ((derived.queue ?? null) !== record.queue) note(record.id, 'queue');
    const deadline = derived.queue === undefined ? null : (derived.deadlineAt ?? NO_DEADLINE);
    if (deadline !== record.deadline_at) note(record.id, 'deadline');
  }
  return violations;
}

type Parts = { [Table in Exclude<PartTable, 'loan_records'>]: Map<string, RowOf<Table>[]> };

async function partsByLoan({ durable }: House): Promise<Parts> {
  const grouped = async <Table extends keyof Parts>(table: Table): Promise<Parts[Table]> => {
    const byLoan = new Map<string, RowOf<Table>[]>();
    for (const row of await durable.rows(table)) {
      const loan = (row as { loan_id: string }).loan_id;
      const rows = byLoan.get(loan);
      if (rows === undefined) byLoan.set(loan, [row]);
      else rows.push(row);
    }
    return byLoan as Parts[Table];
  };
  return {
    transactions: await grouped('transactions'),
    shipments: await grouped('shipments'),
    claims: await grouped('claims'),
    notices: await grouped('notices'),
    deliveries: await grouped('deliveries'),
  };
}

function viewOf(record: RowOf<'loan_records'>, under: Parts): LoanView {
  const { id } = record;
  const states = <State>(rows: readonly { id: string; state: string }[] = []): Map<string, State> =>
    new Map(rows.map((row) => [row.id, JSON.parse(row.state) as State]));
  const deliveries = states<Delivery>(under.deliveries.get(id));
  return {
    id,
    record: JSON.parse(record.state) as LoanRecord,
    transactions: states(under.transactions.get(id)),
    shipments: states(under.shipments.get(id)),
    claims: states(under.claims.get(id)),
    notices: states(under.notices.get(id)),
    deliveries: new Map([...deliveries].filter(([, delivery]) => isOpen(delivery))),
  };
}
