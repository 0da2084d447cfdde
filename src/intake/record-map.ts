import type { Fault } from './loan-record-input.js';
import { didYouMean, kindOf, recordFields } from './loan-record-schema.js';

/** How a library's own file is read: what its columns mean, and what its records do not say themselves. */
export interface RecordMap {
  /** A CSV column's name, or a MARC place such as `999$p`, to a loan record's dotted field. */
  columns: ReadonlyMap<string, string>;
  /** By dotted field: what a record has that says nothing there. */
  defaults: ReadonlyMap<string, string | string[]>;
  /** By dotted field: the library's own words for the standard's codes, in lower case. */
  values: ReadonlyMap<string, ReadonlyMap<string, string>>;
  delimiter?: string;
  listSeparator: string;
  encoding: Encoding;
}

const encodings = ['utf-8', 'windows-1252', 'utf-16le'] as const;
export type Encoding = (typeof encodings)[number];

export type MapReading = { ok: true; map: RecordMap } | { ok: false; faults: Fault[] };

type Members = Record<string, unknown>;

/** A map that says nothing: a CSV file's columns are the dotted fields themselves. */
export const noMap: RecordMap = {
  columns: new Map(),
  defaults: new Map(),
  values: new Map(),
  listSeparator: '|',
  encoding: 'utf-8',
};

/** Checks what `map.json` holds; all its faults come at once, before a record is read. */
export function readMap(value: unknown): MapReading {
  if (!isMembers(value))
    return { ok: false, faults: [fault('/', `is ${kindOf(value)}, not a map in braces`)] };
  const faults = Object.entries(value).flatMap(([key, part]) => faultsOfPart(key, part));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, map: mapOf(value) };
}

type PartCheck = (part: unknown) => Fault[];

const parts: Record<string, PartCheck> = {
  columns: (part) => [...eachMember('columns', part, columnFault), ...columnsThatMeet(part)],
  defaults: (part) => eachMember('defaults', part, defaultFault),
  values: (part) => eachMember('values', part, valuesFault),
  delimiter: (part) =>
    isOneCharacter(part) ? [] : [fault('/delimiter', 'must be one character, such as ";"')],
  listSeparator: (part) =>
    isOneCharacter(part) ? [] : [fault('/listSeparator', 'must be one character, such as "|"')],
  encoding: (part) =>
    encodings.some((known) => known === part)
      ? []
      : [fault('/encoding', `${JSON.stringify(part)} is none of ${encodings.join(', ')}`)],
};

function faultsOfPart(key: string, part: unknown): Fault[] {
  const check = Object.hasOwn(parts, key) ? parts[key] : undefined;
  if (check !== undefined) return check(part);
  return [fault(`/${key}`, `is not a part of a map${didYouMean(key, Object.keys(parts))}`)];
}

function eachMember(
  name: string,
  part: unknown,
  why: (key: string, member: unknown) => string | undefined,
): Fault[] {
  if (!isMembers(part)) return [fault(`/${name}`, `must be an object in braces, but is ${kindOf(part)}`)];
  return Object.entries(part).flatMap(([key, member]) => {
    const reason = why(key, member);
    return reason === undefined ? [] : [fault(`/${name}/${key}`, reason)];
  });
}

function columnFault(_column: string, field: unknown): string | undefined {
  if (typeof field !== 'string') return `must be the name of a field, but is ${kindOf(field)}`;
  return unknownField(field);
}

function defaultFault(field: string, value: unknown): string | undefined {
  const kind = recordFields.get(field);
  if (kind === undefined) return unknownField(field);
  if (kind === 'text') return typeof value === 'string' ? undefined : `must be text, but is ${kindOf(value)}`;
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? undefined : `must be a list of texts, but is ${kindOf(value)}`;
}

function valuesFault(field: string, words: unknown): string | undefined {
  if (!recordFields.has(field)) return unknownField(field);
  const isWords = isMembers(words) && Object.values(words).every((code) => typeof code === 'string');
  return isWords ? undefined : 'must be an object that gives a code for each word';
}

function unknownField(field: string): string | undefined {
  if (recordFields.has(field)) return undefined;
  return `"${field}" is not a field of a loan record${didYouMean(field, recordFields.keys())}`;
}

function columnsThatMeet(part: unknown): Fault[] {
  const seen = new Map<unknown, string>();
  return Object.entries(isMembers(part) ? part : {}).flatMap(([column, field]) => {
    const earlier = seen.get(field);
    seen.set(field, column);
    if (earlier === undefined || recordFields.get(String(field)) !== 'text') return [];
    return [fault(`/columns/${column}`, `gives "${String(field)}", as the column "${earlier}" does already`)];
  });
}

function mapOf(value: Members): RecordMap {
  const given = value as {
    columns?: Record<string, string>;
    defaults?: Record<string, string | string[]>;
    values?: Record<string, Record<string, string>>;
    delimiter?: string;
    listSeparator?: string;
    encoding?: Encoding;
  };
  const words = Object.entries(given.values ?? {}).map(([field, codes]): [string, Map<string, string>] => [
    field,
    new Map(Object.entries(codes).map(([word, code]) => [word.trim().toLowerCase(), code])),
  ]);
  return {
    ...noMap,
    ...given,
    columns: new Map(Object.entries(given.columns ?? {}).map(([column, field]) => [column.trim(), field])),
    defaults: new Map(Object.entries(given.defaults ?? {})),
    values: new Map(words),
  };
}

/** A cell of a row: the dotted field that it fills, and its text. */
export interface Cell {
  field: string;
  text: string;
}

/** The record that cells make, laid over what is known of it already; blank cells say nothing. */
export function recordFromCells(cells: Cell[], map: RecordMap, known: Members = {}): unknown {
  return cells
    .filter(({ text }) => text.trim() !== '')
    .reduce<unknown>((record, cell) => withCell(record, cell, map), known);
}

function withCell(record: unknown, { field, text }: Cell, map: RecordMap): unknown {
  const steps = field.split('.');
  const inWords = (word: string): string => map.values.get(field)?.get(word.trim().toLowerCase()) ?? word;
  if (recordFields.get(field) === 'text') return withMember(record, steps, () => inWords(text));
  const listed = text.split(map.listSeparator).filter((one) => one.trim() !== '');
  return withMember(record, steps, (earlier) => {
    const before: unknown[] = Array.isArray(earlier) ? earlier : [];
    return [...before, ...listed.map(inWords)];
  });
}

/** The record with the map's defaults where it says nothing; what is no record stays as it is. */
export function withDefaults(record: unknown, map: RecordMap): unknown {
  return [...map.defaults].reduce<unknown>(
    (sofar, [field, value]) =>
      withMember(sofar, field.split('.'), (given) => (saysNothing(given) ? value : given)),
    record,
  );
}

function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function withMember(owner: unknown, steps: string[], change: (earlier: unknown) => unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(owner);
  if (owner === undefined || owner === null) return { [step]: withMember(undefined, rest, change) };
  if (!isMembers(owner)) return owner;
  return { ...owner, [step]: withMember(owner[step], rest, change) };
}

/** The faults with the file's own column names in place of pointers, where a column fills that field. */
export function inColumnNames(faults: Fault[], columnByField: ReadonlyMap<string, string>): Fault[] {
  return faults.map((one) => {
    const field = one.field
      .slice(1)
      .replace(/\/\d+$/, '')
      .replaceAll('/', '.');
    return { ...one, field: columnByField.get(field) ?? one.field };
  });
}

function fault(field: string, reason: string): Fault {
  return { at: 'map', field, reason };
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOneCharacter(value: unknown): boolean {
  return typeof value === 'string' && value.length === 1 && value !== '"' && value !== '\n';
}
