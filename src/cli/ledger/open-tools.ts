import { existsSync } from 'node:fs';
import { buildGround, deriveBy } from '../../composition/ground.js';
import { wrappingKeyFromEnvironment, type Environment, type Settings } from '../../config/index.js';
import type { SigningKey } from '../../ledger/index.js';
import { OperatorError, silentLogger, type Clock } from '../../platform/index.js';
import { buildStorage, type Derive, type Storage } from '../../storage/index.js';
import type { WrappingKeyRing } from '../../vault/index.js';
import { ledgerSize } from './open-ledger.js';

/** A database's keys and rules. */
export interface Tools {
  ring: WrappingKeyRing;
  signingKey: SigningKey;
  derive: Derive;
  clock: Clock;
}

/** What keeps a database's rows and entries, with no gateway around it. */
export type ToolStorage = Pick<Storage, 'committer' | 'readers' | 'checkpoint' | 'close'>;

/** A database's keys and rules. Refuses where a key is gone that a ledger stands on: a new one would open nothing. */
export async function toolsOf(settings: Settings, env?: Environment): Promise<Tools> {
  if (((await ledgerSize(settings)) ?? 0) > 0) refuseMissingKeys(settings, env);
  const ground = buildGround(settings, { log: silentLogger });
  const { ring, signingKey, clock } = ground;
  return { ring, signingKey, clock, derive: deriveBy(ground) };
}

function refuseMissingKeys({ keys }: Settings, env?: Environment): void {
  const isGiven = wrappingKeyFromEnvironment(env) !== undefined;
  for (const file of isGiven ? [keys.signingKeyFile] : [keys.wrappingKeyFile, keys.signingKeyFile])
    if (!existsSync(file))
      throw new OperatorError(`The key file ${file} of this database is missing: put it back first.`);
}

/**
 * Opens what a running gateway may have open too: both write in commits of their own, and neither is in the other's
 * way. Refuses a database of another shape than this program's.
 */
export function openStorage(
  settings: Settings,
  { ring, derive, clock }: Tools,
  options: { migrate?: boolean } = {},
): Promise<ToolStorage> {
  return buildStorage({
    ...settings.database,
    ring,
    derive,
    bounds: settings.queues,
    clock,
    log: silentLogger,
    ...options,
  });
}
