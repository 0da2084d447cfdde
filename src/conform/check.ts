import type { Role } from './role.js';
import type { Play } from './talk/play.js';

/** What came of a check. */
export const Verdict = {
  Passed: 'passed',
  Failed: 'failed',
  /** It could not be observed from outside this time; `why` says why. */
  NotSeen: 'not-seen',
  /** It was not tried; `why` says why. */
  Skipped: 'skipped',
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/**
 * How much a failure means: `must` breaks exchanges or lets harm in; `should` makes work for others; `info` is a habit
 * worth knowing.
 */
export const severities = ['must', 'should', 'info'] as const;
export type Severity = (typeof severities)[number];

export interface Finding {
  verdict: Verdict;
  why?: string;
  /** Where a failure means less than the check as a whole. */
  severity?: Severity;
  /** Worth knowing, and no failure. */
  remarks?: readonly string[];
}

/** One thing that can be seen of a peer from outside. */
export interface Check {
  id: string;
  /** Numbers of the reference's statements that it is about. Source: iso18626.md 7. */
  statements: readonly number[];
  /** What a peer does that passes. */
  title: string;
  severity: Severity;
  as: Role;
  /** It sends a message of its own that may leave something at the peer; everything is cancelled at the end. */
  leaves?: true;
  /** It takes back what the test has opened, so it is made also where a person ends the test early. */
  cleansUp?: true;
  run(play: Play): Promise<Finding>;
}

/** A check that is made in both roles. */
export type SharedCheck = Omit<Check, 'as'>;

export const passed = (...remarks: string[]): Finding => ({
  verdict: Verdict.Passed,
  ...(remarks.length === 0 ? {} : { remarks }),
});
export const failed = (why: string, severity?: Severity): Finding => ({
  verdict: Verdict.Failed,
  why,
  ...(severity === undefined ? {} : { severity }),
});
export const notSeen = (why: string): Finding => ({ verdict: Verdict.NotSeen, why });
export const skipped = (why: string): Finding => ({ verdict: Verdict.Skipped, why });

const rank: Readonly<Record<Verdict, number>> = { failed: 3, 'not-seen': 2, skipped: 1, passed: 0 };

/** Several findings as one: the worst decides, and the remarks of all are kept. */
export function together(findings: readonly Finding[]): Finding {
  const worst = findings.reduce<Finding>(
    (so, one) => (weight(one) > weight(so) ? one : so),
    findings[0] ?? passed(),
  );
  const whys = findings.filter(({ verdict, why }) => verdict === worst.verdict && why !== undefined);
  const why = [...new Set(whys.map((one) => one.why))].join('; ');
  const remarks = [...new Set(findings.flatMap((one) => one.remarks ?? []))];
  return {
    ...worst,
    ...(why === '' ? {} : { why }),
    ...(remarks.length === 0 ? {} : { remarks }),
  };
}

/** A failure of full weight before a lesser one. */
function weight({ verdict, severity }: Finding): number {
  return rank[verdict] * 4 + (severity === undefined ? 3 : 2 - severities.indexOf(severity));
}
