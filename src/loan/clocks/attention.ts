import type { LoanView } from '../happening.js';
import type { Instant } from '../transaction.js';

/** The list on which staff find a loan that waits for them. Source: practice.md 3.2. */
export const Queue = {
  Problem: 'problem',
  NewToDecide: 'new-to-decide',
  ReadyToShip: 'ready-to-ship',
  CancelAsked: 'cancel-asked',
  RenewalAsked: 'renewal-asked',
  ConditionToAnswer: 'condition-to-answer',
  NeedsFixing: 'needs-fixing',
  Overdue: 'overdue',
} as const;
export type Queue = (typeof Queue)[keyof typeof Queue];

export interface Attention {
  queue: Queue;
  reason: string;
  since: Instant;
}

/** What staff must look at, if anything; a problem always wins. Never stored (architecture §9). */
export function attention(view: LoanView, now: Date): Attention | undefined {
  throw new Error(`not built: ${view.id} ${now.toISOString()}`);
}
