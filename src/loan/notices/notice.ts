import type { Instant } from '../transaction.js';

/** An e-mail or letter to a reader, to staff or to people at a peer. Its text is sealed; the state names nobody. */
export interface Notice {
  loan: string;
  to: 'patron' | 'staff' | 'peer';
  state: string;
  madeAt: Instant;
  /** When it is to be sent, or tried again. */
  dueAt?: Instant;
  /** Id of the sealed value that holds its text. */
  sealed?: string;
}
