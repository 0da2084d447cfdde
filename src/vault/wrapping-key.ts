import { createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RandomBytes } from './cipher.js';
import { strictBase64 } from './cipher.js';
import { UnreadableWrappingKeys } from './errors.js';

/** A 32-byte key that wraps data keys; its id is the first 8 hex digits of its SHA-256. */
export interface WrappingKey {
  id: string;
  secret: KeyObject;
}

/** The key that wraps today, and older ones that only unwrap until every data key has been wrapped anew. */
export interface WrappingKeyRing {
  current: WrappingKey;
  older: readonly WrappingKey[];
}

const heading = 'lendwire wrapping keys 1';
const keyLength = 32;

export function generateWrappingKey(random: RandomBytes): WrappingKey {
  return wrappingKeyOf(Buffer.from(random(keyLength)));
}

/** The ring with a new current key; the one so far joins the older ones. */
export function rotated(ring: WrappingKeyRing, random: RandomBytes): WrappingKeyRing {
  return { current: generateWrappingKey(random), older: [ring.current, ...ring.older] };
}

/** The ring without its older keys: whatever is still wrapped under one of them is lost, in every backup too. */
export function withoutOlder(ring: WrappingKeyRing): WrappingKeyRing {
  return { current: ring.current, older: [] };
}

export function findWrappingKey(ring: WrappingKeyRing, id: string): WrappingKey | undefined {
  return [ring.current, ...ring.older].find((key) => key.id === id);
}

/** The ring as the text of its file, which is a secret: a heading, then `current` or `older`, id and base64, a line each. */
export function wrappingKeysText(ring: WrappingKeyRing): string {
  const lines = [lineOf('current', ring.current), ...ring.older.map((key) => lineOf('older', key))];
  return [heading, ...lines, ''].join('\n');
}

/** Reads a key file, or a bare key in base64 or hex as a setting gives it. Refuses anything else, naming the line. */
export function parseWrappingKeys(text: string): WrappingKeyRing {
  const bare = bareKey(text.trim());
  if (bare !== undefined) return { current: wrappingKeyOf(bare), older: [] };
  const [first, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (first !== heading)
    throw new UnreadableWrappingKeys(
      `neither 32 bytes in base64 or hex, nor a file that starts with "${heading}"`,
    );
  const keys = lines.map((line, at) => parseLine(line, at + 2));
  const current = keys.filter((key) => key.use === 'current');
  if (current[0] === undefined || current.length > 1)
    throw new UnreadableWrappingKeys('a key file names exactly one current key');
  return {
    current: current[0].key,
    older: keys.filter((key) => key.use === 'older').map((each) => each.key),
  };
}

function parseLine(line: string, lineNumber: number): { use: string; key: WrappingKey } {
  const [, use, id, base64] = /^(current|older) ([0-9a-f]{8}) (\S+)$/.exec(line.trim()) ?? [];
  const bytes = base64 === undefined ? undefined : strictBase64(base64);
  if (use === undefined || bytes?.length !== keyLength)
    throw new UnreadableWrappingKeys(`line ${lineNumber} of the key file is no key`);
  const key = wrappingKeyOf(bytes);
  if (key.id !== id)
    throw new UnreadableWrappingKeys(
      `line ${lineNumber} of the key file is damaged: its id does not fit its key`,
    );
  return { use, key };
}

function bareKey(text: string): Buffer | undefined {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  const bytes = strictBase64(text);
  return bytes?.length === keyLength ? bytes : undefined;
}

function lineOf(use: string, key: WrappingKey): string {
  return `${use} ${key.id} ${key.secret.export().toString('base64')}`;
}

function wrappingKeyOf(bytes: Buffer): WrappingKey {
  return { id: hash('sha256', bytes, 'hex').slice(0, 8), secret: createSecretKey(bytes) };
}
