import { parseEntry } from '../ledger/index.js';
import type { AuditReaders, Span, SpanAsked } from '../storage/index.js';
import { asksOfLoan, isByColumnsAlone, isBySeqAlone, isSelected, type Selection } from './selection.js';

const PAGE = 1000;

/** How many entries would be exported, out of how many, and between which two of them. */
export interface Counted extends Span {
  /** Of the whole ledger at that moment. */
  size: number;
}

export interface CountOptions {
  progress?: (done: number, all: number) => void;
  /** Thrown out of the count when it is aborted. */
  signal?: AbortSignal;
}

/** Counts before anything is exported. Columns tell where they can; else each entry of the span is looked at. */
export async function countSelected(
  readers: AuditReaders,
  selection: Selection,
  { progress, signal }: CountOptions = {},
): Promise<Counted> {
  const { size } = await readers.head();
  const asked = spanFor(selection, size);
  // There are no gaps, so places are counted without a look; where one is missing, whoever verifies hears of it.
  if (isBySeqAlone(selection)) return { ...placesIn(asked), size };
  const span = await readers.span(asked);
  if (isByColumnsAlone(selection) || span.entries === 0) return { ...span, size };
  const counted: Counted = { entries: 0, first: 1, last: 0, size };
  for (let after = span.first - 1; ;) {
    signal?.throwIfAborted();
    const page = await readers.entries({ after, upTo: span.last, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return counted;
    await countPage(
      counted,
      page.map(({ text }) => parseEntry(text)),
      { readers, selection },
    );
    progress?.(last.seq - span.first + 1, span.last - span.first + 1);
    after = last.seq;
  }
}

/** What columns tell of where the wanted entries lie. */
function spanFor({ firstSeq = 1, lastSeq, from, before, time }: Selection, size: number): SpanAsked {
  const place = { firstSeq, lastSeq: Math.min(lastSeq ?? size, size) };
  if (time === 'event') return place;
  return { ...place, ...(from && { from }), ...(before && { before }) };
}

function placesIn({ firstSeq, lastSeq }: SpanAsked): Span {
  const entries = Math.max(0, lastSeq - firstSeq + 1);
  return entries === 0 ? { entries, first: 1, last: 0 } : { entries, first: firstSeq, last: lastSeq };
}

async function countPage(
  counted: Counted,
  entries: readonly ReturnType<typeof parseEntry>[],
  { readers, selection }: { readers: AuditReaders; selection: Selection },
): Promise<void> {
  const ids = new Set(asksOfLoan(selection) ? entries.flatMap(({ loan }) => loan ?? []) : []);
  const loans = await readers.loanFacts([...ids]);
  for (const entry of entries) {
    if (!isSelected(selection, entry, loans.get(entry.loan ?? ''))) continue;
    if (counted.entries === 0) counted.first = entry.seq;
    counted.last = entry.seq;
    counted.entries += 1;
  }
}
