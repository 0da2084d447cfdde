import { actorOf, type Caller } from '../../access/index.js';
import { actOnParcel, endHeldActs, ruleContext, type ParcelAnswer } from '../../exchange/index.js';
import { foldTrackingId, parcelOf, possibleActs, type Act, type LoanView } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { newId } from '../../platform/index.js';
import {
  carrierByNumber,
  carrierNamed,
  carriersOf,
  isNumber,
  trackingUrl,
  type Carrier,
} from '../../tracking/index.js';
import type { LoanRecordDesk } from '../gateway.js';
import type { DeskOptions } from '../loans/loan-record-desk.js';
import { parcelView, type ParcelNames } from './parcel-views.js';
import type { ParcelDesk, ScanAsked, ScanDone, ScannedCode, ScannedRequest, ScanReading } from './parcels.js';
import { readScans, type ScannedLoan } from './read-scans.js';

export interface ParcelDeskOptions extends DeskOptions {
  carrierRows: () => ReadonlyMap<string, unknown>;
  loanRecords: Pick<LoanRecordDesk, 'act'>;
}

/** Codes of one go; a trolley has not more. */
export const CODES_AT_MOST = 200;

/** Parcels that one can be joined with are chosen from a short list. */
const COMPANIONS = 100;

/** Parcels over API and page: where they are, what staff do with them, and what they scan. */
export function buildParcelDesk(options: ParcelDeskOptions): ParcelDesk {
  const { readers } = options;
  const seen = async (parcels: readonly string[], by: Caller): Promise<LoanView[]> => {
    const views = [...(await readers.work.views(await readers.shipments.loansIn(parcels))).values()];
    return views.filter(({ record }) => by.agencies?.includes(record.agency) !== false);
  };
  const list: ParcelDesk['list'] = async ({ way, ...asked }, by) => {
    const ours = way === undefined ? undefined : way === 'out';
    const page = await readers.shipments.away({ ...asked, ...present({ agencies: by.agencies, ours }) });
    const views = await seen(page.parcels, by);
    const names = namesOf(options);
    return {
      items: page.parcels.flatMap((id) => parcelView(id, views, names) ?? []),
      ...present({ next: page.next }),
    };
  };
  return {
    list,
    async get(id, by) {
      return parcelView(id, await seen([id], by), namesOf(options));
    },
    ofLoan(view) {
      const ids = new Set([...view.shipments].map(([id, shipment]) => parcelOf(id, shipment)));
      const names = namesOf(options);
      return [...ids].flatMap((id) => parcelView(id, [view], names) ?? []);
    },
    async companions({ id, way, peer, agency, possible }, by) {
      if (!possible.includes('join')) return [];
      const { items } = await list({ way, peer, limit: COMPANIONS }, by);
      return items.filter((one) => one.id !== id && one.agency === agency && one.possible.includes('join'));
    },
    act: (asked) => act(asked, options),
    read: (codes, by) => read(codes, by, options),
    scan: async (asked, by) => scan(asked, { by, reading: await read(asked.codes, by, options), options }),
  };
}

function carriersIn({ carrierRows }: ParcelDeskOptions): ReadonlyMap<string, Carrier> {
  return carriersOf(carrierRows());
}

function namesOf(options: ParcelDeskOptions): ParcelNames {
  const carriers = carriersIn(options);
  return {
    routing: (carrier, peer) =>
      carrier === undefined ? undefined : carrierNamed(carriers, carrier)?.[1].routing?.[peer],
    peerName: (peer) => options.directory().peer(peer)?.name ?? peer,
    trackingUrl: (carrier, trackingId) => trackingUrl(carriers, carrier, trackingId),
  };
}

/** A further act ends the wait of those that are held; somebody else may hold another one meanwhile. */
const HELD_ROUNDS = 5;

async function act(
  { by, ...asked }: Parameters<ParcelDesk['act']>[0],
  options: ParcelDeskOptions,
): Promise<ParcelAnswer> {
  const { committer, context, wake } = options;
  const actor = actorOf(by);
  const bound = present({ agencies: by.agencies });
  for (let round = 0; round < HELD_ROUNDS; round += 1) {
    const answer = await committer.commit(actOnParcel({ ...asked, actor, ...bound }, context));
    if (answer.kind !== 'held-before') {
      if (answer.kind === 'done') wake(answer.owed);
      return answer;
    }
    for (const id of answer.loans)
      wake(await committer.commit(endHeldActs({ loan: { by: 'id', id }, actor, ...bound }, context)));
  }
  throw new Error('acts are held on the loans of a parcel faster than they can be decided');
}

async function read(
  codes: readonly ScannedCode[],
  by: Caller,
  options: ParcelDeskOptions,
): Promise<ScanReading> {
  const { readers, clock } = options;
  const scope = { now: clock.now(), ...present({ agencies: by.agencies }) };
  const ids = new Set<string>();
  for (const { code } of codes.slice(0, CODES_AT_MOST))
    for (const id of await readers.work.withId(code, scope)) ids.add(id);
  for (const id of await readers.shipments.loansIn(codes.map(({ code }) => code))) ids.add(id);
  const views = [...(await readers.work.views([...ids])).values()].filter(
    ({ record }) => by.agencies?.includes(record.agency) !== false,
  );
  const reading = readScans(
    codes,
    views.map((view) => scanned(view, options)),
    isNumber,
  );
  const [first] = reading.trackingIds;
  const carrier = first === undefined ? undefined : carrierByNumber(carriersIn(options), first)?.[1].name;
  return present({ ...reading, carrier });
}

function scanned(view: LoanView, { clock, directory }: ParcelDeskOptions): ScannedLoan {
  const peers = directory();
  const rules = ruleContext({
    at: { now: clock.now(), newId, randomBytes: () => Buffer.alloc(0) },
    peers,
    agency: view.record.agency,
    view,
  });
  const peer = view.transactions.get(view.record.current ?? '')?.peer ?? '';
  return { view, acts: possibleActs(view, rules), peerName: peers.peer(peer)?.name ?? peer };
}

async function scan(
  { idempotencyKey, holdSeconds }: ScanAsked,
  { by, reading, options }: { by: Caller; reading: ScanReading; options: ParcelDeskOptions },
): Promise<ScanDone> {
  const { offer, requests, trackingIds } = reading;
  if (offer === undefined) return { reading, answers: [] };
  if (offer === 'add-tracking') return number(idempotencyKey, { by, reading, options });
  const isBoxed = requests.length > 1 && (trackingIds.length > 0 || reading.parcel !== undefined);
  const parcel =
    reading.parcel ?? (isBoxed && (offer === 'ship' || offer === 'return') ? newId() : undefined);
  const answers: { loan: string; answer: ScanDone['answers'][number]['answer'] }[] = [];
  for (const request of requests) {
    const { answer } = await options.loanRecords.act({
      loan: { by: 'id', id: request.loan },
      act: actFor(request, reading, parcel),
      idempotencyKey: `${idempotencyKey}:${request.loan}`,
      by,
      ...present({ holdSeconds }),
    });
    answers.push({ loan: request.loan, answer });
  }
  return { reading, answers, ...present({ parcel }) };
}

/** The label of what has left already. */
async function number(
  idempotencyKey: string,
  { by, reading, options }: { by: Caller; reading: ScanReading; options: ParcelDeskOptions },
): Promise<ScanDone> {
  const { parcel = '', trackingIds, carrier } = reading;
  const asked = { verb: 'add-tracking' as const, trackingIds, ...present({ carrier }) };
  return {
    reading,
    answers: [],
    parcel,
    added: await act({ parcel, act: asked, idempotencyKey, by }, options),
  };
}

function actFor(request: ScannedRequest, reading: ScanReading, parcel: string | undefined): Act {
  const verb = request.verb ?? 'receive';
  if (verb === 'receive' || verb === 'check-in') return { verb };
  const [trackingId, ...more] = distinct(reading.trackingIds);
  const posted = present({
    carrier: reading.carrier,
    trackingId,
    moreTrackingIds: more.length === 0 ? undefined : more,
    parcel,
  });
  return verb === 'ship' ? { verb, ...posted, ...present({ itemId: request.itemId }) } : { verb, ...posted };
}

function distinct(ids: readonly string[]): string[] {
  return [...new Map(ids.map((id) => [foldTrackingId(id), id])).values()];
}
