import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

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

/** Appends durably; the file is never rewritten. */
export function keepErasures(file: string, keys: readonly ErasedKey[]): void {
  if (keys.length === 0) return;
  const handle = openSync(file, 'a', 0o644);
  try {
    writeSync(handle, keys.map((key) => `${JSON.stringify(key)}\n`).join(''));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What was kept; a last line that a crash left half written is none. */
export function keptErasures(file: string): ErasedKey[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap(keyIn);
}

function keyIn(line: string): ErasedKey[] {
  try {
    const value: unknown = JSON.parse(line);
    return isErasedKey(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isErasedKey(value: unknown): value is ErasedKey {
  const { holder, key } = (value ?? {}) as Partial<ErasedKey>;
  return typeof holder === 'string' && typeof key === 'string';
}
