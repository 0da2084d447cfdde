import type { Instant } from './transaction.js';

/** A parcel on its way to the reader's library (`out`) or back (`return`); either side knows what it was told or sent. */
export interface Shipment {
  loan: string;
  transaction: string;
  direction: 'out' | 'return';
  /** True when we posted it. */
  ours: boolean;
  carrier?: string;
  trackingId?: string;
  itemId?: string;
  sentAt: Instant;
  expectedAt?: Instant;
  arrivedAt?: Instant;
  lateAt?: Instant;
  lostAt?: Instant;
}
