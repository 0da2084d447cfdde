import type { Clock } from '../platform/index.js';
import { countedHere, EVERYWHERE, type Caller } from './caller.js';
import { isScope, rightsOfScopes } from './scopes.js';
import { hashToken, sameHash, type StoredToken, type TokenStore } from './token.js';

export interface TokenCheckOptions {
  store: TokenStore;
  clock: Clock;
  /** Folded keys of our agencies. */
  ours: readonly string[];
  /** How long an answer of the store is believed, and so how late a revocation may be felt. */
  rememberMs?: number;
  /** How many tokens are remembered; unknown ones are not, so guessing costs no memory. */
  rememberAtMost?: number;
}

export interface TokenCheck {
  /** Who the token stands for; nothing where it is unknown or revoked. */
  callerOf(token: string): Promise<Caller | undefined>;
  /** Forgets what it remembers, so that a change made in this process is felt at once. */
  forget(): void;
}

interface Remembered {
  stored: StoredToken;
  until: number;
}

/** Verifies tokens against their store and remembers good ones for a short while. */
export function buildTokenCheck(options: TokenCheckOptions): TokenCheck {
  const { store, clock, ours, rememberMs = 5_000, rememberAtMost = 1_000 } = options;
  const remembered = new Map<string, Remembered>();

  function recall(hash: string, now: number): StoredToken | undefined {
    const known = remembered.get(hash);
    // A clock that jumps back must not stretch the memory.
    if (known !== undefined && now < known.until && now >= known.until - rememberMs) return known.stored;
    remembered.delete(hash);
    return undefined;
  }

  function remember(stored: StoredToken, now: number): void {
    const oldest = remembered.keys().next().value;
    if (remembered.size >= rememberAtMost && oldest !== undefined) remembered.delete(oldest);
    remembered.set(stored.hash, { stored, until: now + rememberMs });
  }

  return {
    async callerOf(token) {
      const hash = hashToken(token);
      const now = clock.now().getTime();
      const known = recall(hash, now);
      if (known !== undefined) return callerFrom(known, ours);
      const stored = await store.findByHash(hash);
      if (stored === undefined || !sameHash(stored.hash, hash) || stored.revokedAt !== undefined)
        return undefined;
      remember(stored, now);
      return callerFrom(stored, ours);
    },
    forget: () => remembered.clear(),
  };
}

function callerFrom({ id, name, scopes, agencies }: StoredToken, ours: readonly string[]): Caller {
  const rights = rightsOfScopes(scopes.filter(isScope));
  return {
    kind: 'token',
    id,
    name,
    rights: countedHere(
      Object.fromEntries((agencies ?? [EVERYWHERE]).map((agency) => [agency, rights])),
      ours,
    ),
    ...(agencies === undefined ? {} : { agencies }),
  };
}
