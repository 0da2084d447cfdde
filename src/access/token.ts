import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'lw_';
const wellFormed = /^lw_[A-Za-z0-9_-]{43}$/;

/** A token as the store keeps it: never the token itself. */
export interface StoredToken {
  id: string;
  name: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  /** Names of scopes; one that this version does not know allows nothing. */
  scopes: readonly string[];
  /** Keys of the agencies of ours that it may speak for; missing means all. */
  agencies?: readonly string[];
  revokedAt?: string;
}

export interface TokenStore {
  findByHash(hash: string): Promise<StoredToken | undefined>;
}

/** A new token, to be shown once, and the hash under which it is stored. 256 random bits: no salt, no slow hash needed. */
export function createToken(random: (size: number) => Buffer = randomBytes): { token: string; hash: string } {
  const token = PREFIX + random(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares two hashes in constant time; false for what is no hash. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === 32 && a.length === b.length && timingSafeEqual(a, b);
}

/** The token in an `Authorization` header; nothing where there is none of ours. */
export function bearerToken(header: string | undefined): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  return token !== undefined && wellFormed.test(token) ? token : undefined;
}
