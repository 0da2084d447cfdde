import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Settings } from '../../../config/index.js';
import type { Expected, VerifyReport } from '../../../ledger/index.js';
import { OperatorError } from '../../../platform/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { ExitCode } from '../../exit.js';
import type { HeldAgainst } from '../../ledger/verify-words.js';
import { settingsOf } from '../../settings.js';

interface VerifyOptions extends ConfigOption {
  export?: string;
  checkpoint?: string[];
  key?: string;
  json?: true;
}

/** `lendwire verify`: whether the ledger is whole, and if not, which entry is the first bad one. */
export function addVerify(program: Command, cli: Cli): void {
  program
    .command('verify')
    .summary('check that nobody has changed the ledger')
    .description(
      'Checks every entry, the tree over them, and every signed and kept checkpoint. Of a database it also reads the file of checkpoints beside it; of an export it needs nothing else. It only reads, and may run beside the gateway. Exits 1 and names the first bad entry where the ledger is not whole.',
    )
    .option('--export <folder>', 'verify an export instead of the database')
    .option('--checkpoint <file>', 'hold it against a kept checkpoint; may be given again', collect)
    .option('--key <fingerprint>', 'believe only this key and those that it handed over to')
    .option('--json', 'the verdict as JSON')
    .addOption(configOption())
    .action((options: VerifyOptions) => verify(cli, options));
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function verify(cli: Cli, options: VerifyOptions): Promise<void> {
  const { readNoteFile } = await import('../../ledger/note-file.js');
  const files = options.checkpoint ?? [];
  const expected: Expected & { checkpoints: string[] } = {
    checkpoints: files.flatMap(readNoteFile),
    ...(options.key === undefined ? {} : { keyFingerprint: fingerprintIn(options.key) }),
  };
  const held: HeldAgainst = {
    keptNotes: expected.checkpoints.length,
    keptWhere: [...files],
    ...(options.key === undefined ? {} : { fingerprint: options.key }),
  };
  if (options.export !== undefined && isBundle(options.export))
    return verifyBundleIn(options.export, { cli, expected, isJson: options.json === true });
  const report =
    options.export === undefined
      ? await verifyDatabase(settingsOf(cli, options), expected, held)
      : await verifyExport(options.export, expected);
  const { verifyWords } = await import('../../ledger/verify-words.js');
  cli.terminal.out(options.json === true ? JSON.stringify(report) : verifyWords(report, held, cli.terminal));
  if (!report.whole) cli.exitCode = ExitCode.Failed;
}

/** What `lendwire export` writes; what it wrote before had no signature of its own. */
function isBundle(folder: string): boolean {
  return ['manifest.sig', 'hashes.bin'].some((name) => existsSync(join(folder, name)));
}

async function verifyBundleIn(
  folder: string,
  how: { cli: Cli; expected: Expected & { checkpoints: string[] }; isJson: boolean },
): Promise<void> {
  const { folderOf, verifyBundle, wordsOf } = await import('../../../audit/verify/verify.mjs');
  const { cli, expected, isJson } = how;
  const { checkpoints: previous, keyFingerprint: key } = expected;
  const report = await verifyBundle(folderOf(folder), { previous, ...(key === undefined ? {} : { key }) });
  cli.terminal.out(isJson ? JSON.stringify(report) : wordsOf(report));
  if (!report.whole) cli.exitCode = ExitCode.Failed;
}

async function verifyExport(folder: string, expected: Expected): Promise<VerifyReport> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new OperatorError(`There is no folder ${folder} with an export in it.`);
  const { exportSource, folderReader, verifyLedger } = await import('../../../ledger/index.js');
  return verifyLedger(exportSource(folderReader(folder)), expected);
}

async function verifyDatabase(
  settings: Settings,
  expected: Expected & { checkpoints: string[] },
  held: HeldAgainst,
): Promise<VerifyReport> {
  const [{ openToRead }, { checkpointFile, keptCheckpoints, ledgerSource }, { verifyLedger }] =
    await Promise.all([
      import('../../ledger/open-ledger.js'),
      import('../../../storage/index.js'),
      import('../../../ledger/index.js'),
    ]);
  const database = await openToRead(settings);
  try {
    // Before the ledger, so that a checkpoint that is made meanwhile is not held against an older head.
    const beside = keptCheckpoints(settings.database.beside);
    if (beside.length > 0) held.keptWhere.push(checkpointFile(settings.database.beside));
    held.keptNotes += beside.length;
    expected.checkpoints.push(...beside);
    return await verifyLedger(await ledgerSource(database), expected);
  } finally {
    await database.close();
  }
}

function fingerprintIn(text: string): string {
  const digits = text.toLowerCase().replace(/[^0-9a-z]/g, '');
  if (/^[0-9a-f]{64}$/.test(digits)) return text;
  throw new OperatorError(
    'A fingerprint has 64 hexadecimal digits, with or without hyphens: `lendwire keys fingerprint` prints it.',
  );
}
