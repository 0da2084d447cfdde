import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import type { Environment, Settings } from '../../config/index.js';
import { createSigningKey, fingerprint, type SigningKey } from '../../ledger/index.js';
import {
  announcedSigningKey,
  changeSigningKey,
  lockAlone,
  nextSigningKeyFile,
  openSigningKey,
  saveSigningKey,
} from '../../storage/index.js';
import { refuseMissing } from './open-ledger.js';
import { openStorage, toolsOf, type ToolStorage } from './open-tools.js';
import { operator } from './operator.js';

/** Fingerprints of the two keys. */
export interface SigningRotation {
  before: string;
  now: string;
}

/**
 * A new key takes over in the ledger, signed for by the old one. The new key lies beside the old one until the entry is
 * durable, so that a crash leaves the old key, or one that the next start or a second call puts in place. Refused while a gateway runs.
 */
export async function rotateSigningKey(settings: Settings, env?: Environment): Promise<SigningRotation> {
  refuseMissing(settings.database.path);
  const tools = await toolsOf(settings, env);
  const unlock = await lockAlone(settings.database.path);
  try {
    const storage = await openStorage(settings, tools);
    try {
      const next = await handOver(storage, { settings, old: tools.signingKey, now: tools.clock.now() });
      return { before: fingerprint(tools.signingKey.verifierKey), now: fingerprint(next.verifierKey) };
    } finally {
      await storage.close();
    }
  } finally {
    await unlock();
  }
}

async function handOver(
  storage: ToolStorage,
  { settings, old, now }: { settings: Settings; old: SigningKey; now: Date },
): Promise<SigningKey> {
  const file = settings.keys.signingKeyFile;
  const beside = nextSigningKeyFile(file);
  const announced = await storage.committer.commit(announcedSigningKey);
  const waiting = existsSync(beside) ? openSigningKey({ file: beside, name: settings.name }) : undefined;
  const next = waiting ?? createSigningKey(settings.name, randomBytes);
  if (waiting === undefined) saveSigningKey(beside, next);
  if (announced !== next.verifierKey) {
    // The old key's last word: it may sign no size that includes the entry by which it hands over.
    await storage.checkpoint(old, now);
    await storage.committer.commit(changeSigningKey({ old, next, actor: operator() }));
  }
  renameSync(beside, file);
  await storage.checkpoint(next, now);
  return next;
}
