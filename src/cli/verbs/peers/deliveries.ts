import { Option, type Command } from 'commander';
import type { DeliveryCause } from '../../../desk/index.js';
import type { Delivery, DeliveryStateName } from '../../../loan/index.js';
import type { ApiClient } from '../../api/api-client.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import { showPage, withPages, type ApiPage, type PageOptions } from '../../api/page.js';
import type { Cli } from '../../cli.js';
import { table, type Column } from '../../terminal/table.js';
import { minuteOf } from '../../terminal/times.js';
import { counted } from '../../terminal/text.js';

interface ListOptions extends PageOptions {
  state?: string;
  peer?: string;
  cause?: string;
}

const states = [
  'owed',
  'undecided',
  'answered',
  'refused',
  'stopped',
  'given-up',
  'dropped',
  'replaced',
] as const satisfies readonly DeliveryStateName[];

/** `lendwire deliveries`: the messages that are owed to peers, and what a person decides about them. */
export function addDeliveries(program: Command, cli: Cli): void {
  const deliveries = program
    .command('deliveries')
    .summary('what is owed to peers, and what to do about it')
    .description(
      'Messages that are owed to peers. Without a further word it lists them; `lendwire deliveries list --help` tells its options.',
    );
  withPages(
    deliveries.command('list', { isDefault: true }).description('the deliveries, by state, peer or cause'),
  )
    .addOption(new Option('--state <state>', 'only these').choices(states))
    .option('--peer <id>', 'only to this peer')
    .option('--cause <cause>', 'only with this cause of the last failure')
    .action((options: ListOptions) => list(cli, options));
  withApiOptions(deliveries.command('causes').description('why messages wait, equal causes together'))
    .option('--json', 'as the API gives it')
    .action((options: ListOptions) => causes(cli, options));
  for (const verb of Object.keys(verbs) as DeliveryVerb[]) addVerb(deliveries, verb, cli);
}

interface VerbWords {
  summary: string;
  done: string;
}

const verbs = {
  'send-again': { summary: 'send the same bytes once more, at once', done: 'The same bytes go again.' },
  'compose-anew': {
    summary: 'write the same message again under the peer’s profile of today',
    done: 'The message is composed anew; the old one is closed.',
  },
  probe: { summary: 'ask the peer for the status, to learn whether it has it', done: 'The peer is asked.' },
  drop: { summary: 'give it up, and say why', done: 'The message is given up.' },
} as const satisfies Record<string, VerbWords>;
type DeliveryVerb = keyof typeof verbs;

function addVerb(deliveries: Command, verb: DeliveryVerb, cli: Cli): void {
  const command = withApiOptions(deliveries.command(`${verb} <id>`).description(verbs[verb].summary)).option(
    '--key <key>',
    'an Idempotency-Key: the same again acts once',
  );
  if (verb === 'drop') command.requiredOption('--reason <text>', 'why, for whoever reads the ledger');
  command.action((id: string, options: VerbOptions) => act(cli, { verb, id }, options));
}

type VerbOptions = ApiOptions & { key?: string; reason?: string };

async function act(
  cli: Cli,
  { verb, id }: { verb: DeliveryVerb; id: string },
  options: VerbOptions,
): Promise<void> {
  const { key, reason } = options;
  const { body } = await openClient(cli, options).call<{ loanRecord: string; deliveries: string[] }>({
    method: 'POST',
    path: `/api/v1/deliveries/${encodeURIComponent(id)}/${verb}`,
    ...(reason === undefined ? {} : { body: { reason } }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  const next =
    body.deliveries.length === 0
      ? ''
      : ` ${counted(body.deliveries.length, 'message')} may go now: ${body.deliveries.join(', ')}.`;
  cli.terminal.out(`${verbs[verb].done}${next}\nRequest ${body.loanRecord}.`);
}

type Listed = { id: string } & Delivery;

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const { state, peer, cause, limit, after } = options;
  const page = await read<ApiPage<Listed>>(openClient(cli, options), '/api/v1/deliveries', {
    ...{ state, peer, cause, limit, after },
  });
  showPage(cli, page, { columns, none: 'No deliveries.', json: options.json });
}

const columns: Column<Listed>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'PEER', of: ({ peer }) => peer },
  { head: 'MESSAGE', of: ({ what, probe }) => (probe === true ? `${what} (probe)` : what) },
  { head: 'STATE', of: ({ state, doubt }) => (doubt === true ? `${state}, in doubt` : state) },
  { head: 'TRIES', of: ({ attempts }) => attempts },
  { head: 'OWED', of: ({ owedAt }) => minuteOf(owedAt) },
  { head: 'NEXT', of: ({ state, dueAt }) => (state === 'owed' ? minuteOf(dueAt) : undefined) },
  { head: 'CAUSE', of: ({ cause, errorType, reason }) => reason ?? errorType ?? cause, mayCut: true },
];

async function causes(cli: Cli, options: ListOptions): Promise<void> {
  const page = await read<{ items: DeliveryCause[] }>(openClient(cli, options), '/api/v1/deliveries/causes');
  if (options.json === true) cli.terminal.out(JSON.stringify(page));
  else if (page.items.length === 0) cli.terminal.out('Nothing waits.');
  else cli.terminal.out(table(causeColumns, page.items, cli.terminal));
}

const causeColumns: Column<DeliveryCause>[] = [
  { head: 'CAUSE', of: ({ cause }) => cause, mayCut: true },
  { head: 'STATE', of: ({ state }) => state },
  { head: 'COUNT', of: ({ count }) => count },
  { head: 'PEERS', of: ({ peers }) => peers.join(' '), mayCut: true },
  { head: 'SINCE', of: ({ oldestOwedAt }) => minuteOf(oldestOwedAt) },
];

async function read<Body extends object>(
  client: ApiClient,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<Body> {
  return (await client.call<Body>({ method: 'GET', path, query })).body;
}
