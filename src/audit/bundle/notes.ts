import { parseCheckpoint } from '../../ledger/index.js';
import type { AuditReaders } from '../../storage/index.js';

const PAGE = 1000;
/** So many of the newest are given in any case; of the older ones the last of each day. */
const NEWEST = 20;

export interface NamedNote {
  name: string;
  note: string;
}

/**
 * The checkpoints that a bundle can be held against: those of its range, the last one of each day and the newest, and the
 * one over its head.
 */
export async function checkpointsOf(
  readers: AuditReaders,
  { range, note }: { range: { first: number; last: number }; note: string },
): Promise<NamedNote[]> {
  const ofDay = new Map<string, { size: number; note: string }>();
  let newest: { size: number; note: string }[] = [];
  for (let after = Math.max(0, range.first - 2); ;) {
    const page = await readers.notes({ after, upTo: range.last, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) break;
    for (const each of page) ofDay.set(each.madeAt.slice(0, 10), each);
    newest = [...newest, ...page].slice(-NEWEST);
    after = last.size;
  }
  const bySize = new Map([...ofDay.values(), ...newest].map((each) => [each.size, each.note]));
  bySize.set(parseCheckpoint(note)?.size ?? 0, note);
  return [...bySize]
    .sort(([one], [other]) => one - other)
    .map(([size, text]) => ({ name: checkpointName(size), note: text }));
}

/** Sixteen digits, so that the names sort as the sizes do. */
function checkpointName(size: number): string {
  return `checkpoints/${String(size).padStart(16, '0')}.txt`;
}
