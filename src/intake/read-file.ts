import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { readCsv } from './csv.js';
import { readJson, readJsonLines } from './json.js';
import { placeName } from './loan-record-input.js';
import type { Fault, ReadRecord } from './loan-record-input.js';
import { readLoanRecord } from './loan-record.js';
import { itemFromMarc, marcValue } from './marc-item.js';
import { readMarcxml } from './marcxml.js';
import type { MarcRecord } from './marcxml.js';
import { inColumnNames, noMap, readMap, recordFromCells, withDefaults } from './record-map.js';
import type { Cell, MapReading, RecordMap } from './record-map.js';
import { decoded, UnreadableText, wholeText } from './text-lines.js';

export const RecordFormat = { csv: 'csv', json: 'json', jsonl: 'jsonl', marcxml: 'marcxml' } as const;
export type RecordFormat = (typeof RecordFormat)[keyof typeof RecordFormat];

export interface ReadOptions {
  /** By the file's extension where it is left out. */
  format?: RecordFormat;
  /** What `map.json` holds. */
  map?: unknown;
  /** Where it lies instead. */
  mapPath?: string;
}

/** Records one after another, and how far the reading has come, for a progress bar. */
export interface RecordReading extends AsyncIterable<ReadRecord> {
  /** Unknown for a stream. */
  readonly totalBytes: number | undefined;
  readonly bytesRead: number;
}

const formatByExtension: Partial<Record<string, RecordFormat>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.marcxml': 'marcxml',
  '.xml': 'marcxml',
};

const maxJsonCharacters = 64_000_000;
const maxMarcxmlCharacters = 20_000_000;

/**
 * Opens a file or stream of loan records. It never throws for what is in it: what stops the reading (no such file, a wrong
 * map, a wrong encoding) comes as the last outcome, with its fault at `file`, `map` or the line.
 */
export function readRecords(source: string | Readable, options: ReadOptions = {}): RecordReading {
  const progress = { bytesRead: 0 };
  return {
    totalBytes: typeof source === 'string' ? statSync(source, { throwIfNoEntry: false })?.size : undefined,
    get bytesRead() {
      return progress.bytesRead;
    },
    [Symbol.asyncIterator]: () => readAll(source, options, progress),
  };
}

async function* readAll(
  source: string | Readable,
  options: ReadOptions,
  progress: Progress,
): AsyncGenerator<ReadRecord> {
  const name = typeof source === 'string' ? basename(source) : 'stream';
  const format = options.format ?? formatByExtension[extname(name).toLowerCase()];
  const mapping = mapFrom(options, format);
  if (!mapping.ok) {
    yield { outcome: mapping };
  } else if (format === undefined) {
    yield stopped({
      at: 'file',
      field: name,
      reason: `has an ending that says no format; say which: ${Object.keys(RecordFormat).join(', ')}`,
    });
  } else {
    const bytes =
      typeof source === 'string' ? createReadStream(source) : (source as AsyncIterable<Uint8Array>);
    try {
      yield* readers[format](decoded(counted(bytes, progress), mapping.map.encoding), mapping.map);
    } catch (error) {
      yield stopped(whyStopped(error, name));
    }
  }
}

type Reader = (text: AsyncIterable<string>, map: RecordMap) => AsyncGenerator<ReadRecord>;

const readers: Record<RecordFormat, Reader> = {
  csv: readCsv,
  jsonl: readJsonLines,
  json: async function* (text, map) {
    yield* readJson(await wholeText(text, maxJsonCharacters), map);
  },
  marcxml: async function* (text, map) {
    yield* readMarcRecords(await wholeText(text, maxMarcxmlCharacters), map);
  },
};

/** MARCXML says what is wanted; a map's columns (`999$p`) and defaults say who wants it and how. The id is field 001. */
function* readMarcRecords(xml: string, map: RecordMap): Generator<ReadRecord> {
  const reading = readMarcxml(xml);
  if (!reading.ok) {
    yield stopped({ at: 'file', field: '/', reason: reading.reason });
    return;
  }
  const names = [...map.columns.values()].includes('id')
    ? map.columns
    : new Map([['001', 'id'], ...map.columns]);
  const columnByField = new Map([...names].map(([place, field]) => [field, place]));
  for (const [place, record] of reading.records.entries()) {
    const index = place + 1;
    const outcome = readLoanRecord(withDefaults(wishFor(record, names, map), map), { index });
    yield {
      index,
      outcome: outcome.ok ? outcome : { ok: false, faults: inColumnNames(outcome.faults, columnByField) },
    };
  }
}

function wishFor(record: MarcRecord, names: ReadonlyMap<string, string>, map: RecordMap): unknown {
  const cells = [...names].map(([place, field]): Cell => ({ field, text: marcValue(record, place) ?? '' }));
  return recordFromCells(cells, map, { item: itemFromMarc(record) });
}

interface Progress {
  bytesRead: number;
}

async function* counted(bytes: AsyncIterable<Uint8Array>, progress: Progress): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    progress.bytesRead += chunk.length;
    yield chunk;
  }
}

function mapFrom(options: ReadOptions, format: RecordFormat | undefined): MapReading {
  const reading = options.mapPath === undefined ? mapOrNone(options.map) : mapFile(options.mapPath);
  const isKeyed = format === 'json' || format === 'jsonl';
  if (!reading.ok || !isKeyed || reading.map.columns.size === 0) return reading;
  const reason = 'says nothing for JSON, whose records carry the names of fields; leave it out';
  return { ok: false, faults: [{ at: 'map', field: '/columns', reason }] };
}

function mapOrNone(map: unknown): MapReading {
  return map === undefined ? { ok: true, map: noMap } : readMap(map);
}

function mapFile(path: string): MapReading {
  try {
    return readMap(JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, '')));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : systemReason(error);
    return { ok: false, faults: [{ at: 'map', field: basename(path), reason: why }] };
  }
}

function whyStopped(error: unknown, name: string): Fault {
  if (error instanceof UnreadableText)
    return { at: placeName({ line: error.line }), field: name, reason: error.message };
  return { at: 'file', field: name, reason: systemReason(error) };
}

const systemReasons: Partial<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
};

/** Why the system gave no file; whatever else is thrown is a defect, and is thrown on. */
function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  return systemReasons[code] ?? `cannot be read (${code})`;
}

function stopped(fault: Fault): ReadRecord {
  return { outcome: { ok: false, faults: [fault] } };
}
