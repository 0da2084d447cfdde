import type { Settings } from './config/index.js';
import { buildGround, deriveBy, type Ground, type Parts } from './ground.js';
import type { PeerDirectory } from './peers/index.js';
import { buildStorage, type Storage } from './storage/index.js';

/** The database of a gateway, opened by a verb of the command line instead of by a server. */
export interface Tools extends Ground {
  storage: Storage;
  directory: () => PeerDirectory;
  close(): Promise<void>;
}

/**
 * Opens the database for `verify`, `export`, `rebuild` and the making of the first token. Refuses one whose shape is not
 * this program's; may run beside a server, since what these verbs write is written under BEGIN IMMEDIATE.
 */
export async function openForTools(settings: Settings, parts: Parts = {}): Promise<Tools> {
  const ground = buildGround(settings, parts);
  const storage = await buildStorage({
    path: settings.database.path,
    ring: ground.ring,
    derive: deriveBy(ground),
    bounds: settings.queues,
    clock: ground.clock,
    log: ground.log,
  });
  return {
    ...ground,
    storage,
    directory: () => ground.directoryOf(storage.directory()),
    close: () => storage.close(),
  };
}
