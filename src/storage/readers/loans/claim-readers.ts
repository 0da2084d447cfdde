import type { Claim, ClaimState, LoanRecord, Transaction } from '../../../loan/index.js';
import type { Database } from '../../sql/connected.js';

export interface ClaimFilter {
  peer?: string;
  states?: readonly ClaimState[];
  /** Keys of our agencies that may be seen; missing means all. */
  agencies?: readonly string[];
  /** Newest first instead of oldest first. */
  isNewestFirst?: boolean;
  limit: number;
  /** Id of the last claim of the page before. */
  after?: string;
}

/** A claim with the loan that it is about. */
export interface StoredClaim {
  id: string;
  claim: Claim;
  record: LoanRecord;
  transaction?: Transaction;
}

export interface ClaimReaders {
  /** By keyset pages. */
  list(filter: ClaimFilter): Promise<{ claims: StoredClaim[]; next?: string }>;
}

interface ClaimRow {
  id: string;
  state: string;
  record: string;
}

export function claimReaders(database: Database): ClaimReaders {
  return {
    async list(filter) {
      const { text, values } = conditionsOf(filter, database);
      const rows = await database.all<ClaimRow>(
        `SELECT c.id, c.state, r.state AS record FROM claims c JOIN loan_records r ON r.id = c.loan_id
          WHERE ${text} ORDER BY c.id ${filter.isNewestFirst === true ? 'DESC' : 'ASC'} LIMIT $1`,
        [filter.limit + 1, ...values],
      );
      const page = rows.slice(0, filter.limit).map(({ id, state, record }) => ({
        id,
        claim: JSON.parse(state) as Claim,
        record: JSON.parse(record) as LoanRecord,
      }));
      const transactions = await transactionsOf(page, database);
      const last = page.at(-1);
      return {
        claims: page.map((found) => {
          const transaction = transactions.get(found.claim.transaction);
          return transaction === undefined ? found : { ...found, transaction };
        }),
        ...(rows.length > filter.limit && last !== undefined ? { next: last.id } : {}),
      };
    },
  };
}

function conditionsOf(
  { peer, states, agencies, after, isNewestFirst }: ClaimFilter,
  { dialect }: Database,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const next = (value: unknown): string => `$${values.push(value) + 1}`;
  const conditions = [
    peer === undefined ? undefined : `c.peer = ${next(peer)}`,
    states === undefined ? undefined : `c.state_name IN ${dialect.listed(next(JSON.stringify(states)))}`,
    agencies === undefined ? undefined : `r.agency IN ${dialect.listed(next(JSON.stringify(agencies)))}`,
    after === undefined ? undefined : `c.id ${isNewestFirst === true ? '<' : '>'} ${next(after)}`,
  ].filter((condition) => condition !== undefined);
  return { text: conditions.length === 0 ? '1 = 1' : conditions.join(' AND '), values };
}

async function transactionsOf(
  page: readonly { claim: Claim }[],
  database: Database,
): Promise<Map<string, Transaction>> {
  const ids = [...new Set(page.map(({ claim }) => claim.transaction))];
  if (ids.length === 0) return new Map();
  const rows = await database.all<{ id: string; state: string }>(
    `SELECT id, state FROM transactions WHERE id IN ${database.dialect.listed('$1')}`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map(({ id, state }) => [id, JSON.parse(state) as Transaction]));
}
