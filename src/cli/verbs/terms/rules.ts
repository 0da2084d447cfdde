import type { Command } from 'commander';
import type { RuleDryRun, RuleTrial, RuleView } from '../../../desk/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { table, type Column } from '../../terminal/table.js';
import { counted } from '../../terminal/text.js';
import { minuteOf } from '../../terminal/times.js';

const RULES = '/api/v1/rules';

type Options = ApiOptions & { json?: true };

interface Content {
  condition: string[];
  upTo?: string;
  peer: string[];
  agency: string[];
}

/** `lendwire rules`: which offers of suppliers are accepted without asking staff. */
export function addRules(program: Command, cli: Cli): void {
  const rules = program
    .command('rules')
    .summary('accept suppliers’ offers by themselves')
    .description(
      'Rules that accept conditions and prices of suppliers without asking staff; each answer names its rule. Prices in another currency are never compared: those are for staff. Without a further word it lists them.',
    );
  withApiOptions(rules.command('list', { isDefault: true }).description('the rules that hold'))
    .option('--json', 'as the API gives it')
    .action((options: Options) => list(cli, options));
  withContent(rules.command('add <name>').description('a new rule, for offers from now on')).action(
    (name: string, options: Options & Content) => add(cli, name, options),
  );
  withApiOptions(rules.command('remove <id>').description('the rule accepts nothing any more')).action(
    (id: string, options: ApiOptions) => remove(cli, id, options),
  );
  withContent(
    rules
      .command('dry-run')
      .description('what a rule, or those that hold, would have done about the offers that were made'),
  )
    .option('--since <time>', 'only offers made since then, such as 2026-01-01T00:00:00Z')
    .option('--json', 'as the API gives it')
    .action((options: Options & Content & { since?: string }) => dryRun(cli, options));
}

function withContent(command: Command): Command {
  const collected = (value: string, before: readonly string[]): string[] => [...before, value];
  return withApiOptions(command)
    .option('--condition <code>', 'a condition that is accepted; may be said several times', collected, [])
    .option('--up-to <amount>', 'the most that it may cost, such as "10.00 EUR"')
    .option('--peer <id>', 'only of this peer; may be said several times (all)', collected, [])
    .option(
      '--agency <TYPE:VALUE>',
      'only for this library of ours; may be said several times (all)',
      collected,
      [],
    );
}

function contentOf(name: string, { condition, upTo, peer, agency }: Content): object {
  const [value = '', currency = ''] = (upTo ?? '').trim().split(/\s+/);
  return {
    name,
    conditions: condition,
    ...(upTo === undefined ? {} : { upTo: { value, currency } }),
    ...(peer.length === 0 ? {} : { peers: peer }),
    ...(agency.length === 0 ? {} : { agencies: agency }),
  };
}

async function list(cli: Cli, options: Options): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: RuleView[] }>({ method: 'GET', path: RULES });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0)
    cli.terminal.out('Every offer is for staff: add a rule with `lendwire rules add NAME --condition CODE`.');
  else cli.terminal.out(table(ruleColumns, body.items, cli.terminal));
}

const ruleColumns: Column<RuleView>[] = [
  { head: 'id', of: ({ id }) => id },
  { head: 'name', of: ({ name }) => name },
  { head: 'conditions', of: ({ conditions }) => conditions.join(', ') || 'none' },
  { head: 'up to', of: ({ upTo }) => (upTo === undefined ? 'as requested' : priceOf(upTo)) },
  { head: 'peers', of: ({ peers }) => peers?.join(', ') ?? 'all' },
];

function priceOf({ monetaryValue, currencyCode }: NonNullable<RuleView['upTo']>): string {
  return `${monetaryValue} ${currencyCode.value}`;
}

async function add(cli: Cli, name: string, options: Options & Content): Promise<void> {
  const { body } = await openClient(cli, options).call<RuleView>({
    method: 'POST',
    path: RULES,
    body: contentOf(name, options),
  });
  cli.terminal.out(`The rule ${body.name} holds from now on. It is ${body.id}.`);
}

async function remove(cli: Cli, id: string, options: ApiOptions): Promise<void> {
  await openClient(cli, options).call({ method: 'DELETE', path: `${RULES}/${encodeURIComponent(id)}` });
  cli.terminal.out('The rule accepts nothing any more.');
}

async function dryRun(cli: Cli, options: Options & Content & { since?: string }): Promise<void> {
  const isNew = options.condition.length > 0 || options.upTo !== undefined || options.peer.length > 0;
  const { body } = await openClient(cli, options).call<RuleDryRun>({
    method: 'POST',
    path: `${RULES}/dry-run`,
    body: {
      ...(isNew ? { rule: contentOf('this rule', options) } : {}),
      ...(options.since === undefined ? {} : { since: options.since }),
    },
  });
  if (options.json === true) {
    cli.terminal.out(JSON.stringify(body));
    return;
  }
  const of = `${counted(body.looked, 'offer')} ${options.since === undefined ? '' : `since ${options.since} `}looked at`;
  cli.terminal.out(`${of}, ${body.accepted} would have been accepted. Nothing was changed.`);
  if (body.trials.length > 0) cli.terminal.out(table(trialColumns, body.trials, cli.terminal));
}

const trialColumns: Column<RuleTrial>[] = [
  { head: 'request', of: ({ loan }) => loan },
  { head: 'when', of: ({ at }) => minuteOf(at) },
  { head: 'peer', of: ({ peer }) => peer },
  { head: 'offer', of: ({ terms }) => terms },
  { head: 'was', of: ({ was }) => was },
  { head: 'would be', of: ({ accepts }) => (accepts ? 'accepted' : 'for staff') },
  { head: 'because', of: ({ because }) => because },
];
