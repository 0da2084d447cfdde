import type { Clock } from '../platform/index.js';
import { EVERYWHERE, type Caller } from './caller.js';
import { isScope, rightsOfScopes } from './scopes.js';
import { hashToken, sameHash, type StoredToken, type TokenStore } from './token.js';

export interface TokenCheckOptions {
  store: TokenStore;
  clock: Clock;
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
  const { store, clock, rememberMs = 5_000, rememberAtMost = 1_000 } = options;
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
      if (known !== undefined) return callerFrom(known);
      const stored = await store.findByHash(hash);
      if (stored === undefined || !sameHash(stored.hash, hash) || stored.revokedAt !== undefined)
        return undefined;
      remember(stored, now);
      return callerFrom(stored);
    },
    forget: () => remembered.clear(),
  };
}

function callerFrom({ id, name, scopes, agencies }: StoredToken): Caller {
  const rights = rightsOfScopes(scopes.filter(isScope));
  return {
    kind: 'token',
    id,
    name,
    rights: Object.fromEntries((agencies ?? [EVERYWHERE]).map((agency) => [agency, rights])),
    ...(agencies === undefined ? {} : { agencies }),
  };
}
