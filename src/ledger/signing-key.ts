import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { JsonObject, JsonValue } from './entry.js';

/** Cryptographically strong random bytes, from whoever owns randomness. */
export type RandomBytes = (length: number) => Uint8Array;

/** What signs checkpoints. `verifierKey` is the public half as text, `name` the name on its signature lines. */
export interface SigningKey {
  name: string;
  privateKey: KeyObject;
  verifierKey: string;
}

export interface VerifierKey {
  name: string;
  id: Buffer;
  publicKey: Buffer;
  text: string;
}

/** A key text that cannot be read, or whose parts contradict each other. */
export class UnreadableSigningKey extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`a signing key that cannot be read: ${why}`, options);
    this.name = 'UnreadableSigningKey';
  }
}

const ed25519 = 0x01;
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const nameShape = /^[^\s+]+$/u;

/** A new Ed25519 key. The name, by custom the ledger's origin, has no space and no plus sign. */
export function createSigningKey(name: string, random: RandomBytes): SigningKey {
  return signingKeyOf(name, Buffer.from(random(32)));
}

/** The key as one line for its file: `PRIVATE+KEY+<name>+<key id>+<base64>`. It is a secret. */
export function signingKeyText(key: SigningKey): string {
  const der = key.privateKey.export({ format: 'der', type: 'pkcs8' });
  const seed = Buffer.concat([Buffer.of(ed25519), der.subarray(privatePrefix.length)]);
  return `PRIVATE+KEY+${key.name}+${parseVerifierKey(key.verifierKey).id.toString('hex')}+${seed.toString('base64')}`;
}

/** Reads what `signingKeyText` wrote; refuses a damaged line. */
export function parseSigningKey(text: string): SigningKey {
  const [, name, id, base64] =
    /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text.trim()) ?? [];
  if (name === undefined || base64 === undefined) throw new UnreadableSigningKey('not a signing key line');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ed25519) throw new UnreadableSigningKey('not an Ed25519 key');
  const key = signingKeyOf(name, bytes.subarray(1));
  if (parseVerifierKey(key.verifierKey).id.toString('hex') !== id) throw new UnreadableSigningKey('damaged');
  return key;
}

/** Reads a verifier key `<name>+<key id>+<base64>`; refuses one whose id does not follow from its name and key. Source: C2SP signed-note. */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, idHex, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? [];
  if (name === undefined || base64 === undefined) throw new UnreadableSigningKey('not a verifier key');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ed25519) throw new UnreadableSigningKey('not an Ed25519 key');
  const publicKey = bytes.subarray(1);
  const id = keyId(name, publicKey);
  if (id.toString('hex') !== idHex)
    throw new UnreadableSigningKey('its id does not follow from its name and key');
  return { name, id, publicKey, text };
}

/** What a person compares and prints: SHA-256 of the 32 bytes of the public key, in groups of four. */
export function fingerprint(verifierKey: string): string {
  const hex = hash('sha256', parseVerifierKey(verifierKey).publicKey, 'hex');
  return (hex.match(/.{4}/g) ?? []).join('-');
}

/** Whether two fingerprints are one, however they are grouped. */
export function isSameFingerprint(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

export function signText(key: SigningKey, text: string): Buffer {
  return sign(null, Buffer.from(text), key.privateKey);
}

export function isSignedBy(key: VerifierKey, text: string, signature: Buffer): boolean {
  const spki = Buffer.concat([publicPrefix, key.publicKey]);
  return verify(
    null,
    Buffer.from(text),
    createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    signature,
  );
}

/** The kinds of entries by which a ledger says which keys sign it. */
export const SigningKeyEntry = { Made: 'signing-key-made', Changed: 'signing-key-changed' } as const;

/** The facts of a `signing-key-made` entry. */
export function keyMadeFacts(key: SigningKey): JsonObject {
  return { verifierKey: key.verifierKey };
}

/** The facts of a `signing-key-changed` entry: the old key signs for the new one. */
export function keyChangedFacts(old: SigningKey, next: SigningKey): JsonObject {
  const signature = signText(old, handoverText(old.verifierKey, next.verifierKey));
  return { oldKey: old.verifierKey, newKey: next.verifierKey, signature: signature.toString('base64') };
}

/** The keys of a `signing-key-changed` entry's facts, or nothing where the old key did not sign for the new one. */
export function readKeyChanged(
  facts: JsonObject | undefined,
): { oldKey: VerifierKey; newKey: VerifierKey } | undefined {
  const oldKey = readKey(facts?.['oldKey']);
  const newKey = readKey(facts?.['newKey']);
  const signature = facts?.['signature'];
  if (oldKey === undefined || newKey === undefined || typeof signature !== 'string') return undefined;
  const isHandedOver = isSignedBy(
    oldKey,
    handoverText(oldKey.text, newKey.text),
    Buffer.from(signature, 'base64'),
  );
  return isHandedOver ? { oldKey, newKey } : undefined;
}

/** The key of a `signing-key-made` entry's facts. */
export function readKeyMade(facts: JsonObject | undefined): VerifierKey | undefined {
  return readKey(facts?.['verifierKey']);
}

function readKey(value: JsonValue | undefined): VerifierKey | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseVerifierKey(value);
  } catch {
    return undefined;
  }
}

function handoverText(oldKey: string, newKey: string): string {
  return `lendwire signing key handover\n${oldKey}\n${newKey}\n`;
}

function signingKeyOf(name: string, seed: Buffer): SigningKey {
  if (!nameShape.test(name)) throw new UnreadableSigningKey('a name has no space and no plus sign');
  const privateKey = createPrivateKey({
    key: Buffer.concat([privatePrefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(publicPrefix.length);
  return { name, privateKey, verifierKey: verifierKeyText(name, publicKey) };
}

function verifierKeyText(name: string, publicKey: Buffer): string {
  const typed = Buffer.concat([Buffer.of(ed25519), publicKey]);
  return `${name}+${keyId(name, publicKey).toString('hex')}+${typed.toString('base64')}`;
}

function keyId(name: string, publicKey: Buffer): Buffer {
  const input = Buffer.concat([Buffer.from(name), Buffer.of(0x0a, ed25519), publicKey]);
  return hash('sha256', input, 'buffer').subarray(0, 4);
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^0-9a-f]/g, '');
}
