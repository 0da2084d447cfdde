import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import type { ParcelView } from '../../../desk/index.js';
import type { ParcelAct, ParcelVerb } from '../../../loan/index.js';
import { present } from '../../../loan/present.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import { showPage, withPages, type ApiPage, type PageOptions } from '../../api/page.js';
import type { Cli } from '../../cli.js';
import { parcelColumns, parcelPage } from '../../records/parcel-page.js';
import { counted } from '../../terminal/text.js';
import { addScan } from './scan.js';

const PARCELS = '/api/v1/parcels';

interface ListOptions extends PageOptions {
  way?: string;
  peer?: string;
  late?: true;
  sentFrom?: string;
  sentBefore?: string;
}

/** `lendwire shipments`: where parcels are, what staff do with them, and what a scanner says. */
export function addShipments(program: Command, cli: Cli): void {
  const shipments = program
    .command('shipments')
    .summary('parcels: where they are, what is done with them, scanning')
    .description(
      'Parcels out and in, each with all requests in it. Without a further word it lists those that have not arrived. The guide is docs/shipments.md.',
    );
  withPages(
    shipments.command('list', { isDefault: true }).description('parcels that have not arrived, oldest first'),
  )
    .addOption(new Option('--way <way>', 'only these').choices(['out', 'in']))
    .option('--peer <id>', 'only between us and this peer')
    .option('--late', 'only what is late or lost')
    .option('--sent-from <time>', 'instead: all that was posted from this time on, …')
    .option('--sent-before <time>', '… and before this one')
    .action((options: ListOptions) => list(cli, options));
  withApiOptions(
    shipments.command('show <parcel>').description('one parcel, and everything that travels in it'),
  )
    .option('--json', 'as the API gives it')
    .action((parcel: string, options: ApiOptions & { json?: true }) => show(cli, parcel, options));
  addActs(shipments, cli);
  addScan(shipments, cli);
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const { way, peer, late, sentFrom, sentBefore, limit, after } = options;
  const { body } = await openClient(cli, options).call<ApiPage<ParcelView>>({
    method: 'GET',
    path: PARCELS,
    query: { way, peer, late: late === true ? 'true' : undefined, sentFrom, sentBefore, limit, after },
  });
  showPage(cli, body, { columns: parcelColumns, none: 'No parcels.', json: options.json });
}

async function show(cli: Cli, parcel: string, options: ApiOptions & { json?: true }): Promise<void> {
  const { body } = await openClient(cli, options).call<ParcelView>({
    method: 'GET',
    path: `${PARCELS}/${encodeURIComponent(parcel)}`,
  });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : parcelPage(body, cli.terminal));
}

interface ActOptions extends ApiOptions {
  key?: string;
  carrier?: string;
  note?: string;
  json?: true;
}

/** What each act needs to be told, and what it says when it is done. */
interface ActWords {
  words: string;
  about: string;
  done: string;
  options?: readonly (readonly [flags: string, text: string])[];
  actOf: (more: readonly string[], options: ActOptions) => ParcelAct;
}

const note = ['--note <text>', 'to the other library'] as const;

const parcelActs: Record<ParcelVerb, ActWords> = {
  join: {
    ...{ words: '<other>', about: 'another parcel joins this one', done: 'The two are one parcel.' },
    actOf: ([other = '']) => ({ verb: 'join', parcel: other }),
  },
  split: {
    ...{ words: '<shipment>', about: 'one shipment travels alone', done: 'It travels alone.' },
    actOf: ([shipment = '']) => ({ verb: 'split', shipment }),
  },
  'add-tracking': {
    ...{ words: '<number...>', about: 'further numbers', done: 'The numbers are known.' },
    options: [['--carrier <name>', 'whose numbers they are, where nobody has said yet']],
    actOf: (trackingIds, { carrier }) => present({ verb: 'add-tracking' as const, trackingIds, carrier }),
  },
  arrived: {
    ...{ words: '', about: 'the parcel is in hand', done: 'The parcel has arrived.' },
    actOf: () => ({ verb: 'arrived' }),
  },
  trace: {
    ...{ words: '', about: 'the carrier was asked to search', done: 'The search is written down.' },
    actOf: () => ({ verb: 'trace' }),
  },
  lost: {
    ...{ words: '', about: 'the parcel counts as lost', done: 'The parcel counts as lost.' },
    options: [note],
    actOf: (_more, options) => present({ verb: 'lost' as const, note: options.note }),
  },
  found: {
    ...{ words: '', about: 'a lost parcel has turned up', done: 'The parcel is found.' },
    options: [note],
    actOf: (_more, options) => present({ verb: 'found' as const, note: options.note }),
  },
};

function addActs(shipments: Command, cli: Cli): void {
  const act = shipments
    .command('act')
    .description('act on a parcel, for every request in it; what is not possible is refused with the reason');
  for (const [verb, { words, about, options = [] }] of Object.entries(parcelActs) as [
    ParcelVerb,
    ActWords,
  ][]) {
    const command = act.command(`${verb} <parcel> ${words}`.trim()).description(about);
    for (const [flags, text] of options) command.option(flags, text);
    withApiOptions(command)
      .option('--key <key>', 'the act’s Idempotency-Key: the same again acts once (else a new one)')
      .option('--json', 'the answer as the API gives it')
      .action((parcel: string, ...rest: unknown[]) => perform(cli, { verb, parcel }, rest));
  }
}

/** Commander gives what else was said, then the options, then the command. */
async function perform(
  cli: Cli,
  { verb, parcel }: { verb: ParcelVerb; parcel: string },
  rest: readonly unknown[],
): Promise<void> {
  const options = rest.at(-2) as ActOptions;
  const more = rest.slice(0, -2).flat() as string[];
  const { done, actOf } = parcelActs[verb];
  const { body } = await openClient(cli, options).call<{ loanRecords: string[]; deliveries: string[] }>({
    method: 'POST',
    path: `${PARCELS}/${encodeURIComponent(parcel)}/acts`,
    headers: { 'idempotency-key': options.key ?? randomUUID() },
    body: actOf(more, options),
  });
  const { loanRecords, deliveries } = body;
  const of = `It holds for ${counted(loanRecords.length, 'request')}; ${counted(deliveries.length, 'message')} to the peer.`;
  cli.terminal.out(options.json === true ? JSON.stringify(body) : `${done} ${of}`);
}
