import { existsSync } from 'node:fs';
import type { Settings } from '../../config/index.js';
import { OperatorError } from '../../platform/index.js';
import { isPostgres, nameOfPlace, openDatabase, type Database } from '../../storage/index.js';

/** Opens a gateway's database to be read beside it; refuses to make one where there is none. */
export async function openToRead(settings: Settings): Promise<Database> {
  const { path } = settings.database;
  refuseMissing(path);
  const database = await openDatabase(path);
  if (await holdsLedger(database)) return database;
  await database.close();
  throw new OperatorError(
    `The database ${nameOfPlace(path)} holds no ledger yet: run \`lendwire migrate\` first.`,
  );
}

/** How many entries a database has; nothing where it is missing, or has no ledger yet. */
export async function ledgerSize({ database: { path } }: Settings): Promise<number | undefined> {
  if (!isPostgres(path) && !existsSync(path)) return undefined;
  const database = await openDatabase(path);
  try {
    if (!(await holdsLedger(database))) return undefined;
    const [head] = await database.all<{ size: number }>('SELECT size FROM ledger_head');
    return head?.size ?? 0;
  } finally {
    await database.close();
  }
}

async function holdsLedger(database: Database): Promise<boolean> {
  return (await database.all(database.dialect.tableNamed, ['ledger_head'])).length > 0;
}

export function refuseMissing(path: string): void {
  if (!isPostgres(path) && !existsSync(path))
    throw new OperatorError(
      `There is no database at ${path}. Name the gateway's configuration with --config or LENDWIRE_CONFIG, or start the gateway once.`,
    );
}
