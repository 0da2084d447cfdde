import type { Database, Writer } from '../sql/connected.js';

const TRIES = 40;

/**
 * Makes data keys that were destroyed unreadable in the files too. PostgreSQL writes the table anew. SQLite: the living
 * ones are written anew over zeroed pages, and the log is moved into the file and cut to nothing. Answers whether the log
 * could be cut: a long reader beside it keeps it, and the next call tries again.
 */
export async function shredKeys(database: Database): Promise<boolean> {
  if (database.sql.dialect === 'postgres') {
    await database.sql.run('VACUUM FULL data_keys');
    return true;
  }
  await database.turn(writeAnew);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [cut] = await database.turn((writer) =>
      writer.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)'),
    );
    if (cut?.busy === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

const STEPS = [
  'CREATE TEMP TABLE kept_keys AS SELECT holder, wrapped FROM main.data_keys',
  'DELETE FROM main.data_keys',
  'INSERT INTO main.data_keys (holder, wrapped) SELECT holder, wrapped FROM kept_keys ORDER BY holder',
  'DROP TABLE kept_keys',
];

async function writeAnew(writer: Writer): Promise<void> {
  await writer.run('PRAGMA secure_delete = ON');
  await writer.run('BEGIN IMMEDIATE');
  try {
    for (const step of STEPS) await writer.run(step);
    await writer.run('COMMIT');
  } catch (thrown) {
    await writer.run('ROLLBACK');
    throw thrown;
  } finally {
    await writer.run('PRAGMA secure_delete = OFF');
  }
}
