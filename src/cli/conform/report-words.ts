import { severities, type Report, type Severity, type SignedReport } from '../../conform/index.js';
import { table, type Column } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { counted, plain } from '../terminal/text.js';

interface Row {
  severity: Severity;
  counts: Report['summary'][Severity];
}

const means: Readonly<Record<Severity, string>> = {
  must: 'must hold',
  should: 'should hold',
  info: 'worth knowing',
};

const columns: Column<Row>[] = [
  { head: 'CHECKS THAT', of: ({ severity }) => means[severity] },
  { head: 'PASSED', of: ({ counts }) => counts.passed },
  { head: 'FAILED', of: ({ counts }) => counts.failed },
  { head: 'NOT SEEN', of: ({ counts }) => counts['not-seen'] },
  { head: 'NOT TRIED', of: ({ counts }) => counts.skipped },
];

/** What came of a test, in a table and a few sentences. */
export function reportWords({ report, signature }: SignedReport, terminal: Terminal): string {
  const rows = severities.map((severity) => ({ severity, counts: report.summary[severity] }));
  const { habits } = report.proposal;
  return [
    verdictSentence(report),
    '',
    table(columns, rows, terminal),
    ...failedIn(report),
    ...(habits.length === 0 ? [] : ['', 'Proposed for its record:']),
    ...habits.map(({ says }) => `  it ${plain(says)}`),
    '',
    `${counted(report.summary.messages, 'message')} sent, ${counted(report.summary.heard, 'message')} heard. Signed by ${signature.fingerprint}.`,
  ].join('\n');
}

function verdictSentence({ outcome, summary, peer, results }: Report): string {
  if (outcome === 'cannot-run') return `${peer.id} could not be tested: ${plain(results[1]?.why ?? '')}.`;
  const early = outcome === 'stopped' ? ' The test was ended before everything was tried.' : '';
  const { failed } = summary.must;
  if (failed === 0) return `${peer.id} does everything that was seen of it as it must.${early}`;
  return `${peer.id} fails ${counted(failed, 'check')} that must hold.${early}`;
}

function failedIn({ results }: Report): string[] {
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  return failed.flatMap(({ severity, title, statements, why = '' }) => [
    '',
    `${severity.toUpperCase()}  ${title}${statements.length === 0 ? '' : ` (statement ${statements.join(', ')})`}`,
    `      ${plain(why)}`,
  ]);
}
