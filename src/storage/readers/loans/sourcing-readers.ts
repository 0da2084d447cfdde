import type { LoanRecord, RequesterTransaction, FormerRequest } from '../../../loan/index.js';
import type { Database } from '../../sql/connected.js';

/** A request for which catalogues are to be asked. */
export interface Sought {
  id: string;
  record: LoanRecord;
}

export interface SourcingReaders {
  /** Open requests whose time to ask has come, the longest due first. */
  due(now: string, limit: number): Promise<Sought[]>;
  /** Our newest requests to a supplier, with when it sent the item. */
  formerRequests(supplier: string, limit: number): Promise<FormerRequest[]>;
}

export function sourcingReaders(database: Database): SourcingReaders {
  return {
    async due(now, limit) {
      const rows = await database.all<{ id: string; state: string }>(
        'SELECT id, state FROM loan_records WHERE sourcing_at <= $1 ORDER BY sourcing_at, id LIMIT $2',
        [now, limit],
      );
      return rows.map(({ id, state }) => ({ id, record: JSON.parse(state) as LoanRecord }));
    },
    async formerRequests(supplier, limit) {
      const rows = await database.all<{ state: string; sent_at: string | null }>(
        `SELECT t.state, (SELECT MIN(s.sent_at) FROM shipments s
             WHERE s.loan_id = t.loan_id AND s.transaction_id = t.id AND s.direction = 'out') AS sent_at
           FROM transactions t WHERE t.role = 'requester' AND t.supplying_key = $1 ORDER BY t.id DESC LIMIT $2`,
        [supplier, limit],
      );
      return rows.map(({ state, sent_at: sentAt }) => ({
        transaction: JSON.parse(state) as RequesterTransaction,
        ...(sentAt === null ? {} : { sentAt }),
      }));
    },
  };
}
