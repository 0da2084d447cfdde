export type ReportKind = 'lost' | 'damaged';

const reported: Record<ReportKind, string> = {
  lost: 'The item is reported lost.',
  damaged: 'The item is reported damaged.',
};
const tail = /\[ill:(lost|damaged) v1\b[^\]]*\](?:\s*#seq:\d+#)?\s*$/;

/**
 * A report to a peer whose edition has no code for it: a sentence for people, what staff add, then the tail that a
 * gateway reads. Source: iso18626.md 3.9.
 */
export function reportNote(kind: ReportKind, added?: string): string {
  return [reported[kind], added, `[ill:${kind} v1]`].filter(Boolean).join(' ');
}

/** What a note that came in reports, if anything: the tail has to end it, so that a quoted one does not count. */
export function reportedBy(note: string | undefined): ReportKind | undefined {
  const kind = note === undefined ? undefined : tail.exec(note)?.[1];
  return kind === 'lost' || kind === 'damaged' ? kind : undefined;
}

/** Lines of one note; undefined when there is nothing to say. */
export function noteOf(...lines: (string | undefined)[]): string | undefined {
  const said = lines.filter((each) => each !== undefined && each.trim() !== '');
  return said.length === 0 ? undefined : said.join('\n');
}
