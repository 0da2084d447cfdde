import { Readable } from 'node:stream';
import { readLoanRecord, readRecords } from '../../../src/intake/index.js';
import type { Fault, LoanRecordInput, ReadOptions, ReadRecord } from '../../../src/intake/index.js';

/** A whole and ordinary record; what a test says comes over it. */
export function aRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'N-1',
    patron: { reference: 'P-1' },
    item: { title: 'Nineteen Eighty-Four' },
    service: { type: 'Loan' },
    suppliers: ['ISIL:SE-SOUTH'],
    ...changes,
  };
}

export function recordOf(value: unknown): LoanRecordInput {
  const outcome = readLoanRecord(value, {});
  if (!outcome.ok) throw new Error(told(outcome.faults).join('\n'));
  return outcome.record;
}

export function faultsOf(value: unknown): string[] {
  const outcome = readLoanRecord(value, {});
  return outcome.ok ? [] : outcome.faults.map(({ field, reason }) => `${field} ${reason}`);
}

export function warningsOf(value: unknown): string[] {
  const outcome = readLoanRecord(value, {});
  return outcome.ok ? outcome.warnings.map(({ field, reason }) => `${field} ${reason}`) : [];
}

export function told(faults: Fault[]): string[] {
  return faults.map(({ at, field, reason }) => `${at}: ${field} ${reason}`);
}

/** What reading a text says, record by record: `line 2: ok N-1`, or its faults. */
export async function readingOf(text: string | Uint8Array, options: ReadOptions): Promise<string[]> {
  const said: string[] = [];
  for (const { line, index, outcome } of await recordsIn(text, options)) {
    const place = line === undefined ? `record ${index ?? '?'}` : `line ${line}`;
    if (outcome.ok) said.push(`${place}: ok ${outcome.record.id}`, ...told(outcome.warnings));
    else said.push(...told(outcome.faults));
  }
  return said;
}

export async function recordsIn(text: string | Uint8Array, options: ReadOptions): Promise<ReadRecord[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return all(readRecords(Readable.from(inSmallChunks(bytes)), options));
}

export async function all(records: AsyncIterable<ReadRecord>): Promise<ReadRecord[]> {
  const read: ReadRecord[] = [];
  for await (const record of records) read.push(record);
  return read;
}

// Seven bytes a chunk: letters of several bytes and line breaks fall across the edges.
function* inSmallChunks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}
