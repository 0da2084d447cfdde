import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Verb } from '../../../loan/index.js';
import { OperatorError } from '../../../platform/index.js';
import type { ActOption } from '../../acts/act-options.js';
import { actWords } from '../../acts/act-words.js';
import type { ApiCall } from '../../api/api-client.js';
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
    ...(await contentOf(verb, options)),
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else cli.terminal.out(doneWords(verb, body, headers.get('idempotent-replay') !== null));
}

/** The act as JSON, or with its files as a form. */
async function contentOf(verb: Verb, options: ActOptions): Promise<Pick<ApiCall, 'body' | 'form'>> {
  const condition = filled(verb, options, 'condition');
  const body = {
    verb,
    ...filled(verb, options, undefined),
    ...(Object.keys(condition).length === 0 ? {} : { condition }),
  };
  const files = Object.entries(filled(verb, options, 'files')) as [string, string[]][];
  if (files.length === 0) return { body };
  const form = new FormData();
  form.append('act', JSON.stringify(body));
  for (const [field, paths] of files)
    for (const path of paths) form.append(field, await fileAt(path), basename(path));
  return { form };
}

function filled(verb: Verb, options: ActOptions, place: ActOption['within']): Record<string, unknown> {
  const given = actWords[verb].options.flatMap(({ field, name, read, within }) => {
    const value = options[name];
    if (value === undefined || within !== place) return [];
    return [[field, read !== undefined && typeof value === 'string' ? read(value) : value] as const];
  });
  return Object.fromEntries(given);
}

/** What it is, the gateway sees by its bytes. */
async function fileAt(path: string): Promise<Blob> {
  try {
    return new Blob([await readFile(path)]);
  } catch (thrown) {
    throw new OperatorError(`The file ${path} cannot be read.`, { cause: thrown });
  }
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
