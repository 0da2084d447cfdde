import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { BundleMade, Counted, Destination, Selection } from '../../../audit/index.js';
import { OperatorError } from '../../../platform/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import type { OpenExportHouse } from '../../ledger/export-house.js';
import { addSelectionOptions, selectionOf, type SelectionOptions } from '../../ledger/selection-options.js';
import { ExitCode, Stopped } from '../../exit.js';
import { settingsOf } from '../../settings.js';
import { startProgress } from '../../terminal/progress.js';
import { counted as words } from '../../terminal/text.js';

interface ExportOptions extends ConfigOption, SelectionOptions {
  out?: string;
  count?: true;
  caseFolder?: string;
  because?: string;
  previous?: string[];
  messages: boolean;
  workbook: boolean;
  approval?: string;
}

/** `lendwire export`: a bundle that proves itself, or one request's case folder. */
export function addExport(program: Command, cli: Cli): void {
  const command = program
    .command('export')
    .summary('write the ledger into a bundle that proves itself')
    .description(
      'Writes the ledger, or what the filters select of it, with its signed checkpoints, tables for a spreadsheet and verify.mjs, which checks all of it anywhere. It enters in the ledger that it was asked for and otherwise only reads, and may run beside the gateway.',
    )
    .option('--out <path>', 'a new file that ends in .zip, or a new or empty folder');
  addSelectionOptions(command)
    .option('--count', 'only say how many entries it would be')
    .option(
      '--previous <file>',
      'prove that nothing before this kept checkpoint was rewritten; may be given again',
      collect,
    )
    .option('--because <text>', 'what for; it stands in the ledger', 'an export was asked for')
    .option('--no-messages', 'without the messages')
    .option('--no-workbook', 'without the workbook')
    .option('--approval <id>', 'give messages as they came, as privacy approved under this id')
    .option('--case-folder <file>', 'one request (--request) as a page that prints well')
    .addOption(configOption())
    .action((options: ExportOptions) => exportLedger(cli, options));
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function exportLedger(cli: Cli, options: ExportOptions): Promise<void> {
  const isBundle = options.caseFolder === undefined && options.count !== true;
  const to = isBundle ? destination(options.out) : undefined;
  const settings = settingsOf(cli, options);
  const selection = selectionOf(options);
  if (options.caseFolder !== undefined) {
    const { writeCaseFolder } = await import('../../ledger/write-case-folder.js');
    return writeCaseFolder(cli, { settings, request: options.request, file: options.caseFolder });
  }
  const [{ openExportHouse }, { countInThread }] = await Promise.all([
    import('../../ledger/export-house.js'),
    import('../../../audit/index.js'),
  ]);
  const opensPersons = options.approval !== undefined;
  const house = await openExportHouse(settings, { opensPersons, ...(cli.env && { env: cli.env }) });
  try {
    const counted = await countInThread({ database: house.database, selection });
    if (to === undefined) cli.terminal.out(countWords(counted));
    else await bundle(cli, { options, selection, counted, to, house });
  } finally {
    await house.close();
  }
}

async function bundle(
  cli: Cli,
  given: {
    options: ExportOptions;
    selection: Selection;
    counted: Counted;
    to: Destination;
    house: OpenExportHouse;
  },
): Promise<void> {
  const { options, selection, counted, to, house } = given;
  const [{ approvedExport, beginExport }, { operator }, { readNoteFile }] = await Promise.all([
    import('../../../audit/index.js'),
    import('../../ledger/operator.js'),
    import('../../ledger/note-file.js'),
  ]);
  const { approval, messages, workbook, because = '' } = options;
  const by = operator();
  if (approval !== undefined) await approvedExport(house, { approval, selection, by });
  const progress = startProgress(cli.terminal, 1, 'exporting');
  try {
    const begun = await beginExport(
      {
        ...{ selection, counted, to, by, because, workbook },
        messages: approval !== undefined ? 'as-they-came' : messages ? 'redacted' : 'none',
        ...(approval === undefined ? {} : { approval }),
        previous: (options.previous ?? []).flatMap(readNoteFile),
      },
      house,
      { progress: (done, all) => progress.update(all === 0 ? 1 : done / all) },
    );
    const made = await begun.made;
    progress.stop();
    cli.terminal.out(madeWords(made, to));
  } finally {
    progress.stop();
  }
}

function destination(out: string | undefined): Destination {
  if (out === undefined)
    throw new Stopped('Say where to: --out bundle.zip, or a new folder.', ExitCode.Usage);
  const path = resolve(out);
  if (out.endsWith('.zip')) {
    if (existsSync(path))
      throw new OperatorError(`The file ${out} is there already: an export never writes over anything.`);
    return { kind: 'zip', path };
  }
  refuseFull(out);
  return { kind: 'folder', path };
}

function countWords({ entries, size, first, last }: Counted): string {
  const place = entries === 0 ? '' : `, between entry ${first} and entry ${last}`;
  return `${entries.toLocaleString('en')} of ${words(size, 'entry', 'entries')}${place}.`;
}

function madeWords({ manifest, bytes }: BundleMade, { kind, path }: Destination): string {
  const { counts, head, selectionWords } = manifest;
  const check =
    kind === 'zip'
      ? `unzip -q ${path} -d bundle && node bundle/verify.mjs bundle`
      : `node ${path}/verify.mjs`;
  return [
    `${counts.entries.toLocaleString('en')} of ${words(head.size, 'entry', 'entries')} (${selectionWords}), ${words(counts.messages, 'message')}, ${words(counts.requests, 'request')} and ${words(counts.checkpoints, 'checkpoint')} are in ${path} (${bytes.toLocaleString('en')} bytes).`,
    `The root over all entries is ${head.root}.`,
    `To check it anywhere: ${check} --key FINGERPRINT`,
  ].join('\n');
}

function refuseFull(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new OperatorError(`${folder} is a file: name a folder, or a file that ends in .zip.`);
  if (readdirSync(folder).length > 0)
    throw new OperatorError(`The folder ${folder} is not empty: an export never writes over anything.`);
}
