import type { Command } from 'commander';
import { OperatorError } from '../../platform/index.js';
import type { RebuildReport } from '../../storage/index.js';
import { configOption } from '../api/open-client.js';
import type { Cli, ConfigOption } from '../cli.js';
import { ExitCode } from '../exit.js';
import { settingsOf } from '../settings.js';
import { startProgress } from '../terminal/progress.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { counted } from '../terminal/text.js';

/** `lendwire rebuild --check`: whether every row is what the ledger's entries add up to. */
export function addRebuild(program: Command, cli: Cli): void {
  program
    .command('rebuild')
    .summary('recompute every row from the ledger and compare')
    .description(
      'Recomputes every row from the entries of the ledger and compares it with the one that is stored. It changes nothing, and may run beside the gateway. Exits 1 and names each row that differs.',
    )
    .option('--check', 'compare, and change nothing')
    .addOption(configOption())
    .action((options: ConfigOption & { check?: true }) => rebuild(cli, options));
}

async function rebuild(cli: Cli, options: ConfigOption & { check?: true }): Promise<void> {
  if (options.check !== true)
    throw new OperatorError('Say --check: lendwire compares the rows with the ledger and changes none.');
  const settings = settingsOf(cli, options);
  const [{ toolsOf }, { openToRead }, { readDirectory, rebuildCheck }] = await Promise.all([
    import('../ledger/open-tools.js'),
    import('../ledger/open-ledger.js'),
    import('../../storage/index.js'),
  ]);
  const { derive } = await toolsOf(settings, cli.env);
  const database = await openToRead(settings);
  const progress = startProgress(cli.terminal, 1, 'comparing');
  try {
    const report = await rebuildCheck(database, {
      derive,
      directory: await readDirectory(database),
      progress: (done, all) => progress.update(all === 0 ? 1 : done / all),
    });
    progress.stop();
    cli.terminal.out(rebuildWords(report, cli.terminal));
    if (report.differences.length > 0) cli.exitCode = ExitCode.Failed;
  } finally {
    progress.stop();
    await database.close();
  }
}

function rebuildWords({ entries, rows, bodies, differences }: RebuildReport, terminal: Terminal): string {
  const held = `${counted(rows, 'row')} and ${counted(bodies, 'message body', 'message bodies')} held against ${counted(entries, 'entry', 'entries')}`;
  if (differences.length === 0)
    return `${held}.\n${terminal.mark('green', 'Every row is what the ledger adds up to.')}`;
  return [
    `${held}:`,
    terminal.mark('red', `${counted(differences.length, 'difference')}.`),
    '',
    table(
      [
        { head: 'TABLE', of: (row) => row.table },
        { head: 'ID', of: (row) => row.id },
        { head: 'WHAT', of: (row) => row.what },
      ],
      differences,
      { mark: (style, text) => terminal.mark(style, text) },
    ),
  ].join('\n');
}
