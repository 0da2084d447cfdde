import { existsSync } from 'node:fs';
import type { Settings } from '../../config/index.js';
import { OperatorError } from '../../platform/index.js';
import { openDatabase, type Database } from '../../storage/index.js';

/** Opens a gateway's database to be read beside it; refuses to make one where there is none. */
export async function openToRead(settings: Settings): Promise<Database> {
  const { path } = settings.database;
  refuseMissing(path);
  const database = await openDatabase(path);
  const [table] = await database.all<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'ledger_head'`,
  );
  if (table !== undefined) return database;
  await database.close();
  throw new OperatorError(`The database ${path} holds no ledger yet: run \`lendwire migrate\` first.`);
}

export function refuseMissing(path: string): void {
  if (!existsSync(path))
    throw new OperatorError(
      `There is no database at ${path}. Name the gateway's configuration with --config or LENDWIRE_CONFIG, or start the gateway once.`,
    );
}
