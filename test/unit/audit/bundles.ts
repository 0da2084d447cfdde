import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestStatement, type Selection } from '../../../src/audit/index.js';
import type { BundleSink } from '../../../src/audit/bundle/sink.js';
import { writeBundle, type BundleOrder } from '../../../src/audit/bundle/write-bundle.js';
import { verifyBundle, type BundleReader, type BundleReport } from '../../../src/audit/verify/verify.mjs';
import {
  leafHash,
  parseCheckpoint,
  parseEntry,
  parseVerifierKey,
  signText,
  type SigningKey,
} from '../../../src/ledger/index.js';
import type { AuditReaders } from '../../../src/storage/index.js';
import type { Held } from '../ledger/sample-ledger.js';

/** A bundle as a map of files, open to whoever wants to change it. */
export type Files = Map<string, Buffer>;

/** Readers over a ledger that is held in memory; it has no loans. */
export function readersOf(held: Held): AuditReaders {
  const none = <T>(): Promise<T[]> => Promise.resolve([]);
  return {
    head: () => Promise.resolve(held.head),
    entries: ({ after, upTo, limit }) =>
      Promise.resolve(
        held.rows
          .slice(after, Math.min(upTo, after + limit))
          .map(({ seq, text }) => ({ seq, text, leafHash: leafHash(text).toString('hex') })),
      ),
    span: ({ firstSeq, lastSeq }) =>
      Promise.resolve({ entries: lastSeq - firstSeq + 1, first: firstSeq, last: lastSeq }),
    keyEntries: (upTo) =>
      Promise.resolve(
        held.rows
          .filter(({ seq, text }) => seq <= upTo && parseEntry(text).kind.startsWith('signing-key'))
          .map(({ text }) => text),
      ),
    loanFacts: () => Promise.resolve(new Map()),
    templates: none,
    notes: ({ after, upTo }) =>
      Promise.resolve(
        held.checkpoints
          .map((note) => ({ size: parseCheckpoint(note)?.size ?? 0, madeAt: '2026-03-01', note }))
          .filter(({ size }) => size > after && size <= upTo),
      ),
    loans: none,
    deliveries: none,
    tile: ({ level, index }) =>
      Promise.resolve(held.tiles.find((tile) => tile.level === level && tile.index === index)),
    leaves: (from, count) =>
      Promise.resolve(held.rows.slice(from, from + count).map(({ text }) => leafHash(text))),
  };
}

export interface BundleOf {
  key: SigningKey;
  selection?: Selection;
  range?: { first: number; last: number };
  earlier?: BundleOrder['earlier'];
}

/** A bundle of a ledger whose last checkpoint covers all of it. */
export async function bundleOf(held: Held, of: BundleOf): Promise<Files> {
  const files: Files = new Map();
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-bundle-'));
  try {
    await writeBundle(orderOf(held, of), {
      readers: readersOf(held),
      sink: memorySink(files),
      folder,
      verifier: fileURLToPath(new URL('../../../src/audit/verify/verify.mjs', import.meta.url)),
      sign: (sha256) => Promise.resolve(signatureOf(of.key, sha256)),
      progress: () => undefined,
    });
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function orderOf(held: Held, { selection = {}, range, earlier = [] }: BundleOf): BundleOrder {
  return {
    export: 'export-1',
    origin: 'ledger.example/north',
    exportedAt: '2026-04-01T00:00:00.000Z',
    exportedBy: { kind: 'person', id: 'auditor' },
    because: 'the yearly audit',
    selection,
    range: range ?? { first: 1, last: held.rows.length },
    note: held.checkpoints.at(-1) ?? '',
    messages: 'none',
    workbook: false,
    earlier,
  };
}

/** The line of `manifest.sig`. */
export function signatureOf(key: SigningKey, sha256: string): string {
  const bytes = Buffer.concat([
    parseVerifierKey(key.verifierKey).id,
    signText(key, manifestStatement(sha256)),
  ]);
  return `\u2014 ${key.name} ${bytes.toString('base64')}\n`;
}

function memorySink(files: Files): BundleSink {
  return {
    open(name) {
      const chunks: Buffer[] = [];
      return {
        write: (bytes) => Promise.resolve(void chunks.push(Buffer.from(bytes))),
        end: () => Promise.resolve(void files.set(name, Buffer.concat(chunks))),
      };
    },
    end: () => Promise.resolve(0),
    abort: () => Promise.resolve(),
  };
}

export function verified(
  files: Files,
  asked?: { key?: string; previous?: readonly string[] },
): Promise<BundleReport> {
  return verifyBundle(readerOf(files), asked);
}

function readerOf(files: Files): BundleReader {
  return {
    list: () => Promise.resolve([...files.keys()]),
    read(name) {
      const bytes = files.get(name);
      return bytes && once(Buffer.from(bytes));
    },
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
