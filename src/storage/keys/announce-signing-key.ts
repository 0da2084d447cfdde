import {
  keyChangedFacts,
  keyMadeFacts,
  SigningKeyEntry,
  type Actor,
  type SigningKey,
} from '../../ledger/index.js';
import { changeOf } from '../change.js';
import type { UseCase } from '../use-case.js';

interface AnnouncedKey {
  verifierKey: string;
}

/**
 * The ledger says which key signs it: told at first start, and again where the key file was lost and made anew (the
 * fingerprint that others keep then no longer fits, as docs/ledger-format.md explains).
 */
export function announceSigningKey(key: SigningKey): UseCase<'announced' | 'known'> {
  return {
    name: 'announce-signing-key',
    source: 'unbounded',
    needs: { roots: [{ aggregate: 'signing-key', id: 'current' }] },
    decide(loaded, at) {
      const before = loaded.root<AnnouncedKey>({ aggregate: 'signing-key', id: 'current' });
      if (before?.state.verifierKey === key.verifierKey) return { result: 'known' };
      const state: AnnouncedKey = { verifierKey: key.verifierKey };
      return {
        result: 'announced',
        entries: [
          {
            kind: SigningKeyEntry.Made,
            at: at.now.toISOString(),
            actor: { kind: 'system', id: 'start' },
            because:
              before === undefined ? 'the gateway starts for the first time' : 'the former key is gone',
            facts: keyMadeFacts(key),
            changes: changeOf('signing-key', before, { id: 'current', state }),
          },
        ],
      };
    },
  };
}

/** The key that the ledger says signs it; nothing before the first start. */
export const announcedSigningKey: UseCase<string | undefined> = {
  name: 'announced-signing-key',
  source: 'unbounded',
  needs: { roots: [{ aggregate: 'signing-key', id: 'current' }] },
  decide: (loaded) => ({
    result: loaded.root<AnnouncedKey>({ aggregate: 'signing-key', id: 'current' })?.state.verifierKey,
  }),
};

/** A new key takes over, signed for by the old one: a verifier that trusts the first fingerprint can follow. */
export function changeSigningKey(change: { old: SigningKey; next: SigningKey; actor: Actor }): UseCase<void> {
  return {
    name: 'change-signing-key',
    source: 'unbounded',
    needs: { roots: [{ aggregate: 'signing-key', id: 'current' }] },
    decide(loaded, at) {
      const before = loaded.root<AnnouncedKey>({ aggregate: 'signing-key', id: 'current' });
      const state: AnnouncedKey = { verifierKey: change.next.verifierKey };
      return {
        result: undefined,
        entries: [
          {
            kind: SigningKeyEntry.Changed,
            at: at.now.toISOString(),
            actor: change.actor,
            because: 'the signing key is rotated',
            facts: keyChangedFacts(change.old, change.next),
            changes: changeOf('signing-key', before, { id: 'current', state }),
          },
        ],
      };
    },
  };
}
