import type { Command } from 'commander';
import type { ErasedAll, ErasePreview, Proposed, ProposalView } from '../../../audit/index.js';
import { OperatorError } from '../../../platform/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { table, type Column } from '../../terminal/table.js';
import { counted, plain } from '../../terminal/text.js';
import { minuteOf } from '../../terminal/times.js';

type EraseOptions = ApiOptions & { patron?: string; because: string; yes?: true };

/** `lendwire erase`: a person is erased from all requests that have ended; the ledger stays whole. */
export function addErase(program: Command, cli: Cli): void {
  const verb = withApiOptions(
    program
      .command('erase')
      .summary('erase a person, keep the proof')
      .description(
        'Destroys the keys under which a person’s values are sealed, in all requests that have ended. Without --yes it only says how many that would be. It cannot be taken back. Where the setting erasure.persons is 2, --yes proposes it, and another person approves. Needs a token with the scope erase; one that is bound to an agency erases there alone.',
      )
      .option('--patron <reference>', 'the library’s own reference of the person')
      .option(
        '--because <text>',
        'why; it stands in the ledger, so name nobody in it',
        'a person asked for it',
      )
      .option('--yes', 'do it'),
  ).action((options: EraseOptions) => erase(cli, options));
  verb
    .command('approve')
    .argument('<proposal>', 'the id that proposing it has answered')
    .summary('be the second person of an erasure')
    .description(
      'Erases what another person has proposed, with a token of your own. It cannot be taken back.',
    )
    .action((proposal: string, _options: object, command: Command) =>
      approve(cli, { proposal, ...command.optsWithGlobals<ApiOptions>() }),
    );
  verb
    .command('proposals')
    .summary('list the erasures that wait for a second person')
    .action((_options: object, command: Command) => list(cli, command.optsWithGlobals<ApiOptions>()));
}

async function erase(cli: Cli, options: EraseOptions): Promise<void> {
  const { patron, because, yes } = options;
  if (patron === undefined)
    throw new OperatorError('Say whom: --patron REF, by the library’s own reference of the person.');
  if (yes !== true) return preview(cli, { ...options, patron });
  const { status, body } = await openClient(cli, options).call<ErasedAll | Proposed>({
    method: 'POST',
    path: '/api/v1/erasures',
    body: { patron, because },
  });
  cli.terminal.out(
    (status === 202 ? proposedWords(body as Proposed) : erasedWords(body as ErasedAll)).join('\n'),
  );
}

async function preview(cli: Cli, options: ApiOptions & { patron: string }): Promise<void> {
  const { body } = await openClient(cli, options).call<ErasePreview>({
    method: 'POST',
    path: '/api/v1/erasures/preview',
    body: { patron: options.patron },
  });
  cli.terminal.out(
    [
      `The person would be erased from ${counted(body.erasable, 'request')}.`,
      ...heldWords(body),
      body.erasable === 0 ? 'There is nothing to do.' : 'To do it, for good: the same command with --yes.',
    ].join('\n'),
  );
}

async function approve(cli: Cli, options: ApiOptions & { proposal: string }): Promise<void> {
  const { body } = await openClient(cli, options).call<ErasedAll>({
    method: 'POST',
    path: `/api/v1/erasures/proposals/${encodeURIComponent(options.proposal)}/approve`,
  });
  cli.terminal.out(erasedWords(body).join('\n'));
}

async function list(cli: Cli, options: ApiOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: ProposalView[] }>({
    method: 'GET',
    path: '/api/v1/erasures/proposals',
  });
  cli.terminal.out(
    body.items.length === 0
      ? 'No erasure waits for a second person.'
      : table(columns, body.items, cli.terminal),
  );
}

const columns: Column<ProposalView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'PROPOSED', of: ({ proposedAt }) => minuteOf(proposedAt) },
  { head: 'BY', of: ({ proposedBy, isOwn }) => (isOwn ? `${proposedBy.id} (you)` : proposedBy.id) },
  { head: 'UNTIL', of: ({ until }) => minuteOf(until) },
  { head: 'REQUESTS', of: ({ requests }) => requests },
  { head: 'BECAUSE', of: ({ because }) => plain(because), mayCut: true },
];

function erasedWords(done: ErasedAll): string[] {
  return [
    `The person is erased from ${counted(done.erased, 'request')}. Certificate: ${done.certificate}.`,
    ...heldWords(done),
    ...(done.shredded
      ? []
      : ['A long reader keeps the database’s log for now: the next run of the job retain cleans it.']),
  ];
}

function proposedWords({ proposal, requests, until }: Proposed): string[] {
  return [
    `Proposed for ${counted(requests, 'request')}: nothing is erased yet.`,
    `Until ${minuteOf(until)} another person approves it: lendwire erase approve ${proposal}`,
  ];
}

function heldWords({ heldBack }: Pick<ErasePreview, 'heldBack'>): string[] {
  return heldBack.map(({ loan, why }) => `Held back: ${loan}, because ${why}.`);
}
