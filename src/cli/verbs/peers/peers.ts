import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { PeerView } from '../../../desk/index.js';
import type { PeersImported } from '../../../peers/index.js';
import { OperatorError, reasonOf } from '../../../platform/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { addPeerHabits } from '../../peers/habits.js';
import { table, type Column } from '../../terminal/table.js';
import { minuteOf } from '../../terminal/times.js';
import { addPeerCredentials } from './peer-credentials.js';
import { testPeer, type TestOptions } from './test-peer.js';

type ListOptions = ApiOptions & { json?: true };

/** `lendwire peers`: the other systems that the running gateway exchanges messages with. */
export function addPeers(program: Command, cli: Cli): void {
  const peers = program
    .command('peers')
    .description(
      'take in, list, test, hold and resume peers, say by what they are known, what their systems do, and what another profile would change',
    );
  withApiOptions(
    peers
      .command('import <file>')
      .summary('add and change peers as a file says')
      .description(
        'Takes peers from a JSON file. Each difference is an entry of the ledger; a peer that the file does not name stays as it is.',
      ),
  ).action((file: string, options: ApiOptions) => importPeersFile(cli, file, options));
  withApiOptions(peers.command('list').description('all peers, and how it stands with each'))
    .option('--json', 'as the API gives it')
    .action((options: ListOptions) => list(cli, options));
  addPeerCredentials(peers, cli);
  withApiOptions(
    peers.command('pause <id>').description('send nothing to a peer until it is resumed'),
  ).action((id: string, options: ApiOptions) => hold(cli, { id, verb: 'pause' }, options));
  withApiOptions(peers.command('resume <id>').description('let what waits for a peer go again')).action(
    (id: string, options: ApiOptions) => hold(cli, { id, verb: 'resume' }, options),
  );
  withApiOptions(
    peers
      .command('test <id>')
      .summary('send a peer one message that it can only answer')
      .description(
        'Asks a peer for the status of a request that does not exist, and waits for the answer: it proves address, certificate, keys and protocol. It belongs to no loan, and goes also to a peer that is paused.',
      ),
  )
    .option('--show', 'also what was sent and what came back')
    .option('--json', 'as the API gives it')
    .action((id: string, options: TestOptions) => testPeer(cli, id, options));
  addPeerHabits(peers, cli);
}

async function importPeersFile(cli: Cli, file: string, options: ApiOptions): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<PeersImported>({
    method: 'POST',
    path: '/api/v1/peers/import',
    body: jsonIn(file),
  });
  const lines = [
    ['Added', body.added],
    ['Changed', body.changed],
    ['Unchanged', body.unchanged],
  ] as const;
  const told = lines.filter(([, ids]) => ids.length > 0).map(([what, ids]) => `${what}: ${ids.join(', ')}`);
  cli.terminal.out(told.length === 0 ? 'The file names no peer.' : told.join('\n'));
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new OperatorError(`The peers file ${file} ${why}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<{ items: PeerView[] }>({ method: 'GET', path: '/api/v1/peers' });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0)
    cli.terminal.out('There are no peers yet: take them in with `lendwire peers import FILE`.');
  else cli.terminal.out(table(columns, body.items, cli.terminal));
}

const columns: Column<PeerView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'NAME', of: ({ name }) => name, mayCut: true },
  { head: 'AGENCIES', of: ({ agencies }) => agencies.join(' '), mayCut: true },
  { head: 'EDITION', of: ({ edition }) => edition },
  { head: 'URL', of: ({ url }) => url, mayCut: true },
  { head: 'WAITING', of: ({ undelivered }) => undelivered },
  { head: 'STATE', of: stateOf },
];

function stateOf({ pausedAt, breakerOpenUntil, failures, lastGoodAt }: PeerView): string {
  if (pausedAt !== undefined) return `paused since ${minuteOf(pausedAt)}`;
  if (failures > 0) {
    const next = breakerOpenUntil === undefined ? '' : `, tried again ${minuteOf(breakerOpenUntil)}`;
    return `failed ${failures} times in a row${next}`;
  }
  return lastGoodAt === undefined ? 'nothing sent yet' : `good, last ${minuteOf(lastGoodAt)}`;
}

const holdWords = {
  pause: { done: 'is paused: nothing goes to it until it is resumed', unchanged: 'was paused already' },
  resume: { done: 'is resumed: what waits for it goes again', unchanged: 'was not paused' },
} as const;

async function hold(
  cli: Cli,
  { id, verb }: { id: string; verb: 'pause' | 'resume' },
  options: ApiOptions,
): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<{ result: 'done' | 'unchanged' }>({
    method: 'POST',
    path: `/api/v1/peers/${encodeURIComponent(id)}/${verb}`,
  });
  cli.terminal.out(`${id} ${holdWords[verb][body.result]}.`);
}
