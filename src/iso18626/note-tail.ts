/**
 * What a note ends with for a gateway to read, where an edition has no element for it: `[ill:NAME v1 fact=value …]`, and
 * after it the running number of systems that give one, `#seq:N#`. It has to end the note, so that a quoted one does not
 * count. Only the end of a note is looked at, so that a long one takes no longer. Source: iso18626.md 3.9, 3.14.
 */
export const NoteTail = {
  Lost: 'lost',
  Damaged: 'damaged',
  Condition: 'condition',
  ConditionsAccepted: 'conditions-accepted',
} as const;
export type NoteTail = (typeof NoteTail)[keyof typeof NoteTail];

/** What a tail says beside its name; neither names nor values hold blanks or brackets. */
export type TailFacts = Readonly<Record<string, string>>;

export function noteTail(name: NoteTail, facts: TailFacts = {}): string {
  const told = Object.entries(facts).map(([fact, value]) => ` ${fact}=${value}`);
  return `[ill:${name} v1${told.join('')}]`;
}

interface TailRead {
  name: NoteTail;
  facts: TailFacts;
  /** The note without it. */
  before: string;
}

const longestTail = 400;
const tail = /\[ill:([a-z-]+) v1\b([^[\]]*)\]$/;

/** The tail of a note, also before a running number; of any other form, or with a name that nobody gave, it is words. */
export function tailIn(note: string | undefined): TailRead | undefined {
  const text = runningNumberIn(note)?.before ?? note?.trimEnd() ?? '';
  const [whole = '', named, inside = ''] = tail.exec(text.slice(-longestTail)) ?? [];
  const name = Object.values(NoteTail).find((known) => known === named);
  if (name === undefined) return undefined;
  return { name, facts: factsIn(inside), before: text.slice(0, -whole.length).trimEnd() };
}

function factsIn(inside: string): TailFacts {
  const told = [...inside.matchAll(/ ([a-z]+)=(\S+)/g)];
  return Object.fromEntries(told.map(([, fact = '', value = '']): [string, string] => [fact, value]));
}

export type ReportKind = typeof NoteTail.Lost | typeof NoteTail.Damaged;

/** What a report begins with, for people. */
export const reportSentences: Readonly<Record<ReportKind, string>> = {
  lost: 'The item is reported lost.',
  damaged: 'The item is reported damaged.',
};

/** What a note reports by its tail, if anything. */
export function reportedBy(note: string | undefined): ReportKind | undefined {
  const name = tailIn(note)?.name;
  return name === NoteTail.Lost || name === NoteTail.Damaged ? name : undefined;
}

const longestNumber = '#seq:#'.length + 15;
const runningNumber = /#seq:(\d{1,15})#$/i;

/** The number that ends a note, and the note without it. */
export function runningNumberIn(note: string | undefined): { number: number; before: string } | undefined {
  const text = note?.trimEnd() ?? '';
  const [whole, number] = runningNumber.exec(text.slice(-longestNumber)) ?? [];
  if (whole === undefined) return undefined;
  return { number: Number(number), before: text.slice(0, -whole.length).trimEnd() };
}
