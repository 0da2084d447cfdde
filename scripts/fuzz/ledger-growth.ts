import { join } from 'node:path';
import { openDatabase } from '../../src/storage/index.js';

/** What architecture §3 step 2 promises: so many entries of their own a peer and minute, once for what names a loan and once for the rest. */
const OWN_ENTRIES = 60;
/** Every cause that there can be: a rule of the reader, an element that the sender or the transaction is named by, an HTTP code. */
const CAUSES = 64;

export interface Growth {
  /** Entries of bodies that were rejected, and how many bodies they tell of. */
  entries: number;
  bodies: number;
  /** The most that so many minutes may leave behind. */
  bound: number;
}

/** Counts what rejections have left in the ledger of a gateway that has stopped. */
export async function ledgerGrowth(
  folder: string,
  { minutes, peers }: { minutes: number; peers: number },
): Promise<Growth> {
  const database = await openDatabase(join(folder, 'fuzz.sqlite'));
  try {
    const [row] = await database.all<{ entries: number; bodies: number }>(
      `SELECT COUNT(*) AS entries, SUM(COALESCE(json_extract(text, '$.facts.count'), 1)) AS bodies
         FROM entries WHERE json_extract(text, '$.kind') IN ('message-rejected', 'messages-rejected')`,
    );
    // Named in a loan or not, proven or not: two allowances a peer, and the coalesced causes of the one source.
    const bound = (minutes + 1) * (2 * peers * OWN_ENTRIES + CAUSES);
    return { entries: row?.entries ?? 0, bodies: row?.bodies ?? 0, bound };
  } finally {
    await database.close();
  }
}
