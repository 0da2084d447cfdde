import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { CodeMeaning, ScanFault, ScanReading } from '../../../desk/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { ExitCode } from '../../exit.js';
import { table, type Column } from '../../terminal/table.js';
import { counted, plain } from '../../terminal/text.js';

interface ScanOptions extends ApiOptions {
  do?: true;
  item: string[];
  label: string[];
  key?: string;
  json?: true;
}

interface Scanned {
  reading: ScanReading;
  acts: { loan: string; result: string; detail?: string }[];
  parcel?: string;
}

/** `lendwire shipments scan`: what codes mean, in whichever order, and doing it. */
export function addScan(shipments: Command, cli: Cli): void {
  const collected = (value: string, before: readonly string[]): string[] => [...before, value];
  withApiOptions(
    shipments
      .command('scan <code...>')
      .description('what slips, items and labels mean, in any order; with --do, what is offered is done'),
  )
    .option('--do', 'do it')
    .option('--item <code>', 'this one of the codes is an item; may be said several times', collected, [])
    .option('--label <code>', 'this one of the codes is a label; may be said several times', collected, [])
    .option('--key <key>', 'the scan’s Idempotency-Key: the same again acts once (else a new one)')
    .option('--json', 'the answer as the API gives it')
    .action((codes: string[], options: ScanOptions) => scan(cli, codes, options));
}

async function scan(cli: Cli, codes: readonly string[], options: ScanOptions): Promise<void> {
  const { item, label } = options;
  const isDone = options.do === true;
  const said = codes.map((code) =>
    item.includes(code) ? { code, as: 'item' } : label.includes(code) ? { code, as: 'tracking' } : code,
  );
  const { body } = await openClient(cli, options).call<Scanned>({
    method: 'POST',
    path: '/api/v1/scan',
    ...(isDone ? { headers: { 'idempotency-key': options.key ?? randomUUID() } } : {}),
    body: isDone ? { codes: said, act: true } : { codes: said },
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else cli.terminal.out([readingWords(body.reading, cli), ...doneWords(body, isDone)].join('\n'));
  const isRefused = body.acts.some(({ result }) => result !== 'done' && result !== 'held');
  if (body.reading.offer === undefined || isRefused) cli.exitCode = ExitCode.Failed;
}

const meanings: Record<CodeMeaning, string> = {
  request: 'a request',
  item: 'an item that is known',
  parcel: 'a parcel',
  tracking: 'the label of a known parcel',
  'new-item': 'a new item',
  'new-tracking': 'a new label',
  unknown: 'nothing that is known',
};

const faults: Record<ScanFault, string> = {
  'nothing-known': 'Nothing of this is known here.',
  'several-libraries': 'One label, and requests of several libraries: scan each library’s apart.',
  'several-ways': 'Not the same is due with all of these: scan them apart.',
  'not-possible': 'Not with all of these can something be done here.',
  'slip-missing': 'The request is missing: scan its slip as well.',
};

const codeColumns: Column<ScanReading['codes'][number]>[] = [
  { head: 'CODE', of: ({ code }) => code },
  { head: 'IS', of: ({ is }) => meanings[is] },
  { head: 'REQUEST', of: ({ requestId }) => requestId },
];

function readingWords(reading: ScanReading, cli: Cli): string {
  const { offer, requests, fault, codes } = reading;
  const [first] = requests;
  const offered =
    offer === undefined
      ? faults[fault ?? 'nothing-known']
      : `Offered: ${offer} for ${counted(requests.length, 'request')}, ${plain(first?.peerName ?? '')}.`;
  const whys = requests.flatMap(({ requestId, why }) =>
    why === undefined ? [] : [`  ${plain(requestId)}: ${plain(why)}`],
  );
  return [table(codeColumns, codes, cli.terminal), '', offered, ...whys].join('\n');
}

function doneWords({ reading, acts, parcel }: Scanned, isDone: boolean): string[] {
  if (reading.offer === undefined) return [];
  if (!isDone) return ['Nothing was done: add --do.'];
  return [
    ...acts.map(({ loan, result, detail }) =>
      [`  ${loan}: ${result}`, detail]
        .filter(Boolean)
        .map((part) => plain(part ?? ''))
        .join(' – '),
    ),
    ...(parcel === undefined ? [] : [`Parcel ${parcel}.`]),
  ];
}
