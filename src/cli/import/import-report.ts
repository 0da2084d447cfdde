import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { counted } from '../terminal/text.js';
import { ExitCode, Stopped } from '../exit.js';
import type { ImportTally } from './send-records.js';

/** What an import has done, for the person who made the file: counts first, then line, field and reason. */
export function importReport(file: string, tally: ImportTally, terminal: Terminal): string {
  const { counts, refused, conflicts, warnings, unreadable, interrupted } = tally;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  // Reasons are read whole: nothing of them is cut.
  const uncut: Pick<Terminal, 'mark'> = { mark: (style, text) => terminal.mark(style, text) };
  return [
    [`${counted(all, 'record')} of ${file}:`, ...countLines(tally, terminal)].join('\n'),
    section('Refused', refused, () => faultTable(refused, uncut)),
    section('In conflict with what was sent already', conflicts, () => conflictTable(conflicts, uncut)),
    section('Taken, but doubtful', warnings, () => faultTable(warnings, uncut)),
    section('The file could not be read to its end', unreadable, () => faultTable(unreadable, uncut)),
    interrupted === undefined
      ? undefined
      : 'The import was broken off. Run the same command again: a record counts once, however often it is handed in.',
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

/** The report as JSON, for a file. */
export function importReportFile(file: string, tally: ImportTally): string {
  const { counts, refused, conflicts, warnings, unreadable, interrupted } = tally;
  const report = {
    file,
    counts,
    refused,
    conflicts,
    warnings,
    unreadable,
    interrupted: interrupted?.message,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function importExitCode({ counts, unreadable, interrupted }: ImportTally): ExitCode {
  if (interrupted instanceof Stopped) return interrupted.exitCode;
  if (interrupted !== undefined || unreadable.length > 0) return ExitCode.Failed;
  return counts.refused > 0 || counts.conflict > 0 ? ExitCode.SomeRefused : ExitCode.Done;
}

function countLines({ counts }: ImportTally, terminal: Terminal): string[] {
  const width = String(Math.max(...Object.values(counts))).length;
  return Object.entries(counts)
    .filter(([status, count]) => count > 0 || status === 'accepted' || status === 'refused')
    .map(([status, count]) => {
      const line = `  ${String(count).padStart(width)} ${status}`;
      return count > 0 && (status === 'refused' || status === 'conflict') ? terminal.mark('red', line) : line;
    });
}

function section(head: string, items: readonly unknown[], body: () => string): string | undefined {
  return items.length === 0 ? undefined : `${head}:\n${body()}`;
}

function faultTable(faults: ImportTally['refused'], terminal: Pick<Terminal, 'mark'>): string {
  return table(
    [
      { head: 'WHERE', of: ({ at }) => at },
      { head: 'RECORD', of: ({ libraryId }) => libraryId },
      { head: 'FIELD', of: ({ field }) => field },
      { head: 'REASON', of: ({ reason }) => reason },
    ],
    faults,
    terminal,
  );
}

interface ConflictRow {
  at: string;
  libraryId: string;
  detail: string;
  field?: string;
  was?: string;
  now?: string;
}

function conflictTable(conflicts: ImportTally['conflicts'], terminal: Pick<Terminal, 'mark'>): string {
  const rows = conflicts.flatMap(({ difference, ...conflict }): ConflictRow[] => {
    const [first, ...others] = difference;
    return [{ ...conflict, ...first }, ...others.map((each) => ({ ...conflict, detail: '', ...each }))];
  });
  return table<ConflictRow>(
    [
      { head: 'WHERE', of: ({ at }) => at },
      { head: 'RECORD', of: ({ libraryId }) => libraryId },
      { head: 'FIELD', of: ({ field }) => field },
      { head: 'WAS', of: ({ was }) => was },
      { head: 'IS NOW', of: ({ now }) => now },
      { head: 'REASON', of: ({ detail }) => detail },
    ],
    rows,
    terminal,
  );
}
