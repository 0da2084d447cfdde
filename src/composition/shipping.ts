import { dirname, join, resolve } from 'node:path';
import { buildCarrierDesk, buildParcelDesk, type DeskOptions, type Gateway } from '../desk/index.js';
import type { Ground } from './ground.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import type { Pump } from '../outbound/index.js';
import type { FetchOut } from '../platform/index.js';
import type { Storage } from '../storage/index.js';
import { buildCsvDrop, buildFeed, buildTracker } from '../tracking/index.js';

/** How page, API and command line reach parcels and who carries them. */
export function buildShippingDesks(
  { settings }: Ground,
  {
    storage,
    desk,
    loanRecords,
  }: { storage: Storage; desk: DeskOptions; loanRecords: Gateway['loanRecords'] },
): Pick<Gateway, 'parcels' | 'carriers'> {
  const carrierRows = rowsIn(storage);
  return {
    parcels: buildParcelDesk({ ...desk, carrierRows, loanRecords }),
    carriers: buildCarrierDesk({ committer: storage.committer, carrierRows, rules: settings.outbound }),
  };
}

function rowsIn(storage: Storage): () => ReadonlyMap<string, unknown> {
  return () => storage.directory().roots('carrier');
}

/** The job that follows parcels. Carriers' files lie in `carriers/ID`, beside the database. */
export function buildTracking(
  { settings, context, history, clock, log }: Ground,
  { storage, pump, fetchOut }: { storage: Storage; pump: Pump; fetchOut: FetchOut },
): GatewayJob {
  const folder = join(dirname(resolve(settings.database.beside)), 'carriers');
  const tracker = buildTracker({
    ...{ context, history, clock, log },
    committer: storage.committer,
    readers: storage.readers,
    carrierRows: rowsIn(storage),
    adapters: { feed: buildFeed(fetchOut), csv: buildCsvDrop(folder) },
    wake: (deliveries) => pump.wake(deliveries),
  });
  return { name: JobName.Track, everySeconds: 60, run: (now) => tracker.run(now) };
}
