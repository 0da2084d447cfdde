import { allById, withId } from '../by-id.js';
import type { LoanRecord, Report } from './loan-record.js';
import type { Instant } from './transaction.js';

/** Reports of one kind that nobody has settled yet. */
export function openReports(record: LoanRecord, kind: Report['kind']): [string, Report][] {
  return Object.entries(record.reports).filter(
    ([, report]) => report.kind === kind && report.decidedAt === undefined,
  );
}

/** The record with a report; the same side reporting the same again while it is open adds none. */
export function withReport(record: LoanRecord, id: string, report: Report): LoanRecord {
  const isKnown = openReports(record, report.kind).some(([, open]) => open.by === report.by);
  return isKnown ? record : { ...record, reports: withId(record.reports, id, report) };
}

/** The record with all open reports of a kind settled in one way. */
export function withDecided(
  record: LoanRecord,
  kind: Report['kind'],
  settled: { decision: NonNullable<Report['decision']>; at: Instant },
): LoanRecord {
  const decided = openReports(record, kind).map(([id, report]): [string, Report] => [
    id,
    { ...report, decision: settled.decision, decidedAt: settled.at },
  ]);
  return decided.length === 0
    ? record
    : { ...record, reports: allById([...Object.entries(record.reports), ...decided]) };
}
