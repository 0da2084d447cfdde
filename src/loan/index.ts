/**
 * The rules of a loan, pure: tables of what each side may say and hear, shipments, planned events, what staff must look
 * at, and the messages that follow. Knows no clock, no database and no promise. Step 4 of architecture §3.
 */
export * from './states.js';
export * from './transaction.js';
export * from './loan-record.js';
export * from './shipments/shipment.js';
export * from './claims/claim.js';
export * from './notices/notice.js';
export * from './delivery.js';
export * from './policy.js';
export * from './happening.js';
export { withAnomaly } from './anomaly.js';
export type { Place, Reach, RuleContext } from './context.js';
export { foldHappening, foldHappenings } from './fold-happening.js';
export { wireId } from './compose/wire-id.js';
export { addDays, nextTimestamp } from './compose/timestamps.js';
export { requestAgain, supplierReceives } from './receive/supplier-receives.js';
export { receiveRequest } from './receive/receive-request.js';
export type { RequestOrigin, RequestReaction } from './receive/receive-request.js';
export { requesterReceives } from './receive/requester-receives.js';
export { confirmed, notDelivered } from './receive/confirmation-came.js';
export type { ConfirmationOutcome } from './receive/confirmation-came.js';
export { provenBy } from './receive/evidence.js';
export { ActRefusal, refusalText } from './acts/act.js';
export type { Act, Parcel, Refused, Verb } from './acts/act.js';
export { performAct, possibleActs } from './acts/perform-act.js';
export type { PossibleActs } from './acts/perform-act.js';
export type { ActOutcome } from './acts/act-rule.js';
export { acceptRecord } from './record/accept-record.js';
export type { Accepted, NewLoanRecord } from './record/accept-record.js';
export { changeRecord } from './record/change-record.js';
export type { RecordChange } from './record/change-record.js';
export type { Difference } from './record/differences.js';
export { withdrawRecord } from './record/withdraw-record.js';
export { nextClockAt, plan, PlanRule } from './clocks/plan.js';
export type { PlannedEvent } from './clocks/plan.js';
export { strike } from './clocks/strike.js';
export { attention, Queue } from './clocks/attention.js';
export type { Attention } from './clocks/attention.js';
export * from './clocks/queues.js';
export { deadlineOf } from './clocks/deadline.js';
export { whys } from './clocks/why.js';
export type { Why, WhyFacts } from './clocks/why.js';
export { sentenceOf } from './words.js';
export * from './notices/notice-kinds.js';
export { lint, LintKind } from './notices/lint.js';
export type { LintFinding } from './notices/lint.js';
