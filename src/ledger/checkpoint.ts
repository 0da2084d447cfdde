import type { TreeHead } from './tree.js';
import { rootOf } from './tree.js';
import type { SigningKey, VerifierKey } from './signing-key.js';
import { isSignedBy, parseVerifierKey, signText } from './signing-key.js';

/** What a checkpoint claims: the ledger named `origin` had `size` entries and this root (hex). */
export interface Checkpoint {
  origin: string;
  size: number;
  root: string;
}

interface SignatureLine {
  name: string;
  keyId: Buffer;
  signature: Buffer;
}

export interface SignedCheckpoint extends Checkpoint {
  signedText: string;
  signatures: SignatureLine[];
}

export const CheckpointFault = {
  Unreadable: 'unreadable',
  UnknownKey: 'unknown-key',
  BadSignature: 'bad-signature',
} as const;
export type CheckpointFault = (typeof CheckpointFault)[keyof typeof CheckpointFault];

export type CheckpointVerdict =
  | { valid: true; checkpoint: SignedCheckpoint; key: VerifierKey }
  | { valid: false; why: CheckpointFault; checkpoint?: SignedCheckpoint };

/** Signs a head as a note: origin, size, root in base64, an empty line, the signature. Source: C2SP tlog-checkpoint. */
export function signCheckpoint(head: TreeHead, signer: { key: SigningKey; origin?: string }): string {
  const { key, origin = key.name } = signer;
  const text = `${origin}\n${head.size}\n${rootOf(head).toString('base64')}\n`;
  const signature = Buffer.concat([parseVerifierKey(key.verifierKey).id, signText(key, text)]);
  return `${text}\n\u2014 ${key.name} ${signature.toString('base64')}\n`;
}

/** Reads a note without judging its signatures; nothing where it is no checkpoint. Further lines and signatures are allowed. */
export function parseCheckpoint(note: string): SignedCheckpoint | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const signedText = note.slice(0, split + 1);
  const [origin, size, root] = signedText.split('\n');
  const signatures = note
    .slice(split + 2, -1)
    .split('\n')
    .map(signatureLine);
  if (!origin || !size || !root || !/^(0|[1-9]\d{0,15})$/.test(size) || !isBase64Of(root, 32))
    return undefined;
  if (!signatures.every((line) => line !== undefined)) return undefined;
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64').toString('hex'),
    signedText,
    signatures,
  };
}

/** Holds a note against the keys that may have signed it: one good signature by one of them makes it valid. */
export function verifyCheckpoint(note: string, keys: readonly (string | VerifierKey)[]): CheckpointVerdict {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === undefined) return { valid: false, why: CheckpointFault.Unreadable };
  const known = keys.map((key) => (typeof key === 'string' ? parseVerifierKey(key) : key));
  let isKeyKnown = false;
  for (const line of checkpoint.signatures) {
    for (const key of known.filter((each) => each.name === line.name && each.id.equals(line.keyId))) {
      if (isSignedBy(key, checkpoint.signedText, line.signature)) return { valid: true, checkpoint, key };
      isKeyKnown = true;
    }
  }
  return {
    valid: false,
    why: isKeyKnown ? CheckpointFault.BadSignature : CheckpointFault.UnknownKey,
    checkpoint,
  };
}

function signatureLine(line: string): SignatureLine | undefined {
  const [, name, base64] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  if (name === undefined || base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== base64) return undefined;
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

function isBase64Of(text: string, length: number): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text;
}
