import { carrierSays, nudgeUnscanned, type ExchangeContext } from '../exchange/index.js';
import {
  isUnscanned,
  trackingIdsOf,
  type LoanView,
  type Shipment,
  type ToldByCarrier,
} from '../loan/index.js';
import { reasonOf, type Clock, type Logger } from '../platform/index.js';
import type { Committer, Readers } from '../storage/index.js';
import type { Collected, TrackingAdapter } from './adapters/adapter.js';
import {
  carrierByNumber,
  carrierNamed,
  carriersOf,
  type Carrier,
  type CarrierSource,
} from './carriers/carrier.js';
import type { TransitHistory } from './transit-history.js';

export interface TrackOptions {
  committer: Committer;
  readers: Pick<Readers, 'shipments' | 'work'>;
  context: ExchangeContext;
  history: TransitHistory;
  carrierRows: () => ReadonlyMap<string, unknown>;
  adapters: Readonly<Record<CarrierSource['kind'], TrackingAdapter>>;
  wake: (deliveries: readonly string[]) => void;
  clock: Clock;
  log: Logger;
}

/** Feeds are asked, and unscanned parcels looked for, no more often than this. */
const ROUND_MS = 900_000;
const PAGE = 200;
const PAGES = 25;
/** Tellings in one commit. */
const AT_ONCE = 50;

/** The job `track`: what carriers tell moves shipments on, and what was delivered and not scanned is asked after. */
export function buildTracker(options: TrackOptions): { run(now: Date): Promise<void> } {
  let lastRound: number | undefined;
  return {
    async run(now) {
      await options.history.refresh(options.readers, now);
      const carriers = carriersOf(options.carrierRows());
      await collectAll(carriersBy('csv', carriers), new Map(), { now, options });
      if (lastRound !== undefined && Math.abs(now.getTime() - lastRound) < ROUND_MS) return;
      lastRound = now.getTime();
      const away = await allAway(options);
      await collectAll(carriersBy('feed', carriers), numbersBy(carriers, away), { now, options });
      await nudge(away, { now, options });
    },
  };
}

function carriersBy(
  kind: CarrierSource['kind'],
  carriers: ReadonlyMap<string, Carrier>,
): [string, Carrier][] {
  return [...carriers].filter(([, { source }]) => source?.kind === kind);
}

async function collectAll(
  carriers: readonly [string, Carrier][],
  numbers: ReadonlyMap<string, readonly string[]>,
  { now, options }: { now: Date; options: TrackOptions },
): Promise<void> {
  for (const [id, carrier] of carriers) {
    if (carrier.source === undefined) continue;
    const adapter = options.adapters[carrier.source.kind];
    const collected = await adapter.collect({ id, carrier, trackingIds: numbers.get(id) ?? [], now });
    for (const fault of collected.faults)
      options.log.warn('a carrier’s word cannot be used', { carrier: id, fault });
    await enter(id, collected, options);
  }
}

async function enter(
  carrier: string,
  collected: Collected,
  { committer, context, wake, log }: TrackOptions,
): Promise<void> {
  const unknown: string[] = [];
  for (let from = 0; from < collected.told.length; from += AT_ONCE) {
    const some: readonly ToldByCarrier[] = collected.told.slice(from, from + AT_ONCE);
    const heard = await committer.commit(carrierSays(some, context));
    unknown.push(...heard.unknown);
    wake(heard.owed);
  }
  try {
    await collected.settle({ unknown });
  } catch (thrown) {
    // It is read again next time, which changes nothing; the other carriers do not wait for it.
    log.warn('what a carrier told cannot be put aside', { carrier, fault: reasonOf(thrown) });
  }
}

/** Loans with a parcel under way, at most some thousands: the longest under way first. */
async function allAway({ readers }: TrackOptions): Promise<LoanView[]> {
  const views = new Map<string, LoanView>();
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const { parcels, next } = await readers.shipments.away({
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const [id, view] of await readers.work.views(await readers.shipments.loansIn(parcels)))
      views.set(id, view);
    if (next === undefined) break;
    after = next;
  }
  return [...views.values()];
}

/** Numbers of what is under way, by the carrier whose they are: by its name, or by their form. */
function numbersBy(
  carriers: ReadonlyMap<string, Carrier>,
  views: readonly LoanView[],
): ReadonlyMap<string, readonly string[]> {
  const numbers = new Map<string, string[]>();
  const away = views
    .flatMap(({ shipments }) => [...shipments.values()])
    .filter((each) => each.arrivedAt === undefined);
  for (const shipment of away)
    for (const trackingId of trackingIdsOf(shipment)) {
      const id = carrierOf(shipment, trackingId, carriers);
      if (id !== undefined) numbers.set(id, [...(numbers.get(id) ?? []), trackingId]);
    }
  return numbers;
}

function carrierOf(
  { carrier }: Shipment,
  trackingId: string,
  carriers: ReadonlyMap<string, Carrier>,
): string | undefined {
  const found =
    carrier === undefined ? carrierByNumber(carriers, trackingId) : carrierNamed(carriers, carrier);
  return found?.[0];
}

async function nudge(
  views: readonly LoanView[],
  { now, options }: { now: Date; options: TrackOptions },
): Promise<void> {
  const lying = views.filter(({ shipments }) =>
    [...shipments.values()].some((shipment) => isUnscanned(shipment, now.getTime())),
  );
  for (let from = 0; from < lying.length; from += AT_ONCE) {
    const some = lying.slice(from, from + AT_ONCE).map(({ id }) => id);
    options.wake(await options.committer.commit(nudgeUnscanned(some, options.context)));
  }
}
