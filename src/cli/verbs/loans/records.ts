import { Option, type Command } from 'commander';
import type { LoanSummary } from '../../../desk/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import { showPage, withPages, type ApiPage, type PageOptions } from '../../api/page.js';
import type { Cli } from '../../cli.js';
import { loanPage, type LoanView } from '../../records/loan-page.js';
import type { Column } from '../../terminal/table.js';
import { dayOf } from '../../terminal/times.js';

/** The filters of the list, each named as the API names it. */
interface Filters {
  role?: string;
  phase?: string;
  state?: string;
  peer?: string;
  type?: string;
  dueBefore?: string;
  attention?: string;
  text?: string;
  libraryId?: string;
}

type ListOptions = PageOptions & Filters;
type ShowOptions = ApiOptions & { agency?: string; asOf?: string; json?: true };

/** `lendwire records`: the requests of both sides, and one with its whole story. */
export function addRecords(program: Command, cli: Cli): void {
  const records = program
    .command('records')
    .summary('list requests, or show one with its story')
    .description(
      'Requests, as requester and as supplier. Without a further word it lists them; `lendwire records list --help` tells its filters.',
    );
  const list = records.command('list', { isDefault: true }).description('requests, newest first');
  withPages(list)
    .addOption(new Option('--role <role>', 'our side of it').choices(['requester', 'supplier']))
    .addOption(new Option('--phase <phase>', 'open or not').choices(['open', 'closed', 'withdrawn']))
    .option('--state <state>', 'state of the newest transaction, such as Loaned')
    .option('--peer <id>', 'only with this peer')
    .addOption(new Option('--type <type>', 'what was asked').choices(['Loan', 'Copy', 'CopyOrLoan']))
    .option('--due-before <day>', 'due before this day or moment')
    .option('--attention <list>', 'on which list of staff’s it stands, or: any')
    .option('--text <words>', 'words of title, author and identifiers')
    .option('--library-id <id>', 'the library’s own id')
    .action((options: ListOptions) => listRecords(cli, options));
  withApiOptions(
    records.command('show <id>').description('one request: what happened and why, and what can be done'),
  )
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is, where several of our agencies have one')
    .option('--as-of <time>', 'as it was at this day or moment, from the ledger alone')
    .option('--json', 'as the API gives it')
    .action((id: string, options: ShowOptions) => showRecord(cli, id, options));
}

async function listRecords(cli: Cli, options: ListOptions): Promise<void> {
  const { role, phase, state, peer, type, dueBefore, attention, text, libraryId, limit, after } = options;
  const { body } = await openClient(cli, options).call<ApiPage<LoanSummary>>({
    method: 'GET',
    path: '/api/v1/loan-records',
    query: { role, phase, state, peer, type, dueBefore, attention, text, libraryId, limit, after },
  });
  showPage(cli, body, { columns: columns, none: 'No requests.', json: options.json });
}

const columns: Column<LoanSummary>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'LIBRARY ID', of: ({ libraryId }) => libraryId },
  { head: 'WE', of: ({ role }) => (role === 'requester' ? 'borrow' : 'lend') },
  { head: 'TYPE', of: ({ serviceType }) => serviceType },
  { head: 'STATE', of: ({ state, phase }) => state ?? phase },
  { head: 'PEER', of: ({ peer }) => peer },
  { head: 'DUE', of: ({ dueDate }) => dayOf(dueDate) },
  { head: 'NEEDS YOU', of: ({ attention }) => attention },
  { head: 'TITLE', of: ({ title }) => title, mayCut: true },
  { head: 'AUTHOR', of: ({ author }) => author, mayCut: true },
];

async function showRecord(cli: Cli, id: string, options: ShowOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<LoanView>({
    method: 'GET',
    path: `/api/v1/loan-records/${encodeURIComponent(id)}`,
    query: { agency: options.agency, asOf: options.asOf },
  });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : loanPage(body, cli.terminal));
}
