import type { LoanRecord, Offer, RequesterTransaction } from '../../../loan/index.js';
import type { Database } from '../../sql/connected.js';

/** An offer that a supplier has made us, and what became of it. */
export interface PastOffer {
  loan: string;
  transaction: string;
  peer: string;
  offer: Offer;
  record: LoanRecord;
}

export interface OfferReaders {
  /** The newest offer of each of our requests, oldest request first, by pages. */
  past(asked: { after: string; limit: number }): Promise<PastOffer[]>;
}

export function offerReaders(database: Database): OfferReaders {
  return {
    async past({ after, limit }) {
      const rows = await database.all<{ id: string; loan: string; state: string; record: string }>(
        `SELECT t.id AS id, t.loan_id AS loan, t.state AS state, l.state AS record
          FROM transactions t JOIN loan_records l ON l.id = t.loan_id
          WHERE t.role = 'requester' AND t.id > $1 AND t.state LIKE '%"offer":{%' ORDER BY t.id LIMIT $2`,
        [after, limit],
      );
      return rows.flatMap(({ id, loan, state, record }) => {
        const { offer, peer } = JSON.parse(state) as RequesterTransaction;
        if (offer === undefined) return [];
        return [{ loan, transaction: id, peer, offer, record: JSON.parse(record) as LoanRecord }];
      });
    },
  };
}
