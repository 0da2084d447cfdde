import { buildPolicyDesk, type PolicyDesk } from '../desk/index.js';
import { askQuietOnes, Replanner } from '../exchange/index.js';
import type { Ground } from './ground.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import type { Pump } from '../outbound/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { Storage } from '../storage/index.js';

/** What clocks count by, who counts anew when that changes, and who asks what has been quiet. */
export interface Planning {
  desk: PolicyDesk;
  jobs: GatewayJob[];
}

const REPLAN_EVERY_SECONDS = 5;
const PROBE_EVERY_SECONDS = 600;

export function buildPlanning(
  { house, context }: Ground,
  { storage, directory, pump }: { storage: Storage; directory: () => PeerDirectory; pump: Pump },
): Planning {
  const { committer, readers } = storage;
  const replanner = new Replanner(storage, directory);
  const rounds = {
    ...{ committer, readers, directory, context },
    lines: () => readers.peers.lines(),
    wake: (deliveries: readonly string[]) => pump.wake(deliveries),
  };
  return {
    desk: buildPolicyDesk({ committer, readers, directory, house, progress: () => replanner.progress }),
    jobs: [
      { name: JobName.Replan, everySeconds: REPLAN_EVERY_SECONDS, run: (now) => replanner.run(now) },
      { name: JobName.Probe, everySeconds: PROBE_EVERY_SECONDS, run: (now) => askQuietOnes(now, rounds) },
    ],
  };
}
