import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { emptyHead, nodesFrom, parseCheckpoint, peakSizes, rootOf, type Actor } from '../ledger/index.js';
import { OperatorError } from '../platform/index.js';
import { checkpointFile, keptCheckpoints } from './ledger-source.js';
import { auditReaders } from './readers/audit-readers.js';
import type { Database } from './sql/connected.js';
import type { UseCase } from './use-case.js';

/** The database is an older copy of what a kept checkpoint has seen, or another ledger; the message says what to do. */
export class OlderCopy extends OperatorError {}

/** How a database falls short of the newest checkpoint that is kept beside it. */
export interface Shortfall {
  /** Entries in the database, and in the ledger that the checkpoint has seen. */
  size: number;
  keptSize: number;
  /** Where the checkpoint is kept. */
  file: string;
}

/** Held against the newest checkpoint of the file beside it; nothing where the ledger contains what that has seen. */
export async function shortfallOf(database: Database, beside: string): Promise<Shortfall | undefined> {
  const kept = keptCheckpoints(beside).flatMap((note) => parseCheckpoint(note) ?? []);
  const newest = kept.reduce<(typeof kept)[number] | undefined>(
    (before, next) => (before === undefined || next.size >= before.size ? next : before),
    undefined,
  );
  if (newest === undefined) return undefined;
  const readers = auditReaders(database);
  const { size } = await readers.head();
  const fits = newest.size <= size && (await rootAt(newest.size, readers)) === newest.root;
  return fits ? undefined : { size, keptSize: newest.size, file: checkpointFile(beside) };
}

/** The root that a ledger had when it had so many entries. */
async function rootAt(size: number, readers: ReturnType<typeof auditReaders>): Promise<string> {
  if (size === 0) return rootOf(emptyHead).toString('hex');
  const readNode = nodesFrom(readers);
  const peaks: string[] = [];
  let from = 0;
  for (const width of peakSizes(size)) {
    peaks.push((await readNode(Math.log2(width), from / width)).toString('hex'));
    from += width;
  }
  return rootOf({ size, peaks }).toString('hex');
}

/** Before a gateway serves: a restored older backup is not taken for the ledger as it was. */
export async function refuseOlderCopy(database: Database, beside: string): Promise<void> {
  const found = await shortfallOf(database, beside);
  if (found === undefined) return;
  throw new OlderCopy(
    `The ledger in ${database.path} ends at entry ${found.size}, and is not the one that a checkpoint in ${found.file} has seen with ${found.keptSize} entries: ` +
      'this is an older copy, or it was changed. Put the newest backup back; or, where nothing newer exists, say `lendwire restore --accept`, which enters the loss in the ledger.',
  );
}

/** The loss is told in the ledger itself: from here on it goes another way than the one that the checkpoint has seen. */
export function enterRestored({ size, keptSize }: Shortfall, actor: Actor): UseCase<void> {
  return {
    name: 'restored',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        {
          kind: 'restored',
          at: at.now.toISOString(),
          actor,
          because: 'an older copy of the database was put back, and nothing newer exists',
          facts: { size, keptSize },
          changes: [],
        },
      ],
    }),
  };
}

/** Keeps the notes that the ledger contains, and puts the whole file aside. Answers where it lies. */
export function putAside(beside: string, { size, keptSize }: Shortfall, now: Date): string {
  const file = checkpointFile(beside);
  const aside = `${file}.${now.toISOString().replace(/[:.]/g, '-')}`;
  if (!existsSync(file)) return aside;
  const fitting = keptCheckpoints(beside).filter((note) => {
    const seen = parseCheckpoint(note)?.size;
    return keptSize > size && seen !== undefined && seen <= size;
  });
  writeFileSync(`${file}.new`, fitting.map((note) => `${note}\n`).join(''), { flush: true });
  writeFileSync(aside, readFileSync(file), { flush: true });
  renameSync(`${file}.new`, file);
  return aside;
}
