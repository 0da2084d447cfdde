import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RandomBytes } from './cipher.js';
import { decrypt, encrypt, freshNonce, strictBase64 } from './cipher.js';
import { DamagedDataKey, WrappingKeyMissing } from './errors.js';
import type { WrappingKey, WrappingKeyRing } from './wrapping-key.js';
import { findWrappingKey } from './wrapping-key.js';

/** The one key under which all that names a person at one holder is sealed; destroying it erases them all. */
export interface DataKey {
  /** A loan record, a user, or a peer and day: whose values these are. */
  holder: string;
  secret: KeyObject;
  /** Keys derived so far, by label; filled by `derivedKey`. */
  derived: Map<string, Buffer>;
  /** What all of them are derived from; filled with the first. */
  extracted?: Buffer;
}

const format = 'dk1';
const keyLength = 32;

export function createDataKey(holder: string, random: RandomBytes): DataKey {
  return dataKeyOf(holder, Buffer.from(random(keyLength)));
}

/** The data key as text that is safe to store: `dk1.<wrapping key id>.<base64>`, bound to its holder. */
export function wrapDataKey(dataKey: DataKey, wrappingKey: WrappingKey, random: RandomBytes): string {
  const bound = { to: boundTo(wrappingKey.id, dataKey.holder), nonce: freshNonce(random) };
  const bytes = encrypt(wrappingKey.secret, dataKey.secret.export(), bound);
  return `${format}.${wrappingKey.id}.${bytes.toString('base64')}`;
}

/** The data key again. Throws `WrappingKeyMissing` or `DamagedDataKey`; another holder's key counts as damaged. */
export function unwrapDataKey(wrapped: string, ring: WrappingKeyRing, holder: string): DataKey {
  const { keyId, bytes } = readWrapped(wrapped);
  const wrappingKey = findWrappingKey(ring, keyId);
  if (wrappingKey === undefined)
    throw new WrappingKeyMissing(
      `the data key of ${holder} is wrapped under key ${keyId}, which is not in the ring`,
    );
  const secret = decrypt(wrappingKey.secret, bytes, boundTo(keyId, holder));
  if (secret?.length !== keyLength)
    throw new DamagedDataKey(`the data key of ${holder} is damaged, or belongs to another holder`);
  return dataKeyOf(holder, secret);
}

/** How wrapped data keys are opened. Throws as `unwrapDataKey` does. */
export type Unwrap = (wrapped: string, holder: string) => DataKey;

/** With the keys of a ring, each time anew: an opened data key is kept no longer than the work that needs it. */
export function unwrapBy(ring: WrappingKeyRing): Unwrap {
  return (wrapped, holder) => unwrapDataKey(wrapped, ring, holder);
}

/** Which wrapping key a wrapped data key needs. */
export function wrappedUnder(wrapped: string): string {
  return readWrapped(wrapped).keyId;
}

/** The same data key wrapped under the ring's current key; the text itself where that is the case already. */
export function rewrap(
  wrapped: string,
  ring: WrappingKeyRing,
  bound: { holder: string; random: RandomBytes },
): string {
  if (wrappedUnder(wrapped) === ring.current.id) return wrapped;
  return wrapDataKey(unwrapDataKey(wrapped, ring, bound.holder), ring.current, bound.random);
}

/**
 * A key for one purpose, by HKDF-SHA256. Labels are few and fixed: each is kept as long as the data key. As bytes: a key
 * object takes longer than all the rest, lives no longer, and what it is derived from lies beside it.
 */
export function derivedKey(dataKey: DataKey, label: string): Buffer {
  const known = dataKey.derived.get(label);
  if (known !== undefined) return known;
  dataKey.extracted ??= extractedFrom(dataKey.secret);
  const key = expanded(dataKey.extracted, `lendwire ${label}`);
  dataKey.derived.set(label, key);
  return key;
}

const noSalt = Buffer.alloc(keyLength);

/**
 * RFC 5869 without a salt, for one block: what `hkdfSync` answers, at less than half its price, which every message pays
 * twice.
 */
function extractedFrom(secret: KeyObject): Buffer {
  return createHmac('sha256', noSalt).update(secret.export()).digest();
}

function expanded(extracted: Buffer, info: string): Buffer {
  return createHmac('sha256', extracted).update(`${info}\u0001`).digest();
}

function readWrapped(wrapped: string): { keyId: string; bytes: Buffer } {
  const [, keyId, base64] = /^dk1\.([0-9a-f]{8})\.([A-Za-z0-9+/=]+)$/.exec(wrapped) ?? [];
  const bytes = base64 === undefined ? undefined : strictBase64(base64);
  if (keyId === undefined || bytes === undefined) throw new DamagedDataKey('not a wrapped data key');
  return { keyId, bytes };
}

function boundTo(keyId: string, holder: string): string {
  return `${format}\n${keyId}\n${holder}`;
}

function dataKeyOf(holder: string, bytes: Buffer): DataKey {
  return { holder, secret: createSecretKey(bytes), derived: new Map() };
}
