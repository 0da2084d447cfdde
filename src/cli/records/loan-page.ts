import type {
  Attention,
  Delivery,
  LoanRecord,
  PlannedEvent,
  PossibleActs,
  Role,
  Shipment,
  Transaction,
} from '../../loan/index.js';
import type { TimelineEntry } from '../../desk/index.js';
import { inSyncLines } from './in-sync-lines.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { plain } from '../terminal/text.js';
import { dayOf, minuteOf } from '../terminal/times.js';

/** A request with its whole story, as the API gives it. */
export interface LoanView extends PossibleActs {
  id: string;
  /** The moment whose state this is, where it is not the present one. */
  asOf?: string;
  record: Pick<
    LoanRecord,
    'role' | 'phase' | 'libraryId' | 'bibliographicInfo' | 'serviceInfo' | 'createdAt'
  > & {
    suppliers: { agencyId: string; outcome?: string; because?: string }[];
    held: { verb: string; decideAt: string }[];
  };
  attention?: Attention;
  transactions: ({ id: string; requestingAgencyId: string; supplyingAgencyId: string } & Pick<
    Transaction,
    | 'state'
    | 'inSync'
    | 'peer'
    | 'requestingAgencyRequestId'
    | 'serviceType'
    | 'dueDate'
    | 'openedAt'
    | 'closedAt'
  >)[];
  shipments: Omit<Shipment, 'loan'>[];
  reports: { kind: string; by: 'us' | 'peer'; at: string; decision?: string }[];
  deliveries: ({ id: string } & Delivery)[];
  timeline: TimelineEntry[];
  planned: PlannedEvent[];
}

/** A request on one page: what it is, how it stands, what happened and why, what will happen, what can be done. */
export function loanPage(loan: LoanView, terminal: Terminal): string {
  const { transactions, record } = loan;
  return [
    headOf(loan, terminal),
    section('Asked of', transactionsOf(loan, terminal), terminal),
    section('Do both sides agree?', inSyncLines(transactions.at(-1)?.inSync, record.role), terminal),
    section('Parcels', parcelsOf(loan, terminal), terminal),
    section('Still owed to the peer', deliveriesOf(loan, terminal), terminal),
    section(
      'What happened',
      loan.timeline.flatMap((entry) => eventLines(entry, terminal)),
      terminal,
    ),
    section(
      'What will happen by itself',
      loan.planned.flatMap((event) => eventLines(event, terminal)),
      terminal,
    ),
    section('What you can do now', possibleLines(loan), terminal),
    section(
      'What you cannot, and why',
      loan.missing.map(({ verb, why }) => `${verb}: ${plain(why)}`),
      terminal,
    ),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function section(head: string, lines: readonly string[], terminal: Terminal): string | undefined {
  if (lines.length === 0) return undefined;
  return [terminal.mark('bold', head), ...lines.map((line) => `  ${line}`)].join('\n');
}

function headOf({ id, asOf, record, attention, reports }: LoanView, terminal: Terminal): string {
  const { bibliographicInfo: item, serviceInfo: service, role, phase, libraryId } = record;
  const facts: [string, string | undefined][] = [
    ['Library id', libraryId],
    ['Title', item.title],
    ['Author', item.author],
    ['Part', [item.titleOfComponent, item.authorOfComponent].filter(Boolean).join(', ')],
    ['Pages', item.pagesRequested],
    ['Service', [service?.serviceType, service?.serviceLevel?.value].filter(Boolean).join(', ')],
    ['Needed by', dayOf(service?.needBeforeDate)],
    ['Suppliers', record.suppliers.map(supplierWords).join('; ')],
    ['Reported', reports.map(reportWords).join('; ')],
    ['Held', record.held.map(({ verb, decideAt }) => `${verb} until ${minuteOf(decideAt)}`).join('; ')],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  const width = Math.max(...known.map(([name]) => name.length), 0);
  return [
    terminal.mark(
      'bold',
      `Request ${id}: we are the ${role}, it ${asOf === undefined ? 'is' : 'was'} ${phase}`,
    ),
    ...(asOf === undefined ? [] : [terminal.mark('yellow', `  As it was at ${minuteOf(asOf)}`)]),
    ...known.map(([name, value]) => `  ${name.padEnd(width)}  ${plain(value)}`),
    ...(attention === undefined
      ? []
      : [
          terminal.mark(
            'yellow',
            `  Needs you: ${plain(attention.reason)} (${attention.queue}, since ${minuteOf(attention.since)})`,
          ),
        ]),
  ].join('\n');
}

function supplierWords({ agencyId, outcome, because }: LoanView['record']['suppliers'][number]): string {
  const said = [outcome, because].filter(Boolean).join(', ');
  return said === '' ? agencyId : `${agencyId} (${said})`;
}

function reportWords({ kind, by, at, decision }: LoanView['reports'][number]): string {
  return `${kind} by ${by === 'us' ? 'us' : 'the other side'} on ${dayOf(at) ?? at}${decision === undefined ? '' : ` (${decision})`}`;
}

function transactionsOf({ transactions, record }: LoanView, terminal: Terminal): string[] {
  if (transactions.length === 0) return [];
  const isOurs = record.role === 'requester';
  return lines(
    table(
      [
        { head: 'STATE', of: ({ state }) => state },
        {
          head: isOurs ? 'SUPPLIER' : 'REQUESTER',
          of: (each) => (isOurs ? each.supplyingAgencyId : each.requestingAgencyId),
        },
        { head: 'PEER', of: ({ peer }) => peer },
        { head: 'REQUEST ID', of: (each) => each.requestingAgencyRequestId },
        { head: 'DUE', of: ({ dueDate }) => dayOf(dueDate) },
        { head: 'OPENED', of: ({ openedAt }) => minuteOf(openedAt) },
        { head: 'CLOSED', of: ({ closedAt }) => closedAt && minuteOf(closedAt) },
      ],
      transactions,
      terminal,
    ),
  );
}

function parcelsOf({ shipments }: LoanView, terminal: Terminal): string[] {
  if (shipments.length === 0) return [];
  return lines(
    table(
      [
        { head: 'WAY', of: ({ direction }) => (direction === 'out' ? 'there' : 'back') },
        { head: 'SENT BY', of: ({ ours }) => (ours ? 'us' : 'them') },
        { head: 'CARRIER', of: ({ carrier }) => carrier },
        { head: 'TRACKING ID', of: ({ trackingId }) => trackingId },
        { head: 'SENT', of: ({ sentAt }) => minuteOf(sentAt) },
        { head: 'EXPECTED', of: ({ expectedAt }) => dayOf(expectedAt) },
        { head: 'STATE', of: parcelState },
      ],
      shipments,
      terminal,
    ),
  );
}

function parcelState({ arrivedAt, lostAt, lateAt }: Omit<Shipment, 'loan'>): string {
  if (arrivedAt !== undefined) return `arrived ${minuteOf(arrivedAt)}`;
  if (lostAt !== undefined) return `lost ${minuteOf(lostAt)}`;
  return lateAt === undefined ? 'on its way' : `late since ${minuteOf(lateAt)}`;
}

function deliveriesOf({ deliveries, record }: LoanView, terminal: Terminal): string[] {
  if (deliveries.length === 0) return [];
  const told = table(
    [
      { head: 'DELIVERY', of: ({ id }) => id },
      { head: 'MESSAGE', of: ({ what }) => what },
      { head: 'STATE', of: ({ state }) => state },
      { head: 'TRIES', of: ({ attempts }) => attempts },
      { head: 'CAUSE', of: ({ cause }) => cause },
    ],
    deliveries,
    terminal,
  );
  return [...lines(told), ...deliveries.flatMap((delivery) => decisionLine(delivery, record.role))];
}

/** How a person decides about a message that goes no further by itself. */
function decisionLine({ id, state, doubt }: LoanView['deliveries'][number], role: Role): string[] {
  if (state === 'owed') return [];
  const isDoubtful = doubt === true || state === 'undecided';
  const verbs = [
    ...(isDoubtful && role === 'requester' ? ['probe'] : []),
    'send-again',
    ...(isDoubtful ? [] : ['compose-anew']),
    'drop',
  ];
  return [`Decide: lendwire deliveries ${verbs.join('|')} ${id}`];
}

function eventLines(event: { at: string; text: string; because: string }, terminal: Terminal): string[] {
  const indent = ' '.repeat(18);
  const line = `${minuteOf(event.at)}  ${plain(event.text)}`;
  // Where the reason is the event itself, once is enough.
  if (event.because === event.text) return [line];
  return [line, terminal.mark('dim', `${indent}because: ${plain(event.because)}`)];
}

function possibleLines({ possible }: LoanView): string[] {
  return possible.map(
    ({ verb, primary, needsConfirmation }) =>
      `${verb}${primary ? '  (most likely next)' : ''}${needsConfirmation === true ? '  (add --confirmed)' : ''}`,
  );
}

function lines(text: string): string[] {
  return text.split('\n');
}
