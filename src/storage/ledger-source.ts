import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import {
  rootOf,
  signCheckpoint,
  type LedgerSource,
  type SigningKey,
  type TreeHead,
} from '../ledger/index.js';
import type { Database } from './sql/database.js';

const PAGE = 1000;

/**
 * The ledger as `verify` and `export` read it: in pages, up to the size that the head had when they began, so that it can
 * be read beside a gateway that goes on writing.
 */
export async function ledgerSource(database: Database): Promise<LedgerSource> {
  const head = await readHead(database);
  return {
    async *entries() {
      for (let after = 0; ;) {
        const rows = await database.all<{ seq: number; text: string; leafHash: string }>(
          'SELECT seq, text, leaf_hash AS "leafHash" FROM entries WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3',
          [after, head.size, PAGE],
        );
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.seq;
      }
    },
    async *tiles() {
      const rows = await database.all<{ level: number; index: number; hashes: string }>(
        'SELECT level, idx AS "index", hashes FROM tiles ORDER BY level, idx',
      );
      // Tiles that later commits filled belong to a larger ledger than the one that is read.
      yield* rows.filter(({ level, index }) => (index + 1) * 256 ** (level + 1) <= head.size);
    },
    head: () => Promise.resolve({ ...head, root: rootOf(head).toString('hex') }),
    async *checkpoints() {
      const rows = await database.all<{ note: string }>(
        'SELECT note FROM checkpoints WHERE size <= $1 ORDER BY size',
        [head.size],
      );
      for (const { note } of rows) yield note;
    },
  };
}

async function readHead(database: Database): Promise<TreeHead> {
  const [row] = await database.all<{ size: number; peaks: string }>('SELECT size, peaks FROM ledger_head');
  return row === undefined
    ? { size: 0, peaks: [] }
    : { size: row.size, peaks: JSON.parse(row.peaks) as string[] };
}

/** Where checkpoints lie outside the database, notes one after another, each ended by an empty line. */
export function checkpointFile(databasePath: string): string {
  return `${databasePath}.checkpoints`;
}

/**
 * Signs the head when the ledger has grown since the last checkpoint, and writes the note to the append-only file beside
 * the database first: what has left the table can then still be held against it. Answers the note.
 */
export async function makeCheckpoint(
  database: Database,
  key: SigningKey,
  now: Date,
): Promise<string | undefined> {
  const head = await readHead(database);
  const [newest] = await database.all<{ size: number }>(
    'SELECT size FROM checkpoints ORDER BY size DESC LIMIT 1',
  );
  if (head.size === 0 || newest?.size === head.size) return undefined;
  const note = signCheckpoint(head, { key });
  appendDurably(checkpointFile(database.path), `${note}\n`);
  await database.turn((writer) =>
    writer.run('INSERT OR IGNORE INTO checkpoints (size, made_at, note) VALUES ($1, $2, $3)', [
      head.size,
      now.toISOString(),
      note,
    ]),
  );
  return note;
}

/** The notes that the file beside the database keeps. */
export function keptCheckpoints(databasePath: string): string[] {
  const file = checkpointFile(databasePath);
  if (!existsSync(file)) return [];
  const notes = readFileSync(file, 'utf8').match(/[^\n]+\n\d+\n[^\n]+\n\n(?:\u2014 [^\n]+\n)+/gu);
  return notes ?? [];
}

function appendDurably(file: string, text: string): void {
  const handle = openSync(file, 'a', 0o644);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
