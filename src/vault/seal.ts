import type { RandomBytes } from './cipher.js';
import { decrypt, encrypt, freshNonce, strictBase64 } from './cipher.js';
import type { DataKey } from './data-key.js';
import { derivedKey } from './data-key.js';
import { DamagedSeal } from './errors.js';

/** Where a value belongs and what makes its nonce. The context is the same at opening, or the seal does not open. */
export interface SealedIn {
  context: string;
  random: RandomBytes;
}

const format = 's1.';

/** Seals a plain text or bytes under a holder's data key: `s1.<base64>`, openable in the same context only. */
export function seal(dataKey: DataKey, plain: string | Uint8Array, into: SealedIn): string {
  const bound = { to: boundTo(dataKey, into.context), nonce: freshNonce(into.random) };
  const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain;
  return format + encrypt(derivedKey(dataKey, 'seal'), bytes, bound).toString('base64');
}

/** The plain text again; throws `DamagedSeal` where a bit, the key, the holder or the context is another. */
export function open(dataKey: DataKey, sealed: string, context: string): string {
  return openBytes(dataKey, sealed, context).toString('utf8');
}

/** The same for what was sealed as bytes. */
export function openBytes(dataKey: DataKey, sealed: string, context: string): Buffer {
  const bytes = sealed.startsWith(format) ? strictBase64(sealed.slice(format.length)) : undefined;
  const plain = bytes && decrypt(derivedKey(dataKey, 'seal'), bytes, boundTo(dataKey, context));
  if (plain === undefined)
    throw new DamagedSeal(
      `a value of ${dataKey.holder} does not open at ${context}: damaged, moved, or another key`,
    );
  return plain;
}

function boundTo(dataKey: DataKey, context: string): string {
  return `${format}\n${dataKey.holder}\n${context}`;
}
