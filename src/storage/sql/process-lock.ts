import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { OperatorError, reasonOf } from '../../platform/index.js';

/** A second gateway on one file; the message names the first one's process. */
export class AlreadyServed extends OperatorError {}

interface Holder {
  pid: number;
  /** Start of the process in clock ticks since boot, so that a pid that was given out again is told apart. */
  started: string;
}

/**
 * Takes the file for this process and answers how to give it back. Refused while the process that holds it lives; a lock
 * left by a process that died is taken over. Architecture §6.
 */
export function lockForServing(databasePath: string): () => void {
  const file = `${databasePath}.lock`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(
        handle,
        JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? '' } satisfies Holder),
      );
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new OperatorError(`The lock ${file} cannot be written: ${reasonOf(thrown)}`, { cause: thrown });
      const holder = livingHolder(file);
      if (holder !== undefined)
        throw new AlreadyServed(
          `The database ${databasePath} is served already, by process ${holder.pid}. Stop that one first, or give this one a database of its own.`,
        );
      rmSync(file, { force: true });
    }
  }
  throw new AlreadyServed(`The database ${databasePath} is being taken by another process at this moment`);
}

function livingHolder(file: string): Holder | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    if (holder.pid === process.pid) return startOf(holder.pid) === holder.started ? holder : undefined;
    process.kill(holder.pid, 0);
    const known = processOf(holder.pid);
    // A process that was killed and whose parent does not reap it answers signals, and holds nothing any more.
    if (known !== undefined && /^[ZX]$/.test(known.state)) return undefined;
    return known === undefined || known.started === holder.started ? holder : undefined;
  } catch (thrown) {
    // A process of another user that lives answers EPERM; an unreadable lock was left half written by a crash.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM' ? { pid: Number.NaN, started: '' } : undefined;
  }
}

function startOf(pid: number): string | undefined {
  return processOf(pid)?.started;
}

/** Where the system tells: the 3rd and the 22nd field of /proc/PID/stat. */
function processOf(pid: number): { state: string; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
