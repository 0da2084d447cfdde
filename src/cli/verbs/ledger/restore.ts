import type { Command } from 'commander';
import { OperatorError } from '../../../platform/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { settingsOf } from '../../settings.js';

/** `lendwire restore`: whether a database that was put back is an older copy, and taking it as it is. */
export function addRestore(program: Command, cli: Cli): void {
  program
    .command('restore')
    .summary('look at a database that was put back from a backup')
    .description(
      'Holds the ledger against the newest checkpoint that is kept beside the database. Where the database is an older copy, a gateway does not start on it; --accept enters in the ledger what is lost and lets it. The gateway must be stopped.',
    )
    .option('--accept', 'take an older copy as it is: nothing newer exists')
    .addOption(configOption())
    .action((options: ConfigOption & { accept?: true }) => restore(cli, options));
}

async function restore(cli: Cli, options: ConfigOption & { accept?: true }): Promise<void> {
  const settings = settingsOf(cli, options);
  const [storage, { openToRead }, { openStorage, toolsOf }, { operator }] = await Promise.all([
    import('../../../storage/index.js'),
    import('../../ledger/open-ledger.js'),
    import('../../ledger/open-tools.js'),
    import('../../ledger/operator.js'),
  ]);
  const { path, beside } = settings.database;
  const database = await openToRead(settings);
  const found = await storage.shortfallOf(database, beside).finally(() => database.close());
  if (found === undefined) {
    cli.terminal.out('The ledger holds what the newest kept checkpoint has seen: nothing is lost.');
    return;
  }
  const lost = `The ledger ends at entry ${found.size}; a checkpoint in ${found.file} has seen ${found.keptSize} entries.`;
  if (options.accept !== true)
    throw new OperatorError(`${lost} Put a newer backup back, or say --accept where there is none.`);
  const unlock = await storage.lockAlone(path);
  try {
    const tools = await toolsOf(settings, cli.env);
    const house = await openStorage(settings, tools);
    try {
      await house.committer.commit(storage.enterRestored(found, operator()));
      const aside = storage.putAside(beside, found, tools.clock.now());
      await house.checkpoint(tools.signingKey, tools.clock.now());
      cli.terminal.out(
        [
          lost,
          'The loss is entered in the ledger, and a new checkpoint is signed.',
          `The checkpoints of before are in ${aside}: keep them. Tell whoever keeps others.`,
        ].join('\n'),
      );
    } finally {
      await house.close();
    }
  } finally {
    await unlock();
  }
}
