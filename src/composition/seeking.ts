import type { Ground } from './ground.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import type { Pump } from '../outbound/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { FetchOut } from '../platform/index.js';
import { seekSuppliers } from '../sourcing/index.js';
import type { Storage } from '../storage/index.js';

/** The job that asks catalogues for suppliers; it has nothing to do where the settings name none. */
export function buildSeeking(
  { settings, context, log }: Ground,
  parts: { storage: Storage; directory: () => PeerDirectory; fetchOut: FetchOut; pump: Pump },
): GatewayJob {
  const { storage, directory, fetchOut, pump } = parts;
  const options = {
    catalogues: settings.sourcing.catalogues,
    committer: storage.committer,
    readers: storage.readers,
    ...{ context, directory, fetchOut, log },
    wake: (deliveries: readonly string[]) => pump.wake(deliveries),
  };
  return { name: JobName.Seek, everySeconds: 5, run: (now) => seekSuppliers(now, options) };
}
