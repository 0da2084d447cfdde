import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { isTree, policyProfileNames, type Tree } from '../../../config/index.js';
import type { PolicyView, TermsEntry } from '../../../desk/index.js';
import type { TermsChanged } from '../../../exchange/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { ExitCode, Stopped } from '../../exit.js';
import { runDryRun, type DryRunOptions } from '../../policy/dry-run.js';

interface ShowOptions extends ApiOptions {
  peer?: string;
  json?: true;
}

interface UndoOptions extends ApiOptions {
  reason?: string;
}

interface SetOptions extends ShowOptions {
  profile?: string;
  reason: string;
}

const afterDryRun = `
FILE is what \`policy set\` takes: the keys that would change, as JSON, such as
  { "overdue": { "n1": 3, "finalNotice": "off" }, "respond": { "standard": "3wd" } }

The history of each request is played through the clocks twice: under the policy that holds and under the changed one.
What people and peers did is taken as it was; only what follows by itself is reckoned anew. Nothing is changed, sent or
written. With --to in the future it also tells what comes if nobody does anything.

Examples
  lendwire policy dry-run --profile se-kb --from 2026-01-01
  lendwire policy dry-run softer.json --peer south --to 2026-12-31 --json`;

/** `lendwire policy`: what clocks count by, what stood there, and what another policy would do. */
export function addPolicy(program: Command, cli: Cli): void {
  const policy = program
    .command('policy')
    .summary('what clocks count by, and what another policy would do')
    .description(
      'The clocks of the house: until when answers are due, when is reminded, what counts as lost.',
    );
  withApiOptions(policy.command('show', { isDefault: true }).description('the policy that holds'))
    .option('--peer <id>', 'for this peer')
    .option('--json', 'as the API gives it')
    .action((options: ShowOptions) => show(cli, options));
  withApiOptions(
    policy
      .command('set [key=value...]')
      .description(
        'change keys, such as overdue.n1=3 respond.standard=3wd; what is not named here is as in the settings',
      ),
  )
    .option('--peer <id>', 'for this peer only')
    .addOption(profileOption())
    .requiredOption('--reason <text>', 'why: it stands in the ledger')
    .option('--json', 'as the API gives it')
    .action((keys: string[], options: SetOptions) => set(cli, keys, options));
  withApiOptions(policy.command('history').description('what was changed, when, by whom and why'))
    .option('--json', 'as the API gives it')
    .action((options: ShowOptions) => history(cli, options));
  withApiOptions(
    policy
      .command('undo <entry>')
      .description('what stood before a change of the history holds again; the change stays in the history'),
  )
    .option('--reason <text>', 'why, if there is more to say')
    .action((entry: string, options: UndoOptions) => undo(cli, entry, options));
  withApiOptions(
    policy
      .command('dry-run [file]')
      .description(
        'what another policy would have done: how many requests reminded, declared lost, expired, and which',
      ),
  )
    .addOption(profileOption())
    .option('--peer <id>', 'as a policy for this peer only')
    .option('--from <day>', 'from this day on (90 days ago)')
    .option('--to <day>', 'up to this day, which may lie ahead (now)')
    .option('--loans <n>', 'at most so many requests (10000)')
    .option('--json', 'counts and differences as JSON')
    .addHelpText('after', afterDryRun)
    .action((file: string | undefined, options: DryRunOptions) =>
      runDryRun(cli, { ...options, set: file === undefined ? {} : treeIn(file) }),
    );
}

function profileOption(): Option {
  return new Option('--profile <name>', 'a ready-made policy below the keys').choices(policyProfileNames);
}

/** The keys of a file. Throws `Stopped` where it holds no JSON object. */
function treeIn(file: string): Tree {
  try {
    const tree: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isTree(tree)) return tree;
  } catch (thrown) {
    throw new Stopped(`${file} cannot be read as JSON: ${String(thrown)}`, ExitCode.Failed);
  }
  throw new Stopped(`${file} holds no JSON object of keys`, ExitCode.Failed);
}

async function show(cli: Cli, { peer, json, ...options }: ShowOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<PolicyView>({
    method: 'GET',
    path: '/api/v1/policy',
    query: { peer },
  });
  if (json === true) {
    cli.terminal.out(JSON.stringify(body));
    return;
  }
  const lines = linesOf(body.policy as unknown as Tree);
  const { replan, peers, profile } = body;
  cli.terminal.out(
    [
      ...(profile === undefined ? [] : [`profile = ${profile}`]),
      ...lines,
      ...(peers.length === 0 ? [] : ['', `With a policy of their own: ${peers.join(', ')}`]),
      ...(replan.state === 'idle' ? [] : ['', `Clocks are counted anew: ${replan.done} of ${replan.all}.`]),
    ].join('\n'),
  );
}

function linesOf(tree: Tree, at = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = at === '' ? key : `${at}.${key}`;
    if (isTree(value)) return linesOf(value, name);
    return [`${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
}

async function set(
  cli: Cli,
  keys: string[],
  { peer, profile, reason, json, ...options }: SetOptions,
): Promise<void> {
  const { body } = await openClient(cli, options).call<TermsChanged>({
    method: 'PUT',
    path: '/api/v1/policy',
    body: {
      set: keys.reduce<Tree>((tree, text) => withKey(tree, text), {}),
      reason,
      ...(peer === undefined ? {} : { peer }),
      ...(profile === undefined ? {} : { profile }),
    },
  });
  if (json === true) cli.terminal.out(JSON.stringify(body));
  else cli.terminal.out(changedText(body));
}

function changedText(changed: TermsChanged): string {
  if (changed.kind === 'unchanged') return 'That is what holds already.';
  return [...changed.differences.map(differenceLine), 'Clocks are counted anew in the background.'].join(
    '\n',
  );
}

async function undo(cli: Cli, entry: string, { reason, ...options }: UndoOptions): Promise<void> {
  const seq = Number(entry);
  if (!Number.isInteger(seq) || seq < 1)
    throw new Stopped(`"${entry}" is no entry: \`policy history\` names them by number`, ExitCode.Failed);
  const { body } = await openClient(cli, options).call<TermsChanged>({
    method: 'POST',
    path: '/api/v1/policy/undo',
    body: { seq, ...(reason === undefined ? {} : { reason }) },
  });
  cli.terminal.out(changedText(body));
}

function withKey(tree: Tree, text: string): Tree {
  const [, key, value] = /^([A-Za-z0-9.]+)=(.+)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new Stopped(`"${text}" is no key and value: write overdue.n1=3`, ExitCode.Failed);
  return setAt(tree, key.split('.'), valueIn(value));
}

function setAt(tree: Tree, [first = '', ...rest]: readonly string[], value: unknown): Tree {
  const below = tree[first];
  return { ...tree, [first]: rest.length === 0 ? value : setAt(isTree(below) ? below : {}, rest, value) };
}

/** Whole numbers, true, false and lists are what they are; amounts and spans are text. */
function valueIn(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text.startsWith('[') ? (JSON.parse(text) as unknown) : text;
}

export function differenceLine({
  key,
  before,
  after,
}: {
  key: string;
  before?: string;
  after?: string;
}): string {
  return `${key}: ${before ?? '–'} → ${after ?? '–'}`;
}

async function history(cli: Cli, { json, ...options }: ShowOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: TermsEntry[] }>({
    method: 'GET',
    path: '/api/v1/policy/history',
  });
  if (json === true) {
    cli.terminal.out(JSON.stringify(body));
    return;
  }
  const lines = body.items.flatMap(({ seq, at, of, by, because, differences }) => [
    `${at.slice(0, 16)}  ${of}  by ${by}: ${because}  (entry ${seq})`,
    ...differences.map((difference) => `    ${differenceLine(difference)}`),
  ]);
  cli.terminal.out(lines.length === 0 ? 'Nothing has been changed since the settings.' : lines.join('\n'));
}
