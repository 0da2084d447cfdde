import { copyFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../../../config/index.js';
import { OperatorError } from '../../../platform/index.js';
import type { Database } from '../../../storage/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { settingsOf } from '../../settings.js';
import { startProgress } from '../../terminal/progress.js';
import { counted } from '../../terminal/text.js';

interface CopyOptions extends ConfigOption {
  from: string;
  to: string;
}

/** `lendwire copy`: a whole gateway into another database, ledger included. */
export function addCopy(program: Command, cli: Cli): void {
  program
    .command('copy')
    .summary('move a whole gateway to another database')
    .description(
      'Copies everything that a gateway has, its ledger included, from one database into an empty one, SQLite or PostgreSQL, and verifies the copy. The gateway must be stopped. The keys stay in their files. The copy is an entry in the target; the source is only read.',
    )
    .requiredOption('--from <place>', 'a file, or postgres://USER:PASSWORD@HOST/DATABASE')
    .requiredOption('--to <place>', 'the same, and empty')
    .addOption(configOption())
    .action((options: CopyOptions) => copy(cli, options));
}

async function copy(cli: Cli, options: CopyOptions): Promise<void> {
  const { from, to } = options;
  if (from === to) throw new OperatorError('The two databases are the same one.');
  const settings = settingsOf(cli, options);
  const [{ lockAlone }, { refuseMissing }] = await Promise.all([
    import('../../../storage/index.js'),
    import('../../ledger/open-ledger.js'),
  ]);
  refuseMissing(from);
  const unlocks = [await lockAlone(from)];
  try {
    unlocks.push(await lockAlone(to));
    const rows = await copyAll(cli, { from, to });
    copyFilesBeside(besideOf(from, settings), besideOf(to, settings));
    cli.terminal.out(await verified({ cli, settings, to, rows }));
  } finally {
    for (const unlock of unlocks) await unlock();
  }
}

async function copyAll(cli: Cli, places: { from: string; to: string }): Promise<number> {
  const { copyDatabase, migrateUp, openDatabase } = await import('../../../storage/index.js');
  const from = await openDatabase(places.from);
  const progress = startProgress(cli.terminal, 1, 'copying');
  let to: Database | undefined;
  try {
    await refuseOtherShape(from);
    to = await openDatabase(places.to);
    await migrateUp(to);
    return await copyDatabase(from, to, (done, all) => progress.update(all === 0 ? 1 : done / all));
  } finally {
    progress.stop();
    await to?.close();
    await from.close();
  }
}

async function refuseOtherShape(from: Database): Promise<void> {
  const { pendingMigrations } = await import('../../../storage/index.js');
  if ((await pendingMigrations(from)).length > 0)
    throw new OperatorError(
      `The database ${from.path} is not of today's shape: run \`lendwire migrate\` first.`,
    );
}

/** Checkpoints and certificates lie outside the database and belong to it all the same. */
function copyFilesBeside(from: string, to: string): void {
  for (const ending of ['checkpoints', 'erasures.jsonl'])
    if (existsSync(`${from}.${ending}`) && !existsSync(`${to}.${ending}`))
      copyFileSync(`${from}.${ending}`, `${to}.${ending}`);
}

function besideOf(place: string, { keys, name }: Settings): string {
  return /^postgres(ql)?:/.test(place) ? join(dirname(keys.signingKeyFile), name) : place;
}

async function verified(of: { cli: Cli; settings: Settings; to: string; rows: number }): Promise<string> {
  const { cli, settings, to, rows } = of;
  const [storage, { verifyLedger }, { enter, enterCopy }, { operator }, { toolsOf }] = await Promise.all([
    import('../../../storage/index.js'),
    import('../../../ledger/index.js'),
    import('../../ledger/enter.js'),
    import('../../ledger/operator.js'),
    import('../../ledger/open-tools.js'),
  ]);
  const target = { ...settings, database: { path: to, beside: besideOf(to, settings) } };
  const { derive } = await toolsOf(target, cli.env);
  const database = await storage.openDatabase(to);
  try {
    const report = await verifyLedger(await storage.ledgerSource(database), {
      checkpoints: storage.keptCheckpoints(target.database.beside),
    });
    const { differences } = await storage.rebuildCheck(database, {
      derive,
      directory: await storage.readDirectory(database),
    });
    if (!report.whole || differences.length > 0)
      throw new OperatorError(
        `The copy in ${database.path} is not whole: run \`lendwire verify\` and \`lendwire rebuild --check\` on the source.`,
      );
    await enter(target, enterCopy(operator(), report.size));
    return [
      `${counted(rows, 'row')} copied to ${database.path}.`,
      `The ledger there is whole: ${counted(report.size, 'entry', 'entries')}, root ${report.root}. Every row is what it adds up to.`,
      'The copy is entered as the entry after these. Keep the key files; the source is unchanged, and must not be served any more.',
    ].join('\n');
  } finally {
    await database.close();
  }
}
