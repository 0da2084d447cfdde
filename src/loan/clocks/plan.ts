import type { LoanView } from '../happening.js';
import type { Policy } from '../policy.js';
import type { Instant } from '../transaction.js';

export const PlanRule = {
  ParcelLate: 'parcel-late',
  ReturnLate: 'return-late',
  OverdueNotice: 'overdue-notice',
  AssumedLost: 'assumed-lost',
  DamageUndecided: 'damage-undecided',
  HeldAct: 'held-act',
} as const;
export type PlanRule = (typeof PlanRule)[keyof typeof PlanRule];

/** Something that a clock will do unless the loan moves on before. */
export interface PlannedEvent {
  /** The same as long as its cause is the same: a new due date plans new notices. */
  id: string;
  at: Instant;
  rule: PlanRule;
  /** What it is about: a shipment's, report's or held act's id. */
  subject?: string;
  text: string;
  because: string;
}

/** What will happen to the loan by itself, soonest first. What has struck is not planned again. */
export function plan(view: LoanView, policy: Policy): PlannedEvent[] {
  throw new Error(`not built: ${view.id} ${policy.holdActsSeconds}`);
}

/** When the loan's next clock strikes. */
export function nextClockAt(view: LoanView, policy: Policy): Instant | undefined {
  return plan(view, policy)[0]?.at;
}
