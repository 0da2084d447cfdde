import { InvalidArgumentError, type Command } from 'commander';
import type { WebhookBoard, WebhookView } from '../../../desk/index.js';
import { LoanEventType } from '../../../loan/index.js';
import type { ApiCall } from '../../api/api-client.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { ExitCode } from '../../exit.js';
import { table, type Column } from '../../terminal/table.js';
import { plain } from '../../terminal/text.js';
import { minuteOf } from '../../terminal/times.js';

const HOOKS = '/api/v1/webhooks';

type ListOptions = ApiOptions & { json?: true };

interface ContentOptions extends ApiOptions {
  name: string;
  event: string[];
  agency: string[];
  after?: string;
}

/** `lendwire webhooks`: the library's own systems that the running gateway tells what happens. */
export function addWebhooks(program: Command, cli: Cli): void {
  const webhooks = program
    .command('webhooks')
    .summary('tell the library’s own systems what happens')
    .description(
      'Addresses that events are posted to, signed. Without a further word it lists them. The guide is docs/webhooks.md.',
    );
  withApiOptions(
    webhooks.command('list', { isDefault: true }).description('all webhooks, and how it stands with each'),
  )
    .option('--json', 'as the API gives it')
    .action((options: ListOptions) => list(cli, options));
  addContentVerbs(webhooks, cli);
  for (const verb of Object.keys(switches) as Switch[])
    withApiOptions(webhooks.command(`${verb} <id>`).description(switches[verb].summary)).action(
      (id: string, options: ApiOptions) => turn(cli, { id, verb }, options),
    );
  withApiOptions(
    webhooks
      .command('rotate-secret <id>')
      .description('a new secret; the old one signs beside it for a while'),
  )
    .option('--keep-hours <n>', 'how long it does (24)', '24')
    .action((id: string, options: ApiOptions & { keepHours: string }) => rotate(cli, id, options));
  withApiOptions(webhooks.command('test <id>').description('send a test message once')).action(
    (id: string, options: ApiOptions) => attempt(cli, `${id}/test`, options),
  );
  withApiOptions(webhooks.command('replay <id>').description('tell everything after an entry again'))
    .requiredOption('--after <seq>', 'the number of the entry; 0 is before the first')
    .action((id: string, options: ApiOptions & { after: string }) => replay(cli, id, options));
  addBoardVerbs(webhooks, cli);
}

function addContentVerbs(webhooks: Command, cli: Cli): void {
  const withContent = (command: Command): Command =>
    withApiOptions(command)
      .requiredOption('--name <name>', 'what it is called here')
      .option('--event <type>', 'only this type of event; may be said several times (all)', eventTypes, [])
      .option('--agency <id>', 'only of this agency of ours; may be said several times (all)', collected, []);
  withContent(webhooks.command('add <url>').description('post events to an address; shows the secret once'))
    .option('--after <seq>', 'begin after this entry (from now on)')
    .action((url: string, options: ContentOptions) => add(cli, url, options));
  withContent(
    webhooks
      .command('change <id> <url>')
      .description('another name, address or choice of events: all of it is said anew'),
  ).action((id: string, url: string, options: ContentOptions) => change(cli, { id, url }, options));
}

function addBoardVerbs(webhooks: Command, cli: Cli): void {
  withApiOptions(webhooks.command('failed').description('what was stopped, and events that are refused'))
    .option('--json', 'as the API gives it')
    .action((options: ListOptions) => failed(cli, options));
  withApiOptions(
    webhooks.command('send-again <id> <seq>').description('send an event of the board once more'),
  ).action((id: string, seq: string, options: ApiOptions) =>
    attempt(cli, `${id}/failed/${seq}/send-again`, options),
  );
  withApiOptions(webhooks.command('drop <id> <seq>').description('give an event of the board up'))
    .requiredOption('--reason <text>', 'why, for whoever reads the ledger')
    .action((id: string, seq: string, options: ApiOptions & { reason: string }) =>
      drop(cli, { id, seq }, options),
    );
}

function collected(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function eventTypes(value: string, before: readonly string[]): string[] {
  const types: readonly string[] = Object.values(LoanEventType);
  if (!types.includes(value)) throw new InvalidArgumentError(`Choose one of ${types.join(', ')}.`);
  return collected(value, before);
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: WebhookView[] }>({
    method: 'GET',
    path: HOOKS,
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0)
    cli.terminal.out('Nobody is told: add a webhook with `lendwire webhooks add URL --name NAME`.');
  else cli.terminal.out(table(columns, body.items, cli.terminal));
}

const columns: Column<WebhookView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'NAME', of: ({ name }) => name, mayCut: true },
  { head: 'URL', of: ({ url }) => url, mayCut: true },
  { head: 'EVENTS', of: ({ events }) => events?.join(' ') ?? 'all', mayCut: true },
  { head: 'AGENCIES', of: ({ agencies }) => agencies?.join(' '), mayCut: true },
  { head: 'TOLD TO', of: ({ cursor }) => cursor },
  { head: 'ASIDE', of: ({ setAside }) => setAside },
  { head: 'STATE', of: stateOf },
];

function stateOf({ state, failures, cause, nextAttemptAt, pausedAt, stoppedAt }: WebhookView): string {
  switch (state) {
    case 'sending':
      return 'good';
    case 'failing':
      return `failed ${failures} times (${cause ?? ''}), tried again ${minuteOf(nextAttemptAt ?? '')}`;
    case 'paused':
      return `paused since ${minuteOf(pausedAt ?? '')}`;
    case 'stopped':
      return `stopped ${minuteOf(stoppedAt ?? '')}: ${cause ?? ''}`;
  }
}

function contentOf(url: string, { name, event, agency }: ContentOptions): object {
  return {
    name,
    url,
    ...(event.length === 0 ? {} : { events: event }),
    ...(agency.length === 0 ? {} : { agencies: agency }),
  };
}

async function add(cli: Cli, url: string, options: ContentOptions): Promise<void> {
  const { after } = options;
  const from = after === undefined ? {} : { after: Number(after) };
  const { body } = await openClient(cli, options).call<{ webhook: WebhookView; secret: string }>({
    method: 'POST',
    path: HOOKS,
    body: { ...contentOf(url, options), ...from },
  });
  cli.terminal.out(`${body.webhook.id} is told from now on. Its secret, shown this once:\n${body.secret}`);
}

async function change(
  cli: Cli,
  { id, url }: { id: string; url: string },
  options: ContentOptions,
): Promise<void> {
  await openClient(cli, options).call({
    method: 'PUT',
    path: `${HOOKS}/${encodeURIComponent(id)}`,
    body: contentOf(url, options),
  });
  cli.terminal.out(`${id} is changed.`);
}

const switches = {
  pause: { summary: 'send nothing until it is resumed', done: 'is paused', unchanged: 'was paused already' },
  resume: {
    summary: 'go on from where it stood, also after it was stopped',
    done: 'is resumed: it goes on from where it stood',
    unchanged: 'was neither paused nor stopped',
  },
  remove: {
    summary: 'send nothing there any more; its secrets are destroyed',
    done: 'is removed',
    unchanged: 'was removed already',
  },
} as const;
type Switch = keyof typeof switches;

async function turn(
  cli: Cli,
  { id, verb }: { id: string; verb: Switch },
  options: ApiOptions,
): Promise<void> {
  const path = `${HOOKS}/${encodeURIComponent(id)}`;
  const { body } = await openClient(cli, options).call<{ result: 'done' | 'unchanged' }>(
    verb === 'remove' ? { method: 'DELETE', path } : { method: 'POST', path: `${path}/${verb}` },
  );
  cli.terminal.out(`${id} ${switches[verb][body.result]}.`);
}

async function rotate(cli: Cli, id: string, options: ApiOptions & { keepHours: string }): Promise<void> {
  const { body } = await openClient(cli, options).call<{ secret: string; previousUntil?: string }>(
    posting(`${id}/rotate-secret`, { keepHours: Number(options.keepHours) }),
  );
  const until =
    body.previousUntil === undefined
      ? 'The old one is destroyed.'
      : `The old one signs beside it until ${minuteOf(body.previousUntil)}.`;
  cli.terminal.out(`${until} The new secret, shown this once:\n${body.secret}`);
}

async function replay(cli: Cli, id: string, options: ApiOptions & { after: string }): Promise<void> {
  await openClient(cli, options).call(posting(`${id}/replay`, { after: Number(options.after) }));
  cli.terminal.out(`${id} is told again what comes after entry ${options.after}.`);
}

async function attempt(cli: Cli, path: string, options: ApiOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<{ result: 'taken' | 'not-taken'; cause: string }>(
    posting(path),
  );
  cli.terminal.out(body.result === 'taken' ? `Taken: ${body.cause}.` : `Not taken: ${body.cause}.`);
  if (body.result !== 'taken') cli.exitCode = ExitCode.Failed;
}

async function drop(
  cli: Cli,
  { id, seq }: { id: string; seq: string },
  options: ApiOptions & { reason: string },
): Promise<void> {
  await openClient(cli, options).call(posting(`${id}/failed/${seq}/drop`, { reason: options.reason }));
  cli.terminal.out(`The event of entry ${seq} is given up.`);
}

async function failed(cli: Cli, options: ListOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<WebhookBoard>({
    method: 'GET',
    path: `${HOOKS}/failed`,
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length + body.stopped.length === 0) cli.terminal.out('Nothing waits for a person.');
  else cli.terminal.out(boardText(body, cli));
}

function boardText({ items, stopped }: WebhookBoard, { terminal }: Cli): string {
  const sentences = stopped.map(
    ({ webhook, name, stoppedAt, cause, cursor }) =>
      `${plain(name)} (${webhook}) was stopped ${minuteOf(stoppedAt)} at entry ${cursor}: ${plain(cause)}. Resume it when its receiver works.`,
  );
  return [...sentences, ...(items.length === 0 ? [] : [table(boardColumns, items, terminal)])].join('\n');
}

const boardColumns: Column<WebhookBoard['items'][number]>[] = [
  { head: 'WEBHOOK', of: ({ webhook }) => webhook },
  { head: 'SEQ', of: ({ seq }) => seq },
  { head: 'EVENT', of: ({ type }) => type },
  { head: 'SET ASIDE', of: ({ setAsideAt }) => minuteOf(setAsideAt) },
  { head: 'TRIES', of: ({ attempts }) => attempts },
  { head: 'CAUSE', of: ({ cause }) => cause, mayCut: true },
];

/** A call that does something with a webhook: `id/what`. */
function posting(path: string, body?: object): ApiCall {
  const parts = path.split('/').map(encodeURIComponent).join('/');
  return { method: 'POST', path: `${HOOKS}/${parts}`, ...(body === undefined ? {} : { body }) };
}
