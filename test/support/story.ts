import type { SealedEntry } from '../../src/ledger/index.js';
import type { Library } from './library.js';

/**
 * The ledger of one loan as text, a line a fact, for people to compare: what was received, sent, done by staff and struck
 * by a clock. A line `sent` stands where the message became owed and ends with what became of it, where that is not a
 * plain OK; `[…]` is what the library's own system and its staff are told.
 */
export async function story(library: Library, loan: string): Promise<string> {
  const entries = (await library.entries()).filter((entry) => entry.loan === loan);
  const fates = fatesOf(entries);
  return `\n${entries.flatMap((entry) => linesOf(entry, fates)).join('\n')}\n`;
}

/** An expectation as it is indented in a test, in the form of a story. */
export function told(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return `\n${lines.map((line) => line.replace(/^(\S+)\s+/, (_, word: string) => word.padEnd(10))).join('\n')}\n`;
}

export interface Fate {
  state: string;
  attempts: number;
  errorType?: string;
  errorValue?: string;
}

/** What became of each delivery, as its entries leave it. */
export function fatesOf(entries: readonly SealedEntry[]): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const { changes } of entries)
    for (const { aggregate, id, set } of changes)
      if (aggregate === 'delivery') {
        const before = fates.get(id) ?? { state: 'owed', attempts: 0 };
        fates.set(id, { ...before, ...(set as unknown as Partial<Fate>) });
      }
  return fates;
}

export function linesOf(entry: SealedEntry, fates: ReadonlyMap<string, Fate>): string[] {
  const lines = [happeningOf(entry), sentBy(entry, fates)].filter((line) => line !== undefined);
  const [first, ...rest] = lines;
  const event = tellingEvent(entry);
  if (first === undefined) return event === undefined ? [] : [`${'event'.padEnd(10)}${event}`];
  return [event === undefined ? first : `${first} ${event}`, ...rest];
}

const tellers: Readonly<Record<string, (entry: SealedEntry) => [string, string] | undefined>> = {
  'loan-record-accepted': () => ['record', 'accepted'],
  'loan-record-changed': () => ['record', 'changed'],
  'loan-record-withdrawn': () => ['record', 'withdrawn'],
  'request-received': () => ['received', 'Request'],
  'message-received': (entry) => ['received', fact(entry, 'what') + errorsIn(entry)],
  'message-refused': (entry) => ['refused', fact(entry, 'what') + errorsIn(entry)],
  'message-owed': () => undefined,
  'request-owed': () => undefined,
  'message-confirmed': (entry) =>
    fact(entry, 'class') === 'already-had'
      ? ['tried', `${fact(entry, 'what')}: ${fact(entry, 'cause')}`]
      : undefined,
  'delivery-attempted': (entry) => ['tried', `${fact(entry, 'what')}: ${fact(entry, 'cause')}`],
  'delivery-sent-again': (entry) => ['person', `sends ${fact(entry, 'what')} again`],
  'delivery-replaced': (entry) => ['person', `has ${fact(entry, 'what')} composed anew`],
  'delivery-dropped': (entry) => ['person', `drops ${fact(entry, 'what')}`],
  'next-supplier-asked': ({ because }) => ['next', because],
  act: (entry) => ['act', fact(entry, 'verb')],
  'clock-struck': (entry) => ['clock', fact(entry, 'rule')],
};

/** A kind that is not listed is printed all the same, so that nothing new goes unseen. */
function happeningOf(entry: SealedEntry): string | undefined {
  const teller = tellers[entry.kind] ?? (() => ['entry', `${entry.kind}: ${entry.because}`]);
  const line = teller(entry);
  return line === undefined ? undefined : `${line[0].padEnd(10)}${line[1]}`;
}

function sentBy(entry: SealedEntry, fates: ReadonlyMap<string, Fate>): string | undefined {
  if (fact(entry, 'direction') !== 'out' || entry.delivery === undefined) return undefined;
  return `${'sent'.padEnd(10)}${fact(entry, 'what')}${endOf(fates.get(entry.delivery))}`;
}

function endOf(fate: Fate | undefined): string {
  if (fate === undefined || fate.state === 'answered') return '';
  const why = [fate.errorType, fate.errorValue].filter(Boolean).join(' ');
  return ` – ${fate.state}${why === '' ? '' : `: ${why}`}`;
}

function errorsIn({ facts }: SealedEntry): string {
  const errors = facts?.['errors'] as { errorType: string; errorValue?: string }[] | undefined;
  if (errors === undefined) return '';
  return ` – ${errors.map(({ errorType, errorValue }) => `${errorType} ${errorValue ?? ''}`.trim()).join(', ')}`;
}

function tellingEvent({ event }: SealedEntry): string | undefined {
  if (event === undefined || event.type === 'sent') return undefined;
  const outcome = event['outcome'];
  const name = event.type === 'needs-attention' ? 'attention' : event.type;
  return typeof outcome === 'string' ? `[${name} ${outcome}]` : `[${name}]`;
}

function fact({ facts }: SealedEntry, name: string): string {
  const value = facts?.[name];
  return typeof value === 'string' ? value : '';
}
