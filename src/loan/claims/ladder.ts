import { addSpan } from '../clocks/calendar.js';
import { OFF } from '../clocks/span.js';
import type { LoanView } from '../happening.js';
import type { Rung, Terms } from '../policy.js';
import { openReports } from '../model/reports.js';
import type { Instant } from '../model/transaction.js';
import type { Claim, ClaimState } from './claim.js';
import { claimsOf } from './find-claim.js';

/** The columns of the ladder, from what is due soon to what is settled. Source: practice.md 3.1 row 5. */
export const LadderStage = {
  DueSoon: 'due-soon',
  Overdue1: 'overdue-1',
  Overdue2: 'overdue-2',
  Overdue3: 'overdue-3',
  Final: 'final',
  AssumedLost: 'assumed-lost',
  ClaimOpen: 'claim-open',
  Agreed: 'agreed',
  Settled: 'settled',
} as const;
export type LadderStage = (typeof LadderStage)[keyof typeof LadderStage];

export const stageOfClaim: Readonly<Record<ClaimState, LadderStage>> = {
  drafted: 'claim-open',
  approved: 'claim-open',
  sent: 'claim-open',
  disputed: 'claim-open',
  agreed: 'agreed',
  'refund-due': 'agreed',
  settled: 'settled',
  waived: 'settled',
  refunded: 'settled',
  withdrawn: 'settled',
};

/** The claim by which a loan stands on the ladder: the open one, else the newest. */
export function claimOnLadder(view: Pick<LoanView, 'claims'>): [string, Claim] | undefined {
  const claims = claimsOf(view);
  return claims.find(([, { state }]) => stageOfClaim[state] !== 'settled') ?? claims[0];
}

/**
 * Where a loan that is late or missed stands: how many of the policy's rungs its due date has passed. Undefined for one
 * that is neither, nor due so soon that staff are told.
 */
export function ladderStage(
  view: LoanView,
  known: { isDueSoon: boolean; now: Date; terms: Terms },
): LadderStage | undefined {
  const { record } = view;
  if (record.assumedLostAt !== undefined || openReports(record, 'lost').length > 0)
    return LadderStage.AssumedLost;
  const dueDate = view.transactions.get(record.current ?? '')?.dueDate;
  if (dueDate === undefined || record.phase !== 'open') return undefined;
  if (dueDate > known.now.toISOString()) return known.isDueSoon ? LadderStage.DueSoon : undefined;
  return rungPassed(dueDate, known);
}

/** The highest rung that lies behind; the first one as soon as the due date does. */
function rungPassed(dueDate: Instant, { now, terms }: { now: Date; terms: Terms }): LadderStage {
  const { n2, n3, finalNotice } = terms.policy.overdue;
  const rungs: [Rung, LadderStage][] = [
    [finalNotice, LadderStage.Final],
    [n3, LadderStage.Overdue3],
    [n2, LadderStage.Overdue2],
  ];
  const passed = rungs.find(
    ([rung]) => rung !== OFF && addSpan(dueDate, rung, terms.calendars.ours) <= now.toISOString(),
  );
  return passed?.[1] ?? LadderStage.Overdue1;
}
