import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import type { RecordFormat } from '../../../intake/index.js';
import { OperatorError, reasonOf } from '../../../platform/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { startProgress } from '../../terminal/progress.js';

interface ImportOptions extends ApiOptions {
  map?: string;
  format?: RecordFormat;
  report?: string;
}

const formats = ['csv', 'json', 'jsonl', 'marcxml'] as const satisfies readonly RecordFormat[];

/** `lendwire import`: a file of loan records, handed to the running gateway. */
export function addImport(program: Command, cli: Cli): void {
  const command = program
    .command('import <file>')
    .summary('hand in a file of loan records')
    .description(
      'Hands in loan records from CSV, JSON, JSON Lines or MARCXML, and reports by line, field and reason what was refused. A record that was handed in before counts once. Exits 0 when all were taken, 2 when some were refused or in conflict. docs/loan-records.md explains every field.',
    )
    .option('--map <file>', 'what the file’s own columns mean, and what its records do not say')
    .addOption(new Option('--format <format>', 'where the file’s ending does not say it').choices(formats))
    .option('--report <file>', 'write the whole report there too, as JSON');
  withApiOptions(command).action((file: string, options: ImportOptions) => importFile(cli, file, options));
}

async function importFile(cli: Cli, file: string, options: ImportOptions): Promise<void> {
  const client = openClient(cli, options);
  for (const given of [file, ...(options.map === undefined ? [] : [options.map])])
    if (!existsSync(given)) throw new OperatorError(`There is no file ${given}.`);
  const [{ readRecords }, { sendRecords }, { importExitCode, importReport, importReportFile }] =
    await Promise.all([
      import('../../../intake/index.js'),
      import('../../import/send-records.js'),
      import('../../import/import-report.js'),
    ]);
  const reading = readRecords(file, {
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.map === undefined ? {} : { mapPath: options.map }),
  });
  const progress = startProgress(cli.terminal, reading.totalBytes, basename(file));
  const tally = await sendRecords(reading, {
    client,
    wait: (milliseconds) => cli.wait(milliseconds),
    onWait: (seconds, why) => cli.terminal.err(`${why}: trying again in ${seconds} s.`),
    onProgress: (bytes) => progress.update(bytes),
  }).finally(() => progress.stop());
  if (tally.interrupted !== undefined && tally.answered === 0) throw tally.interrupted;
  cli.terminal.out(importReport(basename(file), tally, cli.terminal));
  if (options.report !== undefined) writeReport(options.report, importReportFile(file, tally));
  if (tally.interrupted !== undefined) cli.terminal.err(tally.interrupted.message);
  cli.exitCode = importExitCode(tally);
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (thrown) {
    throw new OperatorError(`The report ${file} cannot be written: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
