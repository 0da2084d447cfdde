import type { LoanRows } from '../engine/store.js';

/** One row of a loan, of whichever table: unused columns are empty. */
export interface LoanPartRow {
  part: 'record' | 'transaction' | 'shipment' | 'claim' | 'notice' | 'delivery' | 'key' | 'sealed';
  id: string;
  version: number;
  loan_id: string;
  state: string;
  one: string | null;
  two: string | null;
  three: string | null;
  four: string | null;
  five: string | null;
  owed_seq: number | null;
}

/** Word for word the condition of the partial index: SQLite proves nothing narrower, and would read the whole table. */
const ASKED_PURPOSE = `purpose IN ('wish', 'act', 'credential')`;

/** All rows under loans in one statement: it costs one way to the driver and back, not eight. */
export function wholeLoans(isAsked: (column: string) => string): string {
  return `SELECT 'record' AS part, id, version, id AS loan_id, state, next_clock_at AS one, attention AS two, queue AS three,
         deadline_at AS four, standing_due_at AS five, CAST(NULL AS BIGINT) AS owed_seq FROM loan_records WHERE ${isAsked('id')}
  UNION ALL SELECT 'transaction', id, version, loan_id, state, NULL, NULL, NULL, NULL, NULL, NULL
    FROM transactions WHERE ${isAsked('loan_id')}
  UNION ALL SELECT 'shipment', id, version, loan_id, state, NULL, NULL, NULL, NULL, NULL, NULL
    FROM shipments WHERE ${isAsked('loan_id')}
  UNION ALL SELECT 'claim', id, version, loan_id, state, NULL, NULL, NULL, NULL, NULL, NULL
    FROM claims WHERE ${isAsked('loan_id')}
  UNION ALL SELECT 'notice', id, version, loan_id, state, NULL, NULL, NULL, NULL, NULL, NULL
    FROM notices WHERE ${isAsked('loan_id')}
  UNION ALL SELECT 'delivery', id, version, loan_id, state, head_due_at, claim_process, claim_until, NULL, NULL, owed_seq
    FROM deliveries WHERE ${isAsked('loan_id')}
     AND (state_name IN ('owed', 'undecided', 'stopped', 'given-up') OR claim_process IS NOT NULL)
  UNION ALL SELECT 'key', holder, 0, holder, wrapped, NULL, NULL, NULL, NULL, NULL, NULL FROM data_keys WHERE ${isAsked('holder')}
  UNION ALL SELECT 'sealed', id, 0, holder, value, NULL, NULL, NULL, NULL, NULL, NULL
    FROM sealed_values WHERE ${isAsked('holder')} AND ${ASKED_PURPOSE} AND purpose <> 'credential'`;
}

export function loanRowsOf(parts: readonly LoanPartRow[]): LoanRows {
  const rows: LoanRows = {
    records: [],
    transactions: [],
    shipments: [],
    claims: [],
    notices: [],
    deliveries: [],
    dataKeys: [],
    sealed: [],
  };
  for (const row of parts) sortIn(rows, row);
  return rows;
}

function sortIn(rows: LoanRows, row: LoanPartRow): void {
  const { id, version, loan_id, state } = row;
  switch (row.part) {
    case 'record':
      rows.records.push({
        id,
        version,
        state,
        next_clock_at: row.one,
        attention: row.two,
        queue: row.three,
        deadline_at: row.four,
        standing_due_at: row.five,
      });
      break;
    case 'transaction':
      rows.transactions.push({ id, version, loan_id, state });
      break;
    case 'shipment':
      rows.shipments.push({ id, version, loan_id, state });
      break;
    case 'claim':
      rows.claims.push({ id, version, loan_id, state });
      break;
    case 'notice':
      rows.notices.push({ id, version, loan_id, state });
      break;
    case 'delivery':
      rows.deliveries.push({
        ...{ id, version, loan_id, state, owed_seq: row.owed_seq ?? 0 },
        ...{ head_due_at: row.one, claim_process: row.two, claim_until: row.three },
      });
      break;
    case 'key':
      rows.dataKeys.push({ holder: id, wrapped: state });
      break;
    case 'sealed':
      rows.sealed.push({ id, holder: loan_id, value: state });
      break;
  }
}
