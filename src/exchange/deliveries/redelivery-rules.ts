import type { Delivery, Instant } from '../../loan/index.js';
import type { PeerLine } from '../../storage/index.js';

/** What the waiting of one delivery is counted from. */
export type Waiting = Pick<Delivery, 'owedAt' | 'attempts'> & {
  retryAfterSeconds?: number;
  /** From 0 to 1: where in the jitter's range the time lies. */
  random: number;
};

/** When messages are tried again, and which of a peer's messages may be tried at all; `outbound` knows the numbers. */
export interface RedeliveryRules {
  /** The next attempt's time; undefined when the message's time is over. */
  nextAttemptAt(waiting: Waiting, now: Date): Instant | undefined;
  /** Which heads of a peer may go: all, only the oldest (the breaker tries), or none (it is open, or the peer is paused). */
  admits(line: PeerLine | undefined, now: Date): 'all' | 'oldest' | 'none';
  /** The line after an attempt; undefined where nothing is worth writing. */
  lineAfter(
    before: PeerLine | undefined,
    attempt: { peer: string; isGood: boolean; retryAfterSeconds?: number; random: number },
    now: Date,
  ): PeerLine | undefined;
  /** Whether a head that nobody tries, because its peer has been unreachable for long, has waited long enough. */
  isHopeless(waiting: Pick<Delivery, 'owedAt'>, line: PeerLine | undefined, now: Date): boolean;
}
