import { Option, type Command } from 'commander';
import { statementCsv } from '../../../audit/index.js';
import type { Statement } from '../../../desk/index.js';
import type { Balance, ClaimState, StatementLine } from '../../../loan/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import { showPage, withPages, type ApiPage, type PageOptions } from '../../api/page.js';
import type { Cli } from '../../cli.js';
import { table, type Column } from '../../terminal/table.js';
import { dayOf } from '../../terminal/times.js';

interface ListOptions extends PageOptions {
  peer?: string;
  state?: string;
}

interface ListedClaim {
  id: string;
  loanRecord: string;
  peer: string;
  by: 'us' | 'peer';
  cause: string;
  state: string;
  total: string;
  owed: string;
  pending: string;
  currency: string;
  dueAt?: string;
  title?: string;
}

const states = [
  'drafted',
  'approved',
  'sent',
  'disputed',
  'agreed',
  'settled',
  'waived',
  'refund-due',
  'refunded',
  'withdrawn',
] as const satisfies readonly ClaimState[];

/** `lendwire claims`: what is claimed for items lost or damaged, and how we stand with each peer. */
export function addClaims(program: Command, cli: Cli): void {
  const claims = program
    .command('claims')
    .summary('claims for items lost or damaged, and balances')
    .description(
      'Claims on both sides. Without a further word it lists them; what staff do with one is `lendwire act draft-claim`, `send-claim` and so on.',
    );
  withPages(claims.command('list', { isDefault: true }).description('the claims, oldest first'))
    .option('--peer <id>', 'only with this peer')
    .addOption(new Option('--state <state>', 'only these').choices(states))
    .action((options: ListOptions) => list(cli, options));
  withApiOptions(claims.command('balances').description('how we stand with each peer, by currency'))
    .option('--json', 'as the API gives it')
    .action((options: ListOptions) => balances(cli, options));
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const { peer, state, limit, after } = options;
  const { body } = await openClient(cli, options).call<ApiPage<ListedClaim>>({
    method: 'GET',
    path: '/api/v1/claims',
    query: { peer, state, limit, after },
  });
  showPage(cli, body, { columns: claimColumns, none: 'No claims.', json: options.json });
}

const claimColumns: Column<ListedClaim>[] = [
  { head: 'REQUEST', of: ({ loanRecord }) => loanRecord },
  { head: 'PEER', of: ({ peer }) => peer },
  { head: 'WHO CLAIMS', of: ({ by }) => (by === 'us' ? 'we' : 'they') },
  { head: 'FOR', of: ({ cause }) => cause },
  { head: 'STATE', of: ({ state }) => state },
  { head: 'TOTAL', of: ({ total, currency }) => `${total} ${currency}` },
  { head: 'OWED', of: ({ owed }) => owed },
  { head: 'BY', of: ({ dueAt }) => dayOf(dueAt) },
  { head: 'TITLE', of: ({ title }) => title, mayCut: true },
];

type ListedBalance = Balance & { peerName: string };

async function balances(cli: Cli, options: ListOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: ListedBalance[] }>({
    method: 'GET',
    path: '/api/v1/balances',
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0) cli.terminal.out('Nothing has been booked with any peer.');
  else cli.terminal.out(table(balanceColumns, body.items, cli.terminal));
}

const balanceColumns: Column<ListedBalance>[] = [
  { head: 'PEER', of: ({ peer }) => peer },
  { head: 'NAME', of: ({ peerName }) => peerName, mayCut: true },
  { head: 'CURRENCY', of: ({ currency }) => currency },
  { head: 'OWED TO US', of: ({ owed }) => owed },
  { head: 'WE CLAIM', of: ({ pending }) => pending },
  { head: 'THEY CLAIM', of: ({ pendingFromUs }) => pendingFromUs },
  { head: 'VOUCHERS', of: ({ vouchers }) => vouchers },
];

type StatementOptions = ApiOptions & { from: string; to: string; csv?: true; json?: true };

/** `lendwire statement`: what was booked with one peer in a period, to hold against its own. */
export function addStatement(program: Command, cli: Cli): void {
  withApiOptions(
    program
      .command('statement <peer>')
      .summary('what was booked with a peer in a period')
      .description('What was claimed, agreed, settled and refunded with one peer, with balances.'),
  )
    .requiredOption('--from <day>', 'the first day')
    .requiredOption('--to <day>', 'the day after the last')
    .option('--csv', 'as CSV')
    .option('--json', 'as the API gives it')
    .action((peer: string, options: StatementOptions) => statement(cli, peer, options));
}

async function statement(cli: Cli, peer: string, options: StatementOptions): Promise<void> {
  const { from, to, csv, json } = options;
  const { body } = await openClient(cli, options).call<Statement>({
    method: 'GET',
    path: `/api/v1/peers/${encodeURIComponent(peer)}/statement`,
    query: { from, to },
  });
  if (json === true) cli.terminal.out(JSON.stringify(body));
  else if (csv === true) cli.terminal.out(statementCsv(body, 'us', peer).trimEnd());
  else cli.terminal.out(asText(body, cli));
}

function asText({ peerName, from, to, sheets }: Statement, cli: Cli): string {
  const head = `${peerName}, from ${dayOf(from)} up to ${dayOf(to)}.`;
  if (sheets.length === 0) return `${head} Nothing was booked.`;
  const parts = sheets.map(({ currency, opening, closing, lines }) =>
    [
      `${currency}: ${opening} at the beginning.`,
      ...(lines.length === 0 ? [] : [table(lineColumns, lines, cli.terminal)]),
      `${currency}: ${closing} at the end.`,
    ].join('\n'),
  );
  return [head, ...parts].join('\n\n');
}

const lineColumns: Column<StatementLine>[] = [
  { head: 'DAY', of: ({ at }) => dayOf(at) },
  { head: 'REQUEST', of: ({ requestingAgencyRequestId }) => requestingAgencyRequestId },
  { head: 'WHO CLAIMS', of: ({ by }) => (by === 'us' ? 'we' : 'they') },
  { head: 'WHAT', of: ({ kind }) => kind },
  { head: 'AMOUNT', of: ({ amount }) => amount },
  { head: 'VOUCHERS', of: ({ vouchers }) => vouchers },
  { head: 'BALANCE', of: ({ balance }) => balance },
  { head: 'TITLE', of: ({ title }) => title, mayCut: true },
];
