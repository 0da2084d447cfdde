import type { ParcelView } from '../../desk/index.js';
import type { ParcelStep } from '../../loan/index.js';
import { table, type Column } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { counted, plain } from '../terminal/text.js';
import { dayOf, minuteOf } from '../terminal/times.js';

/** What to do next about a parcel, for whoever reads it in a terminal. */
export const stepWords: Record<ParcelStep, string> = {
  'mail-room': 'look in the mail room, and scan it',
  'ask-arrived': 'ask the other library to look: the carrier has delivered it',
  'carrier-trouble': 'look at the carrier’s page, then have it search',
  'own-shelves': 'look on your shelves, then ask for proof of posting',
  'ask-requester': 'ask the other library whether it came, then have the carrier search',
  'ask-supplier': 'ask the other library to look on its shelves, then have the carrier search',
  'await-search': 'wait for the search; when it finds nothing, count it as lost',
  settle: 'look at both ends once more, then settle it on each request',
};

export const parcelColumns: Column<ParcelView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'WAY', of: ({ way }) => way },
  { head: 'PEER', of: ({ peerName }) => peerName, mayCut: true },
  { head: 'CARRIER', of: ({ carrier }) => carrier, mayCut: true },
  { head: 'NUMBERS', of: ({ numbers }) => numbers.map(({ trackingId }) => trackingId).join(' ') },
  { head: 'REQUESTS', of: ({ requests }) => requests.length },
  { head: 'SENT', of: ({ sentAt }) => dayOf(sentAt) },
  { head: 'EXPECTED', of: expectedWords },
  { head: 'STATE', of: ({ state }) => state },
  { head: 'NEXT', of: ({ next }) => (next === undefined ? undefined : stepWords[next]), mayCut: true },
];

function expectedWords({ expectedAt, expected }: ParcelView): string | undefined {
  if (expectedAt !== undefined) return dayOf(expectedAt);
  return expected === undefined ? undefined : `${dayOf(expected.median)} – ${dayOf(expected.p90)}`;
}

/** One parcel: where it is, what to do next, what is in it, what its carrier has told. */
export function parcelPage(parcel: ParcelView, terminal: Terminal): string {
  const { way, peerName, id, events, requests, possible } = parcel;
  const facts = factsOf(parcel).filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...facts.map(([name]) => name.length));
  const sections = [
    terminal.mark('bold', `Parcel ${id}: ${way === 'out' ? 'to' : 'from'} ${plain(peerName)}`),
    ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${plain(value ?? '')}`),
    '',
    table(requestColumns, requests, terminal),
    ...(events.length === 0 ? [] : ['', 'The carrier has told']),
    ...events.map(({ at, status, trackingId }) => `  ${minuteOf(at)}  ${status}  ${plain(trackingId)}`),
    '',
    `You can: ${possible.join(', ') || 'nothing more'}.`,
  ];
  return sections.join('\n');
}

function factsOf(parcel: ParcelView): [name: string, value: string | undefined][] {
  const { state, next, carrier, routing, numbers, packing, expected } = parcel;
  const moment = (at: string | undefined): string | undefined => (at === undefined ? at : minuteOf(at));
  return [
    ['State', state],
    ['Do next', next === undefined ? undefined : stepWords[next]],
    ['Carrier', carrier],
    ['Routing code', routing],
    ...numbers.map(({ trackingId, url }): [string, string] => [
      'Number',
      url === undefined ? trackingId : `${trackingId}  ${url}`,
    ]),
    ['Sent', moment(parcel.sentAt)],
    ['Expected', expectedWords(parcel)],
    ['As', expected === undefined ? undefined : counted(expected.samples, 'earlier parcel')],
    ['Delivered', moment(parcel.deliveredAt)],
    ['Arrived', moment(parcel.arrivedAt)],
    ['Late since', moment(parcel.lateAt)],
    ['Searched for', moment(parcel.tracedAt)],
    ['Lost since', moment(parcel.lostAt)],
    ['Insured', insuranceWords(parcel)],
    ['Comes back', packing.join(', ')],
  ];
}

function insuranceWords({ insurance }: ParcelView): string | undefined {
  if (insurance === undefined) return undefined;
  if (!insurance.insured) return 'no';
  return [insurance.amount ?? 'yes', insurance.currency].filter(Boolean).join(' ');
}

const requestColumns: Column<ParcelView['requests'][number]>[] = [
  { head: 'REQUEST', of: ({ loan }) => loan },
  { head: 'SHIPMENT', of: ({ shipment }) => shipment },
  { head: 'NUMBER', of: ({ requestId }) => requestId },
  { head: 'ITEMS', of: ({ itemIds }) => itemIds.join(' ') },
  { head: 'STATE', of: ({ state }) => state },
  { head: 'TITLE', of: ({ title }) => title, mayCut: true },
];
