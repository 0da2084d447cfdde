import { createHash } from 'node:crypto';
import { openDatabase } from '../../src/storage/index.js';

/** Where `npm run test:postgres` has its database; without it everything is on SQLite. */
const postgres = process.env['TEST_DATABASE_URL'];

export const onPostgres = postgres !== undefined;

/** The database that a file stands for: itself, or a schema of its own on PostgreSQL, the same at each call. */
export function placeOf(file: string): string {
  if (postgres === undefined) return file;
  const url = new URL(postgres);
  url.searchParams.set('schema', `t_${createHash('sha256').update(file).digest('hex').slice(0, 24)}`);
  return url.href;
}

/** As when so much time has passed that whatever was claimed before is over; on SQLite a start alone says so. */
export async function leasesRunOut(place: string): Promise<void> {
  if (postgres === undefined) return;
  const database = await openDatabase(place);
  await database.sql.run(
    `UPDATE deliveries SET claim_until = '2000-01-01T00:00:00.000Z' WHERE claim_process IS NOT NULL`,
  );
  await database.close();
}
