import { noteTail, reportSentences, type ReportKind } from '../../iso18626/index.js';

/**
 * A report to a peer whose edition has no code for it: a sentence for people, what staff add, then the tail that a
 * gateway reads. Source: iso18626.md 3.9.
 */
export function reportNote(kind: ReportKind, added?: string): string {
  return [reportSentences[kind], added, noteTail(kind)].filter(Boolean).join(' ');
}

/** Lines of one note; undefined when there is nothing to say. */
export function noteOf(...lines: (string | undefined)[]): string | undefined {
  const said = lines.filter((each) => each !== undefined && each.trim() !== '');
  return said.length === 0 ? undefined : said.join('\n');
}
