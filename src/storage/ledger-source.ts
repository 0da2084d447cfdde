import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import {
  emptyHead,
  FindingKind,
  rootOf,
  seqRange,
  signCheckpoint,
  type Finding,
  type LedgerSource,
  type SigningKey,
  type TreeHead,
} from '../ledger/index.js';
import type { Asking } from './sql.js';
import type { Database } from './sql/connected.js';

const PAGE = 1000;
const TILES_PAGE = 100;

/**
 * The ledger as `verify` and `export` read it: in pages, up to the entry that was the last one when they began, so that it
 * can be read beside a gateway that goes on writing.
 */
export async function ledgerSource(database: Asking): Promise<LedgerSource> {
  const { head, lastSeq, signedSize } = await readMoment(database);
  return {
    async *entries() {
      for (let after = 0; ;) {
        const rows = await database.all<{ seq: number; text: string; leafHash: string }>(
          'SELECT seq, text, leaf_hash AS "leafHash" FROM entries WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3',
          [after, lastSeq, PAGE],
        );
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.seq;
      }
    },
    async *tiles() {
      for (let last = { level: -1, index: -1 }; ;) {
        const rows = await database.all<{ level: number; index: number; hashes: string }>(
          'SELECT level, idx AS "index", hashes FROM tiles WHERE (level, idx) > ($1, $2) ORDER BY level, idx LIMIT $3',
          [last.level, last.index, TILES_PAGE],
        );
        // Tiles that later commits filled belong to a larger ledger than the one that is read.
        yield* rows.filter(({ level, index }) => (index + 1) * 256 ** (level + 1) <= head.size);
        const end = rows.at(-1);
        if (end === undefined) return;
        last = end;
      }
    },
    head: () => Promise.resolve({ ...head, root: rootOf(head).toString('hex') }),
    async *checkpoints() {
      const rows = await database.all<{ note: string }>(
        'SELECT note FROM checkpoints WHERE size <= $1 ORDER BY size',
        [head.size],
      );
      for (const { note } of rows) yield note;
    },
    damage: () => Promise.resolve(behindTheHead(head.size, signedSize)),
  };
}

/** A checkpoint of more entries than the head says: the head was set back. */
function behindTheHead(size: number, signedSize: number | null): Finding[] {
  if (signedSize === null || signedSize <= size) return [];
  return [
    {
      kind: FindingKind.Truncated,
      seq: seqRange(size + 1, signedSize),
      detail: `a checkpoint was signed at ${signedSize} entries, the head says ${size}`,
    },
  ];
}

interface MomentRow {
  size: number;
  peaks: string;
  /** Beyond the head nothing may stand; where something does, it is read, so that the verifier finds it. */
  lastSeq: number | null;
  signedSize: number | null;
}

/** One statement, so one moment: a gateway that goes on writing is never taken for a damaged one. */
async function readMoment(
  database: Asking,
): Promise<{ head: TreeHead; lastSeq: number; signedSize: number | null }> {
  const [row] = await database.all<MomentRow>(
    `SELECT h.size, h.peaks,
            (SELECT MAX(seq) FROM entries) AS "lastSeq",
            (SELECT MAX(size) FROM checkpoints) AS "signedSize"
       FROM ledger_head h`,
  );
  if (row === undefined) return { head: emptyHead, lastSeq: 0, signedSize: null };
  const { size, peaks, lastSeq, signedSize } = row;
  return { head: { size, peaks: JSON.parse(peaks) as string[] }, lastSeq: lastSeq ?? 0, signedSize };
}

/** Where checkpoints lie outside the database, notes one after another, each ended by an empty line. */
export function checkpointFile(beside: string): string {
  return `${beside}.checkpoints`;
}

/**
 * Signs the head when the ledger has grown since the last checkpoint, and writes the note to the append-only file outside
 * the database first: what has left the table can then still be held against it. Answers the note.
 */
export async function makeCheckpoint(
  database: Database,
  { key, file, now }: { key: SigningKey; file: string | undefined; now: Date },
): Promise<string | undefined> {
  const { head, signedSize } = await readMoment(database);
  if (head.size === 0 || signedSize === head.size) return undefined;
  const note = signCheckpoint(head, { key });
  if (file !== undefined) appendDurably(file, `${note}\n`);
  await database.turn((writer) =>
    writer.run(
      'INSERT INTO checkpoints (size, made_at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING',
      [head.size, now.toISOString(), note],
    ),
  );
  return note;
}

/** The notes that the file keeps that lies beside a database. */
export function keptCheckpoints(beside: string): string[] {
  const file = checkpointFile(beside);
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
