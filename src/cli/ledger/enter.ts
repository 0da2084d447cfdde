import { randomBytes } from 'node:crypto';
import { clockOf } from '../../composition/ground.js';
import type { Settings } from '../../config/index.js';
import type { Actor } from '../../ledger/index.js';
import { silentLogger } from '../../platform/index.js';
import { buildStorage, enterFact, type UseCase } from '../../storage/index.js';
import { generateWrappingKey } from '../../vault/index.js';

/**
 * Makes an entry that concerns no loan durable, also beside a gateway that runs. It needs no key of the database, and
 * makes none: the ring that it is given stays unused, since nothing is sealed for such an entry and nothing opened.
 */
export async function enter(settings: Settings, useCase: UseCase<void>): Promise<void> {
  const storage = await buildStorage({
    ...settings.database,
    ring: { current: generateWrappingKey(randomBytes), older: [] },
    derive: () => ({}),
    bounds: settings.queues,
    clock: clockOf(settings),
    log: silentLogger,
  });
  await storage.committer.commit(useCase).finally(() => storage.close());
}

/** Data keys are about to be wrapped under a new key: entered first, so that no rotation goes without its entry. */
export function enterWrappingRotation(actor: Actor, oldKeys: 'kept' | 'destroyed'): UseCase<void> {
  const because = 'a rotation of the wrapping key was asked for';
  return enterFact('wrapping-key-changed', { actor, because, facts: { oldKeys } });
}

/** The gateway lives in another database from here on. */
export function enterCopy(actor: Actor, entries: number): UseCase<void> {
  const because = 'the gateway was moved to another database';
  return enterFact('copied', { actor, because, facts: { entries } });
}
