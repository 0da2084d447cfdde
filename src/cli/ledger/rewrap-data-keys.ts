import { randomBytes } from 'node:crypto';
import type { Database, Writer } from '../../storage/sql/connected.js';
import { rewrap, wrappedUnder, type WrappingKeyRing } from '../../vault/index.js';

const PAGE = 500;

interface DataKeyRow {
  holder: string;
  wrapped: string;
}

/**
 * Wraps every data key anew under the ring's current key, a page a commit, and answers how many there were to wrap. What
 * is destroyed meanwhile stays destroyed. Running it again goes on where it was broken off.
 */
export async function rewrapDataKeys(
  database: Database,
  ring: WrappingKeyRing,
  progress: (done: number, all: number) => void,
): Promise<number> {
  const [counted] = await database.all<{ all: number }>('SELECT COUNT(*) AS "all" FROM data_keys');
  let looked = 0;
  let wrapped = 0;
  for (let after = ''; ;) {
    const rows = await database.all<DataKeyRow>(
      'SELECT holder, wrapped FROM data_keys WHERE holder > $1 ORDER BY holder LIMIT $2',
      [after, PAGE],
    );
    const last = rows.at(-1);
    if (last === undefined) return wrapped;
    const old = rows.filter((row) => wrappedUnder(row.wrapped) !== ring.current.id);
    if (old.length > 0) await database.inOneCommit((writer) => writeAnew(writer, old, ring));
    wrapped += old.length;
    looked += rows.length;
    progress(looked, counted?.all ?? looked);
    after = last.holder;
  }
}

async function writeAnew(writer: Writer, rows: readonly DataKeyRow[], ring: WrappingKeyRing): Promise<void> {
  for (const { holder, wrapped } of rows)
    await writer.run('UPDATE data_keys SET wrapped = $1 WHERE holder = $2 AND wrapped = $3', [
      rewrap(wrapped, ring, { holder, random: randomBytes }),
      holder,
      wrapped,
    ]);
}
