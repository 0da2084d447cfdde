import { existsSync, readdirSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { OperatorError } from '../../platform/index.js';
import { configOption } from '../api/open-client.js';
import type { Cli, ConfigOption } from '../cli.js';
import { settingsOf } from '../settings.js';
import { counted } from '../terminal/text.js';

/** `lendwire export`: the whole ledger as files that anybody can verify without this program. */
export function addExport(program: Command, cli: Cli): void {
  program
    .command('export')
    .summary('write the whole ledger into a folder')
    .description(
      'Writes the ledger as canonical JSON Lines with its signed checkpoints. It enters in the ledger that it was asked for and otherwise only reads, and may run beside the gateway. docs/ledger-format.md tells how anybody can verify it.',
    )
    .requiredOption('--out <folder>', 'a new or empty folder')
    .addOption(configOption())
    .action((options: ConfigOption & { out: string }) => exportLedger(cli, options));
}

async function exportLedger(cli: Cli, options: ConfigOption & { out: string }): Promise<void> {
  const settings = settingsOf(cli, options);
  refuseFull(options.out);
  const [
    { enter, enterExport },
    { openToRead },
    { operator },
    { ledgerSource },
    { folderSink, writeExport },
  ] = await Promise.all([
    import('../ledger/enter.js'),
    import('../ledger/open-ledger.js'),
    import('../ledger/operator.js'),
    import('../../storage/index.js'),
    import('../../ledger/index.js'),
  ]);
  const database = await openToRead(settings);
  try {
    await enter(settings, enterExport(operator()));
    const { head, files } = await writeExport(await ledgerSource(database), folderSink(options.out), {
      origin: settings.name,
      exportedAt: new Date().toISOString(),
    });
    const checkpoints = Object.keys(files).filter((name) => name.startsWith('checkpoints/')).length;
    cli.terminal.out(
      [
        `${counted(head.size, 'entry', 'entries')} and ${counted(checkpoints, 'checkpoint')} of ${settings.name} are in ${options.out}.`,
        `The root over all entries is ${head.root}.`,
        `To check it anywhere: lendwire verify --export ${options.out} --key FINGERPRINT`,
      ].join('\n'),
    );
  } finally {
    await database.close();
  }
}

function refuseFull(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new OperatorError(`${folder} is a file: name a folder.`);
  if (readdirSync(folder).length > 0)
    throw new OperatorError(`The folder ${folder} is not empty: an export never writes over anything.`);
}
