import { severities, type Severity, type Verdict } from '../check.js';
import type { Role } from '../role.js';

/** One check as it came out. */
export interface Result {
  id: string;
  statements: readonly number[];
  title: string;
  as: Role;
  severity: Severity;
  verdict: Verdict;
  why?: string;
  remarks?: readonly string[];
  /** Numbers of its exchanges. */
  exchanges: readonly number[];
}

export type Counts = Readonly<Record<Verdict, number>>;

export function countsOf(results: readonly Result[]): Record<Severity, Counts> {
  const none = (): Record<Verdict, number> => ({ passed: 0, failed: 0, 'not-seen': 0, skipped: 0 });
  const counts = Object.fromEntries(severities.map((one) => [one, none()])) as Record<
    Severity,
    Record<Verdict, number>
  >;
  for (const { severity, verdict } of results) counts[severity][verdict] += 1;
  return counts;
}
