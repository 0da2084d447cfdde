import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { table } from '../../terminal/table.js';
import { minuteOf } from '../../terminal/times.js';

interface Report {
  id: string;
  when: string;
  by: 'us' | 'peer';
  at: string;
  marks: string[];
  looks?: string;
  photosThere?: number;
  photos: { id: string; type: string; bytes: number; sha256: string }[];
}

type Options = ApiOptions & { agency?: string; json?: true };

/** `lendwire conditions`: how the item of a request looked, to both sides, and the photos of it. */
export function addConditions(program: Command, cli: Cli): void {
  const conditions = program
    .command('conditions')
    .summary('how the item of a request looked, and its photos')
    .description(
      'How the item looked when it was sent, arrived, was sent back and was back, as either side wrote it down. `lendwire act report-condition` adds a report, and so do ship, receive, return and check-in with --marks, --looks and --photo.',
    );
  withApiOptions(conditions.command('list <record>').description('the reports, oldest first'))
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is')
    .option('--json', 'as the API gives it')
    .action((record: string, options: Options) => list(cli, record, options));
  withApiOptions(conditions.command('photo <record> <photo> <file>').description('write a photo to a file'))
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is')
    // eslint-disable-next-line max-params -- commander hands over each argument, then the options
    .action((record: string, photo: string, file: string, options: Options) =>
      fetchPhoto(cli, { record, photo, file }, options),
    );
}

async function list(cli: Cli, record: string, options: Options): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: Report[] }>({
    method: 'GET',
    path: `/api/v1/loan-records/${encodeURIComponent(record)}/conditions`,
    query: { agency: options.agency },
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0) cli.terminal.out('Nobody has written down how the item looks.');
  else cli.terminal.out(reportTable(cli, body.items));
}

function reportTable({ terminal }: Cli, reports: readonly Report[]): string {
  return table(
    [
      { head: 'AT', of: ({ at }) => minuteOf(at) },
      { head: 'BY', of: ({ by }) => (by === 'us' ? 'us' : 'them') },
      { head: 'WHEN', of: ({ when }) => when },
      { head: 'MARKS', of: ({ marks }) => marks.join(', ') },
      { head: 'LOOKS', of: ({ looks }) => looks ?? '' },
      { head: 'PHOTOS', of: ({ photos, photosThere }) => photosOf(photos, photosThere) },
    ],
    reports,
    { mark: (style, text) => terminal.mark(style, text) },
  );
}

function photosOf(photos: Report['photos'], there: number | undefined): string {
  const ids = photos.map(({ id }) => id);
  return [...ids, ...(there === undefined ? [] : [`${there} with them`])].join(' ');
}

async function fetchPhoto(
  cli: Cli,
  asked: { record: string; photo: string; file: string },
  options: Options,
): Promise<void> {
  const { record, photo, file } = asked;
  const { bytes } = await openClient(cli, options).fetchFile({
    path: `/api/v1/loan-records/${encodeURIComponent(record)}/photos/${encodeURIComponent(photo)}`,
    query: { agency: options.agency },
  });
  await writeFile(file, bytes, { flag: 'wx' });
  cli.terminal.out(`${file}: ${bytes.length} bytes.`);
}
