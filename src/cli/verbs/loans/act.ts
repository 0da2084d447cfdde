import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Verb } from '../../../loan/index.js';
import { actWords } from '../../acts/act-words.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { minuteOf } from '../../terminal/times.js';
import { counted } from '../../terminal/text.js';

type ActOptions = ApiOptions & { key?: string; agency?: string; json?: true } & Record<string, unknown>;

type ActDone =
  | { result: 'done'; loanRecord: string; deliveries: string[] }
  | { result: 'held'; loanRecord: string; act: string; decideAt: string };

/** `lendwire act`: what staff do with a request. The gateway judges whether it is possible, and says why not. */
export function addAct(program: Command, cli: Cli): void {
  const act = program
    .command('act')
    .summary('act on a request: ship, receive, cancel, …')
    .description(
      'Acts on a request, named by the gateway’s id or as library:ID by the library’s own. `lendwire records show ID` says what is possible now. What is not possible is refused with the reason.',
    );
  for (const verb of Object.keys(actWords) as Verb[]) addVerb(act, verb, cli);
}

function addVerb(act: Command, verb: Verb, cli: Cli): void {
  const { summary, options } = actWords[verb];
  const command = act
    .command(`${verb} <record>`)
    .summary(summary)
    .description(`${sentence(summary)}.`);
  for (const { flags, text } of options) command.option(flags, text);
  command
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is, where several of our agencies have one')
    .option('--key <key>', 'the act’s Idempotency-Key: the same again acts once (else a new one)')
    .option('--json', 'the answer as the API gives it');
  withApiOptions(command).action((record: string, given: ActOptions) =>
    perform(cli, { verb, record }, given),
  );
}

async function perform(cli: Cli, asked: { verb: Verb; record: string }, options: ActOptions): Promise<void> {
  const { verb, record } = asked;
  const client = openClient(cli, options);
  const { body, headers } = await client.call<ActDone>({
    method: 'POST',
    path: `/api/v1/loan-records/${encodeURIComponent(record)}/acts`,
    query: { agency: options.agency },
    headers: { 'idempotency-key': options.key ?? randomUUID() },
    body: bodyOf(verb, options),
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else cli.terminal.out(doneWords(verb, body, headers.get('idempotent-replay') !== null));
}

function bodyOf(verb: Verb, options: ActOptions): Record<string, unknown> {
  const filled = actWords[verb].options.flatMap(({ field, name, read }) => {
    const given = options[name];
    if (given === undefined) return [];
    return [[field, read !== undefined && typeof given === 'string' ? read(given) : given] as const];
  });
  return { verb, ...Object.fromEntries(filled) };
}

function doneWords(verb: Verb, body: ActDone, isReplay: boolean): string {
  if (body.result === 'held')
    return `Held until ${minuteOf(body.decideAt)} UTC, then done: ${verb}. Request ${body.loanRecord}.`;
  const { deliveries } = body;
  const owed =
    deliveries.length === 0
      ? 'Nothing has to be sent for it.'
      : `${counted(deliveries.length, 'message')} to the peer: ${deliveries.join(', ')}.`;
  const before = isReplay ? ' It was done before, under the same key.' : '';
  return `${actWords[verb].done}${before} ${owed}\nRequest ${body.loanRecord}.`;
}

function sentence(summary: string): string {
  return summary.charAt(0).toUpperCase() + summary.slice(1);
}
