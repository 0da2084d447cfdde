/** The clocks of the house, in days unless the name says otherwise. Source: practice.md 5.3. */
export interface Policy {
  loan: { days: number; transitOutDays: number; transitBackDays: number };
  transit: { lateAfterDays: number; notReceivedLoanDays: number; notReceivedCopyDays: number };
  overdue: { noticeAfterDays: readonly number[]; assumedLostAfterDays: number };
  damage: { decideWithinDays: number };
  /** Until when what is asked should be answered; working days are Monday to Friday. */
  answer: {
    requestWorkingDays: number;
    rushWorkingDays: number;
    expressHours: number;
    /** To cancel, to renew. */
    questionWorkingDays: number;
    conditionWorkingDays: number;
  };
}
