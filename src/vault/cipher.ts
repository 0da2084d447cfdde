import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A key as node holds it, or its bytes. */
type Key = KeyObject | Uint8Array;

/** Cryptographically strong random bytes, from whoever owns randomness. */
export type RandomBytes = (length: number) => Uint8Array;

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** AES-256-GCM: nonce ‖ ciphertext ‖ tag. The nonce has to be fresh for every call under one key. */
export function encrypt(key: Key, plain: Uint8Array, bound: { to: string; nonce: Uint8Array }): Buffer {
  const cipher = createCipheriv(algorithm, key, bound.nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(bound.to));
  return Buffer.concat([bound.nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes, or nothing where one bit, the key or what it was bound to differs. */
export function decrypt(key: Key, bytes: Uint8Array, boundTo: string): Buffer | undefined {
  if (bytes.length < nonceLength + tagLength) return undefined;
  const tagAt = bytes.length - tagLength;
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(bytes.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength, tagAt)), decipher.final()]);
  } catch {
    return undefined;
  }
}

export function freshNonce(random: RandomBytes): Uint8Array {
  return random(nonceLength);
}

/** Decodes base64, or nothing where the text is not exactly what encoding its bytes gives. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
