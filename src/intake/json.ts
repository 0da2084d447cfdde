import { placeName } from './loan-record-input.js';
import type { ReadRecord } from './loan-record-input.js';
import { readLoanRecord } from './loan-record.js';
import { withDefaults } from './record-map.js';
import type { RecordMap } from './record-map.js';
import { linesOf } from './text-lines.js';

/** Reads one loan record, a list of them, or `{ "records": [...] }`. */
export function* readJson(text: string, map: RecordMap): Generator<ReadRecord> {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const line = parsed.line ?? 1;
    yield {
      line,
      outcome: { ok: false, faults: [{ at: placeName({ line }), field: '/', reason: parsed.reason }] },
    };
    return;
  }
  let index = 0;
  for (const value of recordsIn(parsed.value)) {
    index++;
    yield { index, outcome: readLoanRecord(withDefaults(value, map), { index }) };
  }
}

/** Reads JSON Lines: a record a line; blank lines are passed over. */
export async function* readJsonLines(
  text: AsyncIterable<string>,
  map: RecordMap,
): AsyncGenerator<ReadRecord> {
  let index = 0;
  for await (const { line, text: json } of linesOf(text)) {
    if (json.trim() === '') continue;
    index++;
    const parsed = parseJson(json);
    if (parsed.ok) {
      yield { line, index, outcome: readLoanRecord(withDefaults(parsed.value, map), { line }) };
    } else {
      const faults = [{ at: placeName({ line }), field: '/', reason: parsed.reason }];
      yield { line, index, outcome: { ok: false, faults } };
    }
  }
}

function recordsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const isWrapped = typeof value === 'object' && value !== null && 'records' in value;
  return isWrapped && Array.isArray(value.records) ? value.records : [value];
}

type Parsed = { ok: true; value: unknown } | { ok: false; line?: number; reason: string };

function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch (error) {
    return { ok: false, ...whereBroken(text, error instanceof Error ? error.message : '') };
  }
}

// The engine's own message may repeat what stands there, which may be a patron's name: only its position is told.
function whereBroken(text: string, message: string): { line?: number; reason: string } {
  if (text.trim() === '') return { reason: 'is empty' };
  const end = text.trimEnd().length;
  const position = message.includes('end of JSON') ? end : positionIn(text, message);
  if (position === undefined) return { reason: 'is not JSON' };
  if (position >= end) return { line: lineAt(text, end), reason: 'is not JSON: it ends too early' };
  const column = position - text.lastIndexOf('\n', position - 1);
  return { line: lineAt(text, position), reason: `is not JSON: look at character ${column} of the line` };
}

/** The engine names a position, or quotes what stands around it, ten characters to either side. */
function positionIn(text: string, message: string): number | undefined {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const quoted = /^Unexpected token '?(.)'?, (\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message);
  if (quoted === null) return undefined;
  const [, token = '', isCut, around = ''] = quoted;
  const start = text.indexOf(around);
  if (start < 0) return undefined;
  return start + (isCut === undefined ? Math.max(0, around.lastIndexOf(token, 10)) : 10);
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
