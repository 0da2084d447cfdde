import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createSigningKey, parseSigningKey, signingKeyText, type SigningKey } from '../../ledger/index.js';
import { OperatorError, reasonOf } from '../../platform/index.js';
import {
  generateWrappingKey,
  parseWrappingKeys,
  wrappingKeysText,
  type WrappingKeyRing,
} from '../../vault/index.js';

/** A key file that cannot be read or made; the message says which, and what to do. */
export class KeyFileError extends OperatorError {}

/** The wrapping keys as the environment gives them, else from their file, which is made with mode 0600 at first start. */
export function openWrappingKeys(where: {
  file: string;
  fromEnvironment?: string | undefined;
}): WrappingKeyRing {
  if (where.fromEnvironment !== undefined)
    return parse(where.fromEnvironment, 'LENDWIRE_WRAPPING_KEY', parseWrappingKeys);
  if (!existsSync(where.file)) {
    const made: WrappingKeyRing = { current: generateWrappingKey(randomBytes), older: [] };
    makeSecret(where.file, wrappingKeysText(made));
  }
  return parse(readSecret(where.file), where.file, parseWrappingKeys);
}

/** Writes a ring over its file in one step, so that a crash leaves the old file or the new one. */
export function saveWrappingKeys(file: string, ring: WrappingKeyRing): void {
  writeSecret(file, wrappingKeysText(ring));
}

/** The key that signs checkpoints, from its file, which is made with mode 0600 at first start. */
export function openSigningKey(where: { file: string; name: string }): SigningKey {
  if (!existsSync(where.file)) {
    const made = createSigningKey(where.name, randomBytes);
    makeSecret(where.file, `${signingKeyText(made)}\n`);
  }
  return parse(readSecret(where.file), where.file, parseSigningKey);
}

export function saveSigningKey(file: string, key: SigningKey): void {
  writeSecret(file, `${signingKeyText(key)}\n`);
}

function parse<Key>(text: string, place: string, read: (text: string) => Key): Key {
  try {
    return read(text);
  } catch (thrown) {
    throw new KeyFileError(`The keys in ${place} cannot be used: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function readSecret(file: string): string {
  try {
    // A key that others can read is no secret: mended here rather than refused, since nothing else depends on the mode.
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new KeyFileError(`The key file ${file} cannot be read: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

/** Of several processes that make it at the same time one succeeds; all of them read that one's. */
function makeSecret(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const made = `${file}.${process.pid}`;
    writeFileSync(made, text, { mode: 0o600, flush: true });
    try {
      linkSync(made, file);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    } finally {
      rmSync(made);
    }
  } catch (thrown) {
    throw new KeyFileError(`The key file ${file} cannot be written: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function writeSecret(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const next = `${file}.new`;
    writeFileSync(next, text, { mode: 0o600, flush: true });
    renameSync(next, file);
  } catch (thrown) {
    throw new KeyFileError(`The key file ${file} cannot be written: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
