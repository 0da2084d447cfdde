import type { Costs, Initiating, SupplyingAgencyMessage } from '../../iso18626/index.js';

/** The note of a message, wherever its kind has it. */
export function noteOf(message: Initiating): string | undefined {
  switch (message.kind) {
    case 'request':
      return message.serviceInfo?.note;
    case 'supplyingAgencyMessage':
      return message.messageInfo.note;
    case 'requestingAgencyMessage':
      return message.note;
  }
}

/** The message with another note, or with none. A request without serviceInfo has no place for one, and stays as it is. */
export function withNote<M extends Initiating>(message: M, note: string | undefined): M {
  return withNoteIn(message, note === undefined || note.trim() === '' ? undefined : note) as M;
}

function withNoteIn(message: Initiating, note: string | undefined): Initiating {
  switch (message.kind) {
    case 'request':
      return message.serviceInfo === undefined
        ? message
        : { ...message, serviceInfo: noted(message.serviceInfo, note) };
    case 'supplyingAgencyMessage':
      return { ...message, messageInfo: noted(message.messageInfo, note) };
    case 'requestingAgencyMessage':
      return noted(message, note);
  }
}

function noted<T extends { note?: string }>(holder: T, note: string | undefined): T {
  const { note: _before, ...rest } = holder;
  return (note === undefined ? rest : { ...rest, note }) as T;
}

/** A line before the note, unless the note begins with it already. Brokers put no blank before a marker. */
export function prefixed(note: string | undefined, prefix: string): string {
  if (note === undefined || note.trim() === '') return prefix;
  if (note.startsWith(prefix)) return note;
  return note.startsWith('#') ? `${prefix}${note}` : `${prefix}\n${note}`;
}

/** A block after the note, unless the same block is in it. */
export function followed(note: string | undefined, block: string): string {
  if (note === undefined || note.trim() === '') return block;
  return note.includes(block) ? note : `${note}\n${block}`;
}

/** The note without a marker, and whether the marker was there. The marker has to begin the note, as systems write it. */
export function withoutMarker(
  note: string | undefined,
  marker: string,
): { note: string | undefined; found: boolean } {
  if (note?.trimStart().startsWith(marker) !== true) return { note, found: false };
  return { note: note.trimStart().slice(marker.length).trimStart(), found: true };
}

/** What stands between two markers, with the note that is left without it. */
export function blockIn(
  note: string | undefined,
  [begin, end]: readonly [string, string],
): { lines: string[]; rest: string } | undefined {
  if (note === undefined) return undefined;
  const from = note.indexOf(begin);
  const to = from < 0 ? -1 : note.indexOf(end, from + begin.length);
  if (to < 0) return undefined;
  const lines = note
    .slice(from + begin.length, to)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const rest = [note.slice(0, from), note.slice(to + end.length)].map((part) => part.trim());
  return { lines, rest: rest.filter(Boolean).join('\n') };
}

/** `12.00 USD`, as people read it. */
export function costsText({ monetaryValue, currencyCode }: Costs): string {
  return `${monetaryValue} ${currencyCode.value}`;
}

export function isPositive({ monetaryValue }: Costs): boolean {
  return /[1-9]/.test(monetaryValue);
}

/** Statuses under which the item, or its copy, is with the reader: a condition counts as accepted. Source: iso18626.md 3.10. */
const SUPPLIED: ReadonlySet<string> = new Set(['Loaned', 'CopyCompleted']);

export function isSupplied({ statusInfo }: SupplyingAgencyMessage): boolean {
  return SUPPLIED.has(statusInfo.status ?? '');
}
