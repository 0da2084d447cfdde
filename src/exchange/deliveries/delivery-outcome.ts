import type { ErrorData } from '../../iso18626/index.js';

/** What became of one attempt. Source: architecture §3, the table of step 8. */
export const DeliveryClass = {
  /** The peer surely did not take it. */
  Transient: 'transient',
  /** It may have. */
  Ambiguous: 'ambiguous',
  /** An earlier attempt of the same bytes had arrived: doubt resolved. */
  AlreadyHad: 'already-had',
  Permanent: 'permanent',
  /** Confirmation ERROR. */
  Refused: 'refused',
  /** Confirmation OK. */
  Answered: 'answered',
} as const;
export type DeliveryClass = (typeof DeliveryClass)[keyof typeof DeliveryClass];

/** One attempt, judged. */
export interface DeliveryOutcome {
  class: DeliveryClass;
  /** Normalised, so that equal causes group: `connection refused`, `HTTP 500`. */
  cause: string;
  statusCode?: number;
  /** What the peer's confirmation complained of; information only where it said OK. */
  errors?: readonly ErrorData[];
  /** As the peer asked, bounded. */
  retryAfterSeconds?: number;
  /** Liberties that the reading of the confirmation took. */
  warnings?: readonly string[];
  /** True when nothing went on the wire: it counts as no attempt and says nothing about the peer. */
  unsent?: boolean;
}

/** What an attempt says about the peer's line, whatever it says about the message. */
export function lineNews({ class: what, unsent }: DeliveryOutcome): 'good' | 'bad' | 'none' {
  if (unsent === true) return 'none';
  return what === 'transient' || what === 'ambiguous' ? 'bad' : 'good';
}
