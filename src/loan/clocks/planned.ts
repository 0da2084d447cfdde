import type { LoanView } from '../happening.js';
import type { Calendars, Policy, Terms } from '../policy.js';
import type { Instant } from '../model/transaction.js';
import type { Span, SpanText } from './span.js';
import type { Why } from './why.js';

/** Everything that a clock does, by the name of its rule. Source: practice.md 5.3. */
export const PlanRule = {
  AnswerWarning: 'answer-warning',
  AnswerLate: 'answer-late',
  NoAnswer: 'no-answer',
  QuestionLate: 'question-late',
  CancelUnanswered: 'cancel-unanswered',
  ConditionWarning: 'condition-warning',
  ConditionExpired: 'condition-expired',
  OfferLapsed: 'offer-lapsed',
  RenewalUnanswered: 'renewal-unanswered',
  ParcelLate: 'parcel-late',
  ReturnLate: 'return-late',
  ParcelTrace: 'parcel-trace',
  ParcelLost: 'parcel-lost',
  DueReminder: 'due-reminder',
  OverdueNotice: 'overdue-notice',
  FinalNotice: 'final-notice',
  AssumedLost: 'assumed-lost',
  RecallOver: 'recall-over',
  CheckInReminder: 'check-in-reminder',
  ReturnProblem: 'return-problem',
  DamageUndecided: 'damage-undecided',
  DamageWindow: 'damage-window',
  DamagePhotos: 'damage-photos',
  ClaimDue: 'claim-due',
  FollowUp: 'follow-up',
  HeldAct: 'held-act',
} as const;
export type PlanRule = (typeof PlanRule)[keyof typeof PlanRule];

/** The rungs of the overdue ladder. */
export const ladderRules: ReadonlySet<string> = new Set([
  PlanRule.DueReminder,
  PlanRule.OverdueNotice,
  PlanRule.FinalNotice,
  PlanRule.AssumedLost,
]);

/** What starts a clock. There as long as the loan gives cause to it, whether it has struck or not. */
export interface Cause {
  /** The same as long as its cause is the same: a new due date plans new notices. */
  id: string;
  /** What it is about: a shipment's, report's or held act's id, or the transaction's. */
  subject: string;
  /** What its span is counted from, and in whose days. */
  from: Instant;
  whose: keyof Calendars;
  /** Which of several of one rule, from 1. */
  rung?: number;
}

/** Something that a clock will do unless the loan moves on before. */
export interface PlannedEvent extends Omit<Cause, 'from' | 'rung'> {
  at: Instant;
  rule: PlanRule;
  /** A sentence in English. */
  text: string;
  because: string;
  from?: Instant;
  /** Working days of its span, and runs of days `FROM/TO` on which the library is closed within it. */
  days?: number;
  closed?: readonly string[];
  /** Whether a person can hold it. */
  holdable: boolean;
  /** Since when a person holds it: it does not strike until it is let go. */
  heldAt?: Instant;
  /** When it would have struck if the other side had not given a sign of life. */
  pausedFrom?: Instant;
}

/** Where a cause stands: the loan, and the terms that hold for it. */
export interface Planning {
  view: LoanView;
  terms: Terms;
}

/** One rule: what starts its clock, how long it runs, and what to say of it. What it does, `strike` knows. */
export interface ClockRule {
  causes: (view: LoanView) => readonly Cause[];
  /** `off` plans nothing. */
  span: (cause: Cause, policy: Policy, view: LoanView) => SpanText | Span;
  /** Where the end of the span is not when it strikes. Undefined plans nothing. */
  strikesAt?: ((end: Instant, cause: Cause, planning: Planning) => Instant | undefined) | undefined;
  text: (cause: Cause, view: LoanView) => string;
  /** The beginning of the reason, to which how long ago it was is added: `Due on 2026-04-13 and not back`. */
  since: (cause: Cause, view: LoanView) => string;
  /** The whole reason, where it is not how long ago something was. `end` is where the span ends. */
  because?: ((cause: Cause, end: Instant, view: LoanView) => string | undefined) | undefined;
  /** Whether a sign of life from the other side puts it off. */
  pauses?: boolean | undefined;
  /** Why staff must look at the loan once it has struck, as long as its cause lasts. */
  flag?: Why | undefined;
}
