import { withId } from '../by-id.js';
import type { Instant, Transaction } from './transaction.js';

/** The transaction with something that staff should know; one of the same key replaces the one before. */
export function withAnomaly<T extends Transaction>(
  state: T,
  key: string,
  found: { text: string; at: Instant },
): T {
  return { ...state, anomalies: withId(state.anomalies, key, found) };
}
