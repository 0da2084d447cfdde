import { InvalidArgumentError, Option, type Command } from 'commander';
import type { DryRun, PeerView, ProfileView, QuirkView, ReplayedMessage } from '../../desk/index.js';
import type { ApiClient } from '../api/api-client.js';
import { openClient, withApiOptions, type ApiOptions } from '../api/open-client.js';
import type { Cli } from '../cli.js';
import { table, type Column } from '../terminal/table.js';
import { minuteOf } from '../terminal/times.js';

type ListOptions = ApiOptions & { json?: true };
type DryRunOptions = ListOptions & { profile: string; peer?: string; last: number };
type AdoptOptions = ApiOptions & { because: string };

/** `lendwire peers profiles | dry-run | quirks | adopt`: how other systems speak, and whether a peer is one of them. */
export function addPeerHabits(peers: Command, cli: Cli): void {
  withApiOptions(peers.command('profiles').description('the profiles of other systems that a peer may name'))
    .option('--json', 'as the API gives it')
    .action((options: ListOptions) => listProfiles(cli, options));
  withApiOptions(
    peers
      .command('dry-run')
      .summary('what another profile would change')
      .description(
        'Replays stored messages through another profile and shows what we would send and understand otherwise. Nothing is sent, nothing is changed; what names a person is shown by its length only.',
      ),
  )
    .requiredOption('--profile <name>', 'the profile to try (`lendwire peers profiles`)')
    .option('--peer <id>', 'one peer; without it all')
    .addOption(new Option('--last <n>', 'how many of its newest messages').argParser(countOf).default(100))
    .option('--json', 'as the API gives it')
    .action((options: DryRunOptions) => dryRun(cli, options));
  withApiOptions(
    peers
      .command('quirks <id>')
      .summary('habits that a peer shows and its profile does not say')
      .description(
        'Proposes rules and fields from what the peer has done, with how often it was seen and what a dry run says. Nothing is adopted by itself.',
      ),
  )
    .option('--json', 'as the API gives it')
    .action((id: string, options: ListOptions) => quirks(cli, id, options));
  withApiOptions(
    peers
      .command('adopt <id> <proposal>')
      .summary('take a habit for one that the peer has')
      .description(
        'Takes up a proposal of `lendwire peers quirks`. It is an entry of the ledger, with your reason.',
      ),
  )
    .requiredOption('--because <text>', 'why, in a few words; not the name of a reader')
    .action((id: string, proposal: string, options: AdoptOptions) => adopt(cli, { id, proposal }, options));
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 1_000)
    throw new InvalidArgumentError('a number from 1 to 1000');
  return Number(text);
}

async function listProfiles(cli: Cli, options: ListOptions): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<{ items: ProfileView[] }>({
    method: 'GET',
    path: '/api/v1/peers/profiles',
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else cli.terminal.out(table(profileColumns, body.items, cli.terminal));
}

const profileColumns: Column<ProfileView>[] = [
  { head: 'NAME', of: ({ name }) => name },
  { head: 'EDITION', of: ({ edition }) => edition },
  { head: 'RULES', of: ({ rules }) => rules.length },
  { head: 'ABOUT', of: ({ about }) => about, mayCut: true },
];

async function dryRun(cli: Cli, options: DryRunOptions): Promise<void> {
  const client = openClient(cli, options);
  const ids = options.peer === undefined ? await allPeers(client) : [options.peer];
  const runs: DryRun[] = [];
  for (const id of ids) {
    const { body } = await client.call<DryRun>({
      method: 'POST',
      path: `/api/v1/peers/${encodeURIComponent(id)}/dry-run`,
      body: { profile: options.profile, last: options.last },
    });
    runs.push(body);
  }
  if (options.json === true) cli.terminal.out(JSON.stringify({ items: runs }));
  else cli.terminal.out(runs.map(runText).join('\n\n') || 'There are no peers yet.');
}

async function allPeers(client: ApiClient): Promise<string[]> {
  const { body } = await client.call<{ items: PeerView[] }>({ method: 'GET', path: '/api/v1/peers' });
  return body.items.map(({ id }) => id);
}

function runText({ peer, profile, replayed, unchanged, notReplayable, changed }: DryRun): string {
  const erased = notReplayable === 0 ? '' : `, ${notReplayable} not replayable (erased)`;
  const head = `${peer} under ${profile}: ${replayed} replayed, ${unchanged} unchanged, ${changed.length} otherwise${erased}`;
  return [head, ...changed.map(changeText)].join('\n');
}

function changeText(message: ReplayedMessage): string {
  const { seq, at, direction, what } = message;
  const way = direction === 'out' ? 'sent' : 'received';
  const lines = [
    ...(message.lines ?? []).map(({ sign, text }) => `${sign} ${text}`),
    ...(message.fields ?? []).map(
      ({ path, was = 'nothing', becomes = 'nothing' }) => `  ${path}: ${was} → ${becomes}`,
    ),
    ...listed('would be lost', message.lossesNew),
    ...listed('would be lost no more', message.lossesGone),
    ...listed('would be noticed', message.remarksNew),
    ...listed('would be noticed no more', message.remarksGone),
    ...listed('would be refused', message.refusalNew === undefined ? [] : [message.refusalNew]),
    ...listed('would be refused no more', message.refusalGone === undefined ? [] : [message.refusalGone]),
  ];
  return [`  entry ${seq}, ${minuteOf(at)}, ${way} ${what}`, ...lines.map((line) => `    ${line}`)].join(
    '\n',
  );
}

function listed(words: string, items: readonly string[] = []): string[] {
  return items.length === 0 ? [] : [`  ${words}: ${items.join(', ')}`];
}

async function quirks(cli: Cli, id: string, options: ListOptions): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<{ items: QuirkView[] }>({
    method: 'GET',
    path: `/api/v1/peers/${encodeURIComponent(id)}/quirks`,
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0) cli.terminal.out(`${id} shows nothing that its profile does not say.`);
  else cli.terminal.out(table(quirkColumns, body.items, cli.terminal));
}

const quirkColumns: Column<QuirkView>[] = [
  { head: 'PROPOSAL', of: ({ id }) => id },
  { head: 'SEEN', of: ({ says }) => says, mayCut: true },
  { head: 'WOULD ADD', of: ({ change }) => changedText(change), mayCut: true },
  { head: 'DRY RUN', of: ({ dryRun: run }) => `${run.changed} of ${run.replayed} otherwise` },
];

function changedText({ rules = [], ...fields }: QuirkView['change']): string {
  const named = rules.map(({ rule }) => rule);
  const set = Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [...named, ...set].join(', ');
}

async function adopt(
  cli: Cli,
  { id, proposal }: { id: string; proposal: string },
  options: AdoptOptions,
): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<{ result: 'done' | 'unchanged' }>({
    method: 'POST',
    path: `/api/v1/peers/${encodeURIComponent(id)}/adopt`,
    body: { proposal, because: options.because },
  });
  cli.terminal.out(
    body.result === 'done'
      ? `${id} is spoken to so from now on: ${proposal}.`
      : `${id} had ${proposal} already.`,
  );
}
