import type { Command } from 'commander';
import { OperatorError, reasonOf } from '../../../platform/index.js';
import type { Database } from '../../../storage/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { settingsOf } from '../../settings.js';

interface MigrateOptions extends ConfigOption {
  down?: string | true;
  pending?: true;
}

/** `lendwire migrate`: the database's shape, up or down. Refused while a gateway serves it. */
export function addMigrate(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .summary('bring the database to its newest shape, or back')
    .description(
      'Brings the database to its newest shape, making it where there is none. Going down removes what a migration has made, with everything in it.',
    )
    .option('--down [name]', 'take the newest migration back, or all down to the one that is named')
    .option('--pending', 'only list the migrations that have not run')
    .addOption(configOption())
    .action((options: MigrateOptions) => migrate(cli, options));
}

async function migrate(cli: Cli, options: MigrateOptions): Promise<void> {
  const { path } = settingsOf(cli, options).database;
  const { lockAlone, openDatabase } = await import('../../../storage/index.js');
  const database = await openDatabase(path);
  try {
    const unlock = options.pending === true ? undefined : await lockAlone(path);
    try {
      cli.terminal.out(await migrated(database, options));
    } finally {
      await unlock?.();
    }
  } finally {
    await database.close();
  }
}

async function migrated(database: Database, { down, pending }: MigrateOptions): Promise<string> {
  const { migrateDown, migrateUp, pendingMigrations } = await import('../../../storage/index.js');
  if (pending === true)
    return listed(await pendingMigrations(database), 'Not run yet', 'No migration is pending.');
  if (down === undefined)
    return listed(await migrateUp(database), 'Migrated', 'The database has its newest shape already.');
  try {
    const done = await migrateDown(database, down === true ? undefined : down);
    return listed(done, 'Taken back', 'No migration is left to take back.');
  } catch (thrown) {
    throw new OperatorError(`The migration cannot be taken back: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function listed(names: readonly string[], what: string, none: string): string {
  return names.length === 0 ? none : [`${what}:`, ...names.map((name) => `  ${name}`)].join('\n');
}
