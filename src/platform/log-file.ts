import { existsSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** One day's files of a log, beside the one that is written: `gateway.2026-03-02.log`, then `gateway.2026-03-02.1.log`. */
interface Named {
  folder: string;
  stem: string;
  extension: string;
}

function named(file: string): Named {
  const extension = extname(file);
  return { folder: dirname(file), stem: basename(file, extension), extension };
}

/** The day (UTC) on which a file was last written; today where there is none. */
export function dayOfFile(file: string, now: Date): string {
  const at = existsSync(file) ? statSync(file).mtime : now;
  return at.toISOString().slice(0, 10);
}

export function sizeOfFile(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

/** Puts the file aside under its day. Whoever has it open goes on writing to it there. */
export function putLogAside(file: string, day: string): void {
  if (!existsSync(file)) return;
  const { folder, stem, extension } = named(file);
  for (let number = 0; ; number += 1) {
    const aside = join(folder, `${stem}.${day}${number === 0 ? '' : `.${number}`}${extension}`);
    if (existsSync(aside)) continue;
    renameSync(file, aside);
    return;
  }
}

/**
 * Deletes what was put aside on days before an instant's, and answers how many files that were. Only what has exactly such
 * a name and lies in that folder: never a file that no log has written.
 */
export function dropOldLogs(file: string, before: Date): number {
  const { folder, stem, extension } = named(file);
  const lastDay = before.toISOString().slice(0, 10);
  const old = namesIn(folder).filter((name) => {
    if (!name.startsWith(`${stem}.`) || !name.endsWith(extension)) return false;
    const middle = name.slice(stem.length + 1, name.length - extension.length);
    const day = /^(\d{4}-\d\d-\d\d)(?:\.[1-9]\d*)?$/.exec(middle)?.[1];
    return day !== undefined && day < lastDay;
  });
  for (const name of old) unlinkSync(join(folder, name));
  return old.length;
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);
}
