import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import type { ExportHouse } from '../../audit/index.js';
import type { Settings } from '../../config/index.js';
import { wrappingKeyFromEnvironment, type Environment } from '../../config/index.js';
import { clockOf } from '../../composition/ground.js';
import { OperatorError, silentLogger } from '../../platform/index.js';
import { buildStorage, exportLog, openSigningKey, openWrappingKeys } from '../../storage/index.js';
import { generateWrappingKey } from '../../vault/index.js';
import { refuseMissing } from './open-ledger.js';

export interface OpenExportHouse extends ExportHouse {
  close(): Promise<void>;
}

/**
 * Opens a gateway's database for an export, also beside a gateway that runs. The keys that wrap data keys are opened only
 * where persons may be named. Refuses where the signing key is missing: a new one would prove nothing.
 */
export async function openExportHouse(
  settings: Settings,
  how: { opensPersons: boolean; env?: Environment },
): Promise<OpenExportHouse> {
  const { keys, name, database, queues } = settings;
  refuseMissing(database.path);
  if (!existsSync(keys.signingKeyFile))
    throw new OperatorError(
      `The key file ${keys.signingKeyFile} of this database is missing: put it back first.`,
    );
  const signingKey = openSigningKey({ file: keys.signingKeyFile, name });
  const ring = how.opensPersons
    ? openWrappingKeys({
        file: keys.wrappingKeyFile,
        fromEnvironment: wrappingKeyFromEnvironment(how.env),
      })
    : undefined;
  const clock = clockOf(settings);
  const storage = await buildStorage({
    ...database,
    ring: ring ?? { current: generateWrappingKey(randomBytes), older: [] },
    derive: () => ({}),
    bounds: queues,
    clock,
    log: silentLogger,
  });
  return {
    database: database.path,
    committer: storage.committer,
    checkpoint: () => storage.checkpoint(signingKey, clock.now()),
    newestNote: () => storage.readers.ledger.checkpoint(),
    log: exportLog(storage.database.sql),
    signingKey,
    origin: name,
    ...(ring && { ring }),
    now: () => clock.now(),
    close: () => storage.close(),
  };
}
