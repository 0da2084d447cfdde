import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CarrierView } from '../../../desk/index.js';
import { present } from '../../../loan/present.js';
import { numberForms, type Carrier, type NumberForm } from '../../../tracking/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { table, type Column } from '../../terminal/table.js';

const CARRIERS = '/api/v1/carriers';

interface SetOptions extends ApiOptions {
  name: string;
  alias: string[];
  page?: string;
  numbers?: NumberForm;
  feed?: string;
  csv?: true;
  routing: Readonly<Record<string, string>>;
}

/** `lendwire carriers`: who carries parcels, and how each tells where one is. */
export function addCarriers(program: Command, cli: Cli): void {
  const carriers = program
    .command('carriers')
    .summary('who carries parcels')
    .description(
      'Carriers: names, the page that shows a parcel, and how each tells by machine where one is. Without a further word it lists them. The guide is docs/shipments.md.',
    );
  withApiOptions(carriers.command('list', { isDefault: true }).description('all carriers'))
    .option('--json', 'as the API gives it')
    .action((options: ApiOptions & { json?: true }) => list(cli, options));
  withApiOptions(carriers.command('set <id>').description('add a carrier, or say all of one anew'))
    .requiredOption('--name <name>', 'what it is called')
    .option('--alias <name>', 'another name of it; may be said several times', collected, [])
    .option('--page <url>', 'its page for a parcel: https, with {id} for the number')
    .addOption(
      new Option('--numbers <form>', 'a form of number that is its own').choices(Object.keys(numberForms)),
    )
    .addOption(
      new Option('--feed <url>', 'a feed to ask, with {id} or {ids} for the numbers').conflicts('csv'),
    )
    .option('--csv', 'it drops files into its folder')
    .option(
      '--routing <peer=code>',
      'what its labels say for a peer; may be said several times',
      routed,
      {} as Record<string, string>,
    )
    .action((id: string, options: SetOptions) => set(cli, id, options));
  withApiOptions(
    carriers.command('remove <id>').description('offer and ask it no more; what it carried stays'),
  ).action((id: string, options: ApiOptions) => remove(cli, id, options));
}

function collected(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function routed(value: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, peer, code] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (peer === undefined || code === undefined) throw new InvalidArgumentError('Say it as PEER=CODE.');
  return { ...before, [peer.trim()]: code.trim() };
}

async function list(cli: Cli, options: ApiOptions & { json?: true }): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: CarrierView[] }>({
    method: 'GET',
    path: CARRIERS,
  });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : table(columns, body.items, cli.terminal));
}

const columns: Column<CarrierView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'NAME', of: ({ name }) => name },
  { head: 'ALSO', of: ({ aliases }) => aliases?.join(', '), mayCut: true },
  { head: 'NUMBERS', of: ({ numbers }) => numbers },
  {
    head: 'TELLS BY',
    of: ({ source }) => (source?.kind === 'feed' ? source.url : source?.kind),
    mayCut: true,
  },
  { head: 'PAGE', of: ({ url }) => url, mayCut: true },
];

async function set(cli: Cli, id: string, options: SetOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<{ result: 'done' | 'unchanged' }>({
    method: 'PUT',
    path: `${CARRIERS}/${encodeURIComponent(id)}`,
    body: carrierOf(options),
  });
  cli.terminal.out(
    body.result === 'done' ? `The carrier ${id} is as you said.` : `The carrier ${id} was so already.`,
  );
}

function carrierOf({ name, alias, page, numbers, feed, csv, routing }: SetOptions): Carrier {
  return present({
    ...{ name, numbers },
    url: page,
    aliases: alias.length === 0 ? undefined : alias,
    routing: Object.keys(routing).length === 0 ? undefined : routing,
    source: sourceOf(feed, csv),
  });
}

function sourceOf(feed: string | undefined, csv: true | undefined): Carrier['source'] {
  if (feed !== undefined) return { kind: 'feed', url: feed };
  return csv === true ? { kind: 'csv' } : undefined;
}

async function remove(cli: Cli, id: string, options: ApiOptions): Promise<void> {
  await openClient(cli, options).call({ method: 'DELETE', path: `${CARRIERS}/${encodeURIComponent(id)}` });
  cli.terminal.out(`The carrier ${id} is not offered and not asked any more.`);
}
