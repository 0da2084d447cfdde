import type { Database } from '../sql/connected.js';

/** How long one parcel between us and a peer took. */
export interface TransitSample {
  peer: string;
  /** We posted it. */
  ours: boolean;
  sentAt: string;
  arrivedAt: string;
}

export interface ShipmentReaders {
  /** Parcels that arrived after a moment, the newest first. */
  arrivedSince(since: string, limit: number): Promise<TransitSample[]>;
}

export function shipmentReaders(database: Database): ShipmentReaders {
  return {
    async arrivedSince(since, limit) {
      const rows = await database.all<ArrivedRow>(
        `SELECT t.peer, t.role, s.direction, s.sent_at, s.arrived_at
           FROM shipments s JOIN transactions t ON t.id = s.transaction_id
          WHERE s.arrived_at > $1 AND s.arrived_at IS NOT NULL ORDER BY s.arrived_at DESC LIMIT $2`,
        [since, limit],
      );
      return rows.map(({ peer, role, direction, sent_at: sentAt, arrived_at: arrivedAt }) => ({
        ...{ peer, sentAt, arrivedAt },
        ours: (role === 'supplier') === (direction === 'out'),
      }));
    },
  };
}

interface ArrivedRow {
  peer: string;
  role: string;
  direction: string;
  sent_at: string;
  arrived_at: string;
}
