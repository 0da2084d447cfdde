import type { Parcel } from '../acts/act.js';
import { present } from '../present.js';
import { endOfDay } from './timestamps.js';

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

/** One line for people that says how a parcel travels; undefined when nothing is known. Another gateway reads it back. */
export function parcelLine(parcel: Parcel): string | undefined {
  if (parcel.carrier === undefined && parcel.trackingId === undefined && parcel.expectedAt === undefined)
    return undefined;
  const parts = [
    parcel.carrier === undefined ? 'Sent' : `Sent by ${inLine(parcel.carrier)}`,
    parcel.trackingId === undefined ? undefined : `tracking id ${inLine(parcel.trackingId)}`,
    parcel.expectedAt === undefined ? undefined : `expected on ${parcel.expectedAt.slice(0, 10)}`,
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

const line =
  /^Sent(?: by (?<carrier>[^;\n]{1,60}?))?(?:; tracking id (?<trackingId>[^;\n]{1,60}?))?(?:; expected on (?<expected>\d{4}-\d\d-\d\d))?\.$/m;

/** The parcel that a note tells of, in the form of `parcelLine`; empty for any other note. */
export function parcelIn(note: string | undefined): Parcel {
  const found = note === undefined ? undefined : line.exec(note)?.groups;
  if (found === undefined) return {};
  const expected = found['expected'];
  return present({
    carrier: found['carrier'],
    trackingId: found['trackingId'],
    expectedAt: expected === undefined ? undefined : endOfDay(expected),
  });
}

/** Lines of one note; undefined when there is nothing to say. */
export function noteOf(...lines: (string | undefined)[]): string | undefined {
  const said = lines.filter((each) => each !== undefined && each.trim() !== '');
  return said.length === 0 ? undefined : said.join('\n');
}

function inLine(text: string): string {
  return text
    .replace(/[;\s]+/g, ' ')
    .trim()
    .slice(0, 60);
}
