import { existsSync, renameSync, rmSync } from 'node:fs';
import type { SigningKey } from '../../ledger/index.js';
import type { Committer } from '../use-case.js';
import { announcedSigningKey } from './announce-signing-key.js';
import { openSigningKey } from './key-files.js';

/** Where a new signing key lies until the ledger names it. */
export function nextSigningKeyFile(file: string): string {
  return `${file}.next`;
}

export interface SettledRotation {
  /** `unclear`: the ledger names neither key, so both files stay. */
  outcome: 'none' | 'finished' | 'undone' | 'unclear';
  /** The key that signs from now on. */
  key: SigningKey;
}

/**
 * Ends a rotation of the signing key that was broken off. The ledger decides: where it names the key beside, that one is
 * put in place; where it still names the one in place, the one beside has signed nothing and is removed.
 */
export async function settleSigningRotation(
  { file, name, current }: { file: string; name: string; current: SigningKey },
  committer: Committer,
): Promise<SettledRotation> {
  const beside = nextSigningKeyFile(file);
  if (!existsSync(beside)) return { outcome: 'none', key: current };
  const announced = await committer.commit(announcedSigningKey);
  if (announced === current.verifierKey) {
    rmSync(beside);
    return { outcome: 'undone', key: current };
  }
  const next = openSigningKey({ file: beside, name });
  if (announced !== next.verifierKey) return { outcome: 'unclear', key: current };
  renameSync(beside, file);
  return { outcome: 'finished', key: next };
}
