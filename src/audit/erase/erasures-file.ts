import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperatorError, reasonOf } from '../../platform/index.js';

/** One destroyed key, as it is kept outside the database: an older backup that still has it is told by this. */
export interface ErasedKey {
  certificate: string;
  at: string;
  holder: string;
  /** `erasedKeyId`. */
  key: string;
}

/** Where certificates lie beside a database. They name no person, and belong into every backup of another kind than its own. */
export function erasuresFile(databasePath: string): string {
  return `${databasePath}.erasures.jsonl`;
}

/** The file of certificates cannot be written; the message names it. */
export class ErasuresNotKept extends OperatorError {}

/** What a stretch of the file says. */
export interface KeptErasures {
  keys: ErasedKey[];
  /** Whether nothing of the keys told of is left in the database's files; missing where the stretch tells of none. */
  isShredded?: boolean;
  /** Where the stretch ends, in bytes. */
  end: number;
}

/** Appends durably; the file is never rewritten. */
export function keepErasures(file: string, keys: readonly ErasedKey[]): void {
  append(file, keys);
}

/** Says in the file that the keys told of so far are in no file of the database any more. */
export function keepShredded(file: string, at: string): void {
  append(file, [{ shredded: at }]);
}

/** What was kept, from a byte on; a line that a crash left half written is none. */
export function keptErasures(file: string, from = 0): KeptErasures {
  const kept: KeptErasures = { keys: [], end: sizeOf(file) };
  for (const line of textFrom(file, { from, end: kept.end }).split('\n')) {
    const said = saidBy(line);
    if (isErasedKey(said)) {
      kept.keys.push(said);
      kept.isShredded = false;
    } else if (isShreddedLine(said)) kept.isShredded = true;
  }
  return kept;
}

export function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function append(file: string, lines: readonly object[]): void {
  if (lines.length === 0) return;
  const isNew = !existsSync(file);
  try {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    written(file, isNew || endsALine(file) ? text : `\n${text}`);
    // A file that is not in its folder for certain is not there after a power cut.
    if (isNew) synced(dirname(file));
  } catch (thrown) {
    throw new ErasuresNotKept(
      `The certificates of erasures cannot be kept in ${file}: ${reasonOf(thrown)}.`,
      {
        cause: thrown,
      },
    );
  }
}

function written(file: string, text: string): void {
  const handle = openSync(file, 'a', 0o644);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function synced(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A crash may have left half a line: what follows must not become a part of it. */
function endsALine(file: string): boolean {
  const end = sizeOf(file);
  return end === 0 || textFrom(file, { from: end - 1, end }) === '\n';
}

function textFrom(file: string, { from, end }: { from: number; end: number }): string {
  if (end <= from) return '';
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(end - from);
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, from));
  } finally {
    closeSync(handle);
  }
}

function saidBy(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isErasedKey(value: unknown): value is ErasedKey {
  const { holder, key } = (value ?? {}) as Partial<ErasedKey>;
  return typeof holder === 'string' && typeof key === 'string';
}

function isShreddedLine(value: unknown): boolean {
  return typeof ((value ?? {}) as { shredded?: unknown }).shredded === 'string';
}
