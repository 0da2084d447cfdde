import { randomBytes } from 'node:crypto';
import { wrappingKeyFromEnvironment, type Environment, type Settings } from '../../config/index.js';
import { OperatorError } from '../../platform/index.js';
import { lockAlone, openDatabase, saveWrappingKeys } from '../../storage/index.js';
import { rotated, withoutOlder } from '../../vault/index.js';
import { enter, enterWrappingRotation } from './enter.js';
import { refuseMissing } from './open-ledger.js';
import { toolsOf } from './open-tools.js';
import { operator } from './operator.js';
import { rewrapDataKeys } from './rewrap-data-keys.js';

export interface WrappingRotation {
  /** How many data keys were wrapped anew. */
  keys: number;
  newId: string;
  /** Keys that stay in the file for older backups. */
  olderIds: string[];
  file: string;
}

export interface WrappingRotationOptions {
  dropOld: boolean;
  env?: Environment;
  progress: (done: number, all: number) => void;
}

/**
 * Wraps every data key anew under a new key. The file holds old and new keys before the first data key changes, so that a
 * crash leaves every one of them readable. Refused while a gateway runs: it would go on with the old ring.
 */
export async function rotateWrappingKey(
  settings: Settings,
  { dropOld, env, progress }: WrappingRotationOptions,
): Promise<WrappingRotation> {
  if (wrappingKeyFromEnvironment(env) !== undefined)
    throw new OperatorError(
      'The wrapping key comes from LENDWIRE_WRAPPING_KEY, which this command cannot change. Put it into the file that keys.wrappingKeyFile names, unset the variable, and rotate then.',
    );
  const { path } = settings.database;
  refuseMissing(path);
  const { ring } = await toolsOf(settings, env);
  const unlock = await lockAlone(path);
  try {
    await enter(settings, enterWrappingRotation(operator(), dropOld ? 'destroyed' : 'kept'));
    const file = settings.keys.wrappingKeyFile;
    const next = rotated(ring, randomBytes);
    saveWrappingKeys(file, next);
    const database = await openDatabase(path);
    const keys = await rewrapDataKeys(database, next, progress).finally(() => database.close());
    const kept = dropOld ? withoutOlder(next) : next;
    if (dropOld) saveWrappingKeys(file, kept);
    return { keys, newId: next.current.id, olderIds: kept.older.map(({ id }) => id), file };
  } finally {
    await unlock();
  }
}
