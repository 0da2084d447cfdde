import type { Command } from 'commander';
import { OperatorError } from '../../../platform/index.js';
import type { RebuildReport } from '../../../storage/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { ExitCode } from '../../exit.js';
import { settingsOf } from '../../settings.js';
import { startProgress } from '../../terminal/progress.js';
import { table } from '../../terminal/table.js';
import type { Terminal } from '../../terminal/terminal.js';
import { counted } from '../../terminal/text.js';

type RebuildOptions = ConfigOption & { check?: true; asOf?: string; request?: string };

/** `lendwire rebuild --check`: whether every row is what the ledger's entries add up to; `--as-of`: a request as it was. */
export function addRebuild(program: Command, cli: Cli): void {
  program
    .command('rebuild')
    .summary('recompute every row from the ledger and compare')
    .description(
      'Recomputes every row from the entries of the ledger and compares it with the one that is stored. It changes nothing, and may run beside the gateway. Exits 1 and names each row that differs. With --as-of it prints one request as it was, from its entries alone.',
    )
    .option('--check', 'compare, and change nothing')
    .option('--as-of <time>', 'print a request as it was at this day or moment, as JSON')
    .option('--request <id>', 'which request, with --as-of')
    .addOption(configOption())
    .action((options: RebuildOptions) =>
      options.asOf === undefined ? check(cli, options) : asOf(cli, options),
    );
}

/** Reads the entries themselves: no row of the request, and no running gateway, is asked. */
async function asOf(cli: Cli, options: RebuildOptions): Promise<void> {
  const moment = new Date(options.asOf ?? '');
  if (Number.isNaN(moment.getTime()))
    throw new OperatorError('--as-of takes a day (2026-12-24) or a moment (2026-12-24T12:00:00Z).');
  if (options.request === undefined)
    throw new OperatorError('Say whose: --request with the id of a request.');
  const [{ openToRead }, { loanAsOf }] = await Promise.all([
    import('../../ledger/open-ledger.js'),
    import('../../../storage/index.js'),
  ]);
  const database = await openToRead(settingsOf(cli, options));
  try {
    const then = await loanAsOf(database, options.request, moment.toISOString());
    if (then === undefined) throw new OperatorError(`There was no request ${options.request} at that time.`);
    const { id, record, transactions, shipments, claims, notices, allDeliveries } = then.loan;
    const parts = { transactions, shipments, claims, notices, deliveries: allDeliveries };
    const listed = Object.entries(parts).map(([name, rows]) => [name, Object.fromEntries(rows)] as const);
    const told = { id, asOf: moment.toISOString(), entries: then.entries.length, record };
    cli.terminal.out(JSON.stringify({ ...told, ...Object.fromEntries(listed) }, null, 2));
  } finally {
    await database.close();
  }
}

async function check(cli: Cli, options: RebuildOptions): Promise<void> {
  if (options.check !== true)
    throw new OperatorError('Say --check: lendwire compares the rows with the ledger and changes none.');
  const settings = settingsOf(cli, options);
  const [{ toolsOf }, { openToRead }, { readDirectory, rebuildCheck }] = await Promise.all([
    import('../../ledger/open-tools.js'),
    import('../../ledger/open-ledger.js'),
    import('../../../storage/index.js'),
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

function rebuildWords(
  { entries, rows, bodies, files, differences }: RebuildReport,
  terminal: Terminal,
): string {
  const held = `${counted(rows, 'row')}, ${counted(bodies, 'message body', 'message bodies')} and ${counted(files, 'file')} held against ${counted(entries, 'entry', 'entries')}`;
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
