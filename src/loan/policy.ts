/** The clocks of the house, in days unless the name says otherwise. Source: practice.md 5.3. */
export interface Policy {
  loan: { days: number; transitOutDays: number; transitBackDays: number };
  transit: { lateAfterDays: number; notReceivedLoanDays: number; notReceivedCopyDays: number };
  overdue: { noticeAfterDays: readonly number[]; assumedLostAfterDays: number };
  damage: { decideWithinDays: number };
  /** Undo time of a person's act; 0 decides at once. */
  holdActsSeconds: number;
}
