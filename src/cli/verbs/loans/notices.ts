import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import type { NoticeReceiver, NoticeState } from '../../../loan/index.js';
import { OperatorError, reasonOf } from '../../../platform/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import { showPage, withPages, type ApiPage, type PageOptions } from '../../api/page.js';
import type { Cli } from '../../cli.js';
import { letterText, noticeColumns, noticeText, previewText } from '../../records/notice-page.js';
import type { ListedNotice, PrintedLetter, ShownNotice, ShownPreview } from '../../records/notice-page.js';

const states = [
  'queued',
  'sending',
  'sent',
  'in-doubt',
  'bounced',
  'failed',
  'withdrawn',
  'replaced',
  'to-print',
  'printed',
] as const satisfies readonly NoticeState[];
const receivers = ['patron', 'staff', 'peer'] as const satisfies readonly NoticeReceiver[];

type ListOptions = PageOptions & {
  state?: string;
  to?: string;
};
type ShowOptions = ApiOptions & { json?: true };

/** `lendwire notices`: e-mails and letters to people, and what a person decides about them. */
export function addNotices(program: Command, cli: Cli): void {
  const notices = program
    .command('notices')
    .summary('e-mails and letters to readers, staff and peers')
    .description(
      'What people were told. Without a further word it lists them; a new one is sent with `lendwire act send-notice`, and calls are written down with `lendwire act log-call`.',
    );
  withPages(notices.command('list', { isDefault: true }).description('the notices, newest first'))
    .addOption(new Option('--state <state>', 'only these').choices(states))
    .addOption(new Option('--to <receiver>', 'only to these').choices(receivers))
    .action((options: ListOptions) => list(cli, options));
  withApiOptions(notices.command('show <id>').description('one notice, with what it says'))
    .option('--json', 'as the API gives it')
    .action((id: string, options: ShowOptions) => show(cli, id, options));
  addPreview(notices, cli);
  for (const verb of Object.keys(verbs) as NoticeVerb[]) addVerb(notices, verb, cli);
  withApiOptions(
    notices
      .command('print <id>')
      .description(
        'writes a letter to the terminal; it counts as printed. A reader’s name and address no token may see: the page shows them',
      ),
  )
    .option('--json', 'as the API gives it')
    .action((id: string, options: ShowOptions) => print(cli, id, options));
  addBounce(notices, cli);
}

type PreviewOptions = ApiOptions & {
  template: string;
  language?: string;
  way?: string;
  note?: string;
  agency?: string;
  json?: true;
};

function addPreview(notices: Command, cli: Cli): void {
  withApiOptions(
    notices
      .command('preview <request>')
      .description('what `lendwire act send-notice` would send, with warnings about your own words'),
  )
    .requiredOption('--template <kind>', 'which notice, such as overdue')
    .addOption(new Option('--language <code>', 'instead of the receiver’s own').choices(['en', 'sv', 'de']))
    .addOption(new Option('--way <way>', 'how').choices(['mail', 'letter']))
    .option('--note <text>', 'your own words, before the closing')
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is, where several of our agencies have one')
    .option('--json', 'as the API gives it')
    .action((request: string, options: PreviewOptions) => preview(cli, request, options));
}

async function preview(cli: Cli, request: string, options: PreviewOptions): Promise<void> {
  const { template, language, way, note, agency } = options;
  const { body } = await openClient(cli, options).call<ShownPreview>({
    method: 'POST',
    path: `/api/v1/loan-records/${encodeURIComponent(request)}/notices/preview`,
    query: { agency },
    body: { template, language, way, note },
  });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : previewText(body));
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const { state, to, limit, after } = options;
  const { body } = await openClient(cli, options).call<ApiPage<ListedNotice>>({
    method: 'GET',
    path: '/api/v1/notices',
    query: { state, to, limit, after },
  });
  showPage(cli, body, { columns: noticeColumns, none: 'No notices.', json: options.json });
}

async function show(cli: Cli, id: string, options: ShowOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<ShownNotice>({ method: 'GET', path: pathOf(id) });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : noticeText(body));
}

async function print(cli: Cli, id: string, options: ShowOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<PrintedLetter>({
    method: 'POST',
    path: `${pathOf(id)}/print`,
  });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : letterText(body));
}

const verbs = {
  'send-again': {
    summary: 'send one that came back, failed or is in doubt once more, to the address of today',
    done: 'It goes out again.',
  },
  'to-letter': { summary: 'print it instead of mailing it', done: 'It waits to be printed.' },
  'was-sent': { summary: 'one in doubt has come, as you know', done: 'It counts as sent.' },
  withdraw: { summary: 'nothing more comes of it', done: 'It is withdrawn.' },
  'not-printed': {
    summary: 'put a letter back that counts as printed',
    done: 'It waits to be printed again.',
  },
} as const satisfies Record<string, { summary: string; done: string }>;
type NoticeVerb = keyof typeof verbs;
type VerbOptions = ApiOptions & { email?: string };

function addVerb(notices: Command, verb: NoticeVerb, cli: Cli): void {
  const command = withApiOptions(notices.command(`${verb} <id>`).description(verbs[verb].summary));
  if (verb === 'send-again')
    command.option('--email <address>', 'the reader’s address from now on, for this request');
  command.action((id: string, options: VerbOptions) => decide(cli, { verb, id }, options));
}

async function decide(
  cli: Cli,
  { verb, id }: { verb: NoticeVerb; id: string },
  options: VerbOptions,
): Promise<void> {
  const { email } = options;
  const { body } = await openClient(cli, options).call<{ loanRecord: string; again?: string }>({
    method: 'POST',
    path: `${pathOf(id)}/${verb}`,
    ...(email === undefined ? {} : { body: { email } }),
  });
  const again = body.again === undefined ? '' : ` Its id is ${body.again}.`;
  cli.terminal.out(`${verbs[verb].done}${again}\nRequest ${body.loanRecord}.`);
}

const reportWords: Readonly<Record<string, string>> = {
  bounced: 'The notice has come back; its request needs attention.',
  'doubt-settled': 'The mail has come after all: the notice counts as sent.',
  'known-already': 'That was known already.',
  'settled-already': 'Somebody has decided about this notice before; nothing is changed.',
  'no-bounce': 'The report tells of no failure; nothing is changed.',
};

function addBounce(notices: Command, cli: Cli): void {
  withApiOptions(
    notices
      .command('bounce <file>')
      .description('hand in a mail that came back, as a file or from standard input (-)'),
  )
    .option('--status-part', 'the file is the part message/delivery-status alone')
    .action((file: string, options: ApiOptions & { statusPart?: true }) => bounce(cli, file, options));
}

async function bounce(cli: Cli, file: string, options: ApiOptions & { statusPart?: true }): Promise<void> {
  const type = options.statusPart === true ? 'message/delivery-status' : 'message/rfc822';
  const { body } = await openClient(cli, options).call<{
    result: string;
    notice: string;
    loanRecord: string;
  }>({ method: 'POST', path: '/api/v1/notices/reports', bytes: { type, content: contentOf(file) } });
  const { result, notice, loanRecord } = body;
  cli.terminal.out(`${reportWords[result] ?? result}\nNotice ${notice}, request ${loanRecord}.`);
}

function contentOf(file: string): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (thrown) {
    throw new OperatorError(`${file} cannot be read: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function pathOf(id: string): string {
  return `/api/v1/notices/${encodeURIComponent(id)}`;
}
