import { existsSync } from 'node:fs';
import { buildGround, deriveBy } from '../../app.js';
import { wrappingKeyFromEnvironment, type Environment, type Settings } from '../../config/index.js';
import type { SigningKey } from '../../ledger/index.js';
import { OperatorError, silentLogger, type Clock } from '../../platform/index.js';
import { buildStorage, type Derive, type Storage } from '../../storage/index.js';
import type { WrappingKeyRing } from '../../vault/index.js';
import { refuseMissing } from './open-ledger.js';

/** A database's keys and rules. */
export interface Tools {
  ring: WrappingKeyRing;
  signingKey: SigningKey;
  derive: Derive;
  clock: Clock;
}

/** What keeps a database's rows and entries, with no gateway around it. */
export type ToolStorage = Pick<Storage, 'committer' | 'readers' | 'checkpoint' | 'close'>;

/** The keys and rules of a database that is there; refuses where a key is gone, since a new one would open nothing. */
export function toolsOf(settings: Settings, env?: Environment): Tools {
  const { wrappingKeyFile, signingKeyFile } = settings.keys;
  refuseMissing(settings.database.path);
  const isGiven = wrappingKeyFromEnvironment(env) !== undefined;
  for (const file of isGiven ? [signingKeyFile] : [wrappingKeyFile, signingKeyFile])
    if (!existsSync(file))
      throw new OperatorError(`The key file ${file} of this database is missing: put it back first.`);
  return makeTools(settings);
}

/** The same, and keys are made where there are none yet. */
export function makeTools(settings: Settings): Tools {
  const ground = buildGround(settings, { log: silentLogger });
  const { ring, signingKey, clock } = ground;
  return { ring, signingKey, clock, derive: deriveBy(ground) };
}

/**
 * Opens what a running gateway may have open too: both write in commits of their own, and neither is in the other's
 * way. The database is brought to its newest shape first.
 */
export function openStorage(settings: Settings, { ring, derive, clock }: Tools): Promise<ToolStorage> {
  return buildStorage({
    path: settings.database.path,
    ring,
    derive,
    bounds: settings.queues,
    clock,
    log: silentLogger,
  });
}
