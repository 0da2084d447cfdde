import type { Instant } from './transaction.js';

/**
 * Where a delivery stands. `owed` waits or is on the wire; `undecided` may have reached the peer (a doubt that a person
 * or evidence ends); `answered` and `refused` were confirmed OK or ERROR; `stopped` met a permanent failure; `given-up`
 * ran out of its schedule; `dropped` and `replaced` were ended by a person. Source: architecture §3 step 8.
 */
export const DeliveryStateName = {
  Owed: 'owed',
  Undecided: 'undecided',
  Answered: 'answered',
  Refused: 'refused',
  Stopped: 'stopped',
  GivenUp: 'given-up',
  Dropped: 'dropped',
  Replaced: 'replaced',
} as const;
export type DeliveryStateName = (typeof DeliveryStateName)[keyof typeof DeliveryStateName];

/** One message owed to one peer. Its bytes are kept beside, under the delivery's id. */
export interface Delivery {
  loan: string;
  transaction: string;
  peer: string;
  /** The message's element name, and its action or reason and status in the standard's words: `Cancel`, `StatusChange Loaned`. */
  message: 'request' | 'supplyingAgencyMessage' | 'requestingAgencyMessage';
  what: string;
  /** A StatusRequest that asks what became of another delivery; it may pass a blocked head. */
  probe?: boolean;
  /** Whether the same bytes may be sent again after a doubt (the peer's profile; architecture §3). */
  duplicates: 'safe' | 'unsafe';
  state: DeliveryStateName;
  /** An attempt may have reached the peer and nothing has told yet; a later transient attempt does not clear it. */
  doubt?: boolean;
  owedAt: Instant;
  dueAt: Instant;
  attempts: number;
  lastAttemptAt?: Instant;
  /** The cause of the last failure, normalised so that equal causes group: `connection refused`, `HTTP 500`. */
  cause?: string;
  statusCode?: number;
  errorType?: string;
  errorValue?: string;
  settledAt?: Instant;
  replacedBy?: string;
  /** Which sealed value holds why a person dropped it: free text, which may name a reader. */
  sealedReason?: string;
  /** Why a rule dropped it. */
  reason?: string;
}

const OPEN: ReadonlySet<DeliveryStateName> = new Set(['owed', 'undecided', 'stopped', 'given-up']);

/** True while the message may still go out, or waits for a person and blocks what stands behind it. */
export function isOpen(delivery: Delivery): boolean {
  return OPEN.has(delivery.state);
}
