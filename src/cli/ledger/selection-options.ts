import { Option, type Command } from 'commander';
import type { Selection } from '../../audit/index.js';
import { OperatorError } from '../../platform/index.js';

export interface SelectionOptions {
  from?: string;
  to?: string;
  byEventTime?: true;
  side?: 'requester' | 'supplier';
  peer?: string;
  type?: string;
  state?: string;
  kind?: string;
  actor?: string;
  failed?: true;
  request?: string;
  first?: string;
  last?: string;
  agency?: string[];
}

/** The filters of an export. */
export function addSelectionOptions(command: Command): Command {
  return command
    .option('--from <when>', 'recorded at or after this day or instant (UTC)')
    .option('--to <when>', 'recorded up to this day, the day included, or before this instant (UTC)')
    .option('--by-event-time', 'let --from and --to speak of when it happened, as the message says')
    .addOption(new Option('--side <side>', 'our role in the request').choices(['requester', 'supplier']))
    .option('--peer <id>', 'of one peer')
    .option('--type <type>', 'of requests for Loan, Copy or CopyOrLoan')
    .option('--state <state>', 'of requests that stand so today, such as Loaned')
    .option('--kind <kind>', 'of one kind of entry, such as message-received')
    .option('--actor <id>', 'by one actor: an id, or kind:id')
    .option('--failed', 'only what did not work')
    .option('--request <id>', 'of one request')
    .option('--first <seq>', 'from this entry on')
    .option('--last <seq>', 'up to this entry')
    .option('--agency <id>', 'of one of our own agencies; may be given again', andAgency);
}

function andAgency(value: string, before?: string[]): string[] {
  return [...(before ?? []), value.toLowerCase()];
}

/** What the filters select. Refuses a time or a number that cannot be read. */
export function selectionOf(options: SelectionOptions): Selection {
  const { side, peer, type, state, kind, actor, failed, request, first, last, agency } = options;
  return given({
    ...periodOf(options),
    ...{ side, peer, serviceType: type, state, kind, actor, failedOnly: failed, request, agencies: agency },
    firstSeq: first === undefined ? undefined : seqOf(first),
    lastSeq: last === undefined ? undefined : seqOf(last),
  });
}

function periodOf({ from, to, byEventTime }: SelectionOptions): Selection {
  return given({
    from: from === undefined ? undefined : instantOf(from),
    before: to === undefined ? undefined : isDay(to) ? dayAfter(to) : instantOf(to),
    time: byEventTime === true ? 'event' : undefined,
  });
}

/** Only what was said: a filter that is missing does not narrow. */
function given(filters: { [Name in keyof Selection]: Selection[Name] | undefined }): Selection {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

function instantOf(text: string): string {
  const instant = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant))
    throw new OperatorError(`${text} is no day or instant: write 2026-03-31 or 2026-03-31T12:00:00Z.`);
  return new Date(instant).toISOString();
}

function dayAfter(day: string): string {
  return new Date(Date.parse(instantOf(day)) + 86_400_000).toISOString();
}

function seqOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new OperatorError(`${text} is no number of an entry: they count from 1.`);
}
