import { buildPolicyDesk, type PolicyDesk } from '../desk/index.js';
import { Replanner } from '../exchange/index.js';
import type { Ground } from './ground.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { Storage } from '../storage/index.js';

/** What clocks count by, and who counts anew when that changes. */
export interface Planning {
  desk: PolicyDesk;
  jobs: GatewayJob[];
}

const REPLAN_EVERY_SECONDS = 5;

export function buildPlanning(
  { house }: Ground,
  { storage, directory }: { storage: Storage; directory: () => PeerDirectory },
): Planning {
  const { committer, readers } = storage;
  const replanner = new Replanner(storage, directory);
  return {
    desk: buildPolicyDesk({ committer, readers, directory, house, progress: () => replanner.progress }),
    jobs: [{ name: JobName.Replan, everySeconds: REPLAN_EVERY_SECONDS, run: (now) => replanner.run(now) }],
  };
}
