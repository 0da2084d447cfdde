import type { Instant } from '../transaction.js';

/** Money or a replacement that one side owes the other for an item that was lost or damaged. */
export interface Claim {
  loan: string;
  transaction: string;
  /** The peer whose library it is settled with. */
  peer: string;
  state: string;
  openedAt: Instant;
  /** Until when its next step is awaited. */
  dueAt?: Instant;
}
