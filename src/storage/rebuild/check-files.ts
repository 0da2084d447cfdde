import { createHash } from 'node:crypto';
import type { Database } from '../sql/connected.js';

/** A file that is not what its entry was hashed over. */
interface FileDifference {
  table: 'sealed_values';
  id: string;
  what: string;
}

interface FileRow {
  seq: number;
  loan: string | null;
  files: string;
}

/** What an entry says of a file that is kept beside it. */
interface FileFact {
  /** SHA-256 of its bytes as they lie sealed, hex. */
  sealed: string;
  /** Whose data key it is sealed under, where that is not the request's. */
  holder?: string;
}

const PAGE = 500;

/**
 * Holds each file against the hash that its entry carries, without opening any. One that is missing is a difference unless
 * its data key was destroyed: then its bytes may go too. Answers how many there are.
 */
export async function checkFiles(
  database: Database,
  size: number,
  note: (difference: FileDifference) => void,
): Promise<number> {
  let checked = 0;
  const files = database.dialect.jsonText('e.text', 'facts', 'files');
  for (let after = 0; after < size; after += PAGE) {
    const rows = await database.all<FileRow>(
      `SELECT e.seq, e.loan_id AS loan, ${files} AS files FROM entries e
        WHERE e.seq > $1 AND e.seq <= $2 AND ${files} IS NOT NULL ORDER BY e.seq`,
      [after, after + PAGE],
    );
    const kept = rows.flatMap((row) =>
      Object.entries(JSON.parse(row.files) as Record<string, FileFact>).map(([id, fact]) => ({
        id,
        fact,
        row,
      })),
    );
    for (const file of kept) {
      checked += 1;
      const what = await differenceOf(database, file);
      if (what !== undefined) note({ table: 'sealed_values', id: file.id, what });
    }
  }
  return checked;
}

async function differenceOf(
  database: Database,
  { id, fact, row }: { id: string; fact: FileFact; row: FileRow },
): Promise<string | undefined> {
  const [kept] = await database.all<{ value: string }>('SELECT value FROM sealed_values WHERE id = $1', [id]);
  // Of a document that was destroyed the bytes go as well, and its row stays.
  if (kept === undefined || kept.value === '')
    return (await isDestroyed(database, fact, row)) ? undefined : `is missing: the file of entry ${row.seq}`;
  if (createHash('sha256').update(kept.value).digest('hex') === fact.sealed) return undefined;
  return `is not the file that entry ${row.seq} was hashed over`;
}

async function isDestroyed(
  database: Database,
  { holder }: FileFact,
  { seq, loan }: FileRow,
): Promise<boolean> {
  const [found] =
    holder === undefined
      ? // A request may have got another data key since.
        await database.all(
          `SELECT 1 AS found FROM entries WHERE loan_id = $1 AND kind = 'erasure' AND seq > $2`,
          [loan, seq],
        )
      : await database.all('SELECT 1 AS found FROM data_keys WHERE holder = $1', [holder]);
  return holder === undefined ? found !== undefined : found === undefined;
}
