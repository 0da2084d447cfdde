import { createHash } from 'node:crypto';
import { leafHash } from './entry.js';
import { parseCheckpoint } from './checkpoint.js';
import type { Tile, TreeHead } from './tree.js';
import { emptyHead, rootOf } from './tree.js';
import type { EntryLine, Finding, LedgerSource } from './verify/report.js';
import { FindingKind, seqRange } from './verify/report.js';

/** Takes an export's files, one after another; names may have one folder in them. */
export interface ExportSink {
  file(name: string): Promise<ExportFile>;
}

export interface ExportFile {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Gives an export's files back as bytes; a file that is not there is empty. */
export interface ExportReader {
  read(name: string): AsyncIterable<Uint8Array>;
}

export const exportFormat = 'lendwire-ledger-export-1';
export const exportFiles = {
  entries: 'ledger.jsonl',
  hashes: 'hashes.txt',
  manifest: 'manifest.json',
} as const;

export interface Manifest {
  format: typeof exportFormat;
  origin: string;
  exportedAt: string;
  firstSeq: number;
  lastSeq: number;
  head: TreeHead & { root: string };
  verifierKeys: string[];
  files: Record<string, { bytes: number; sha256: string }>;
}

export interface ExportOf {
  origin: string;
  /** ISO 8601 in UTC with milliseconds. */
  exportedAt: string;
}

/** Writes the whole ledger as `docs/ledger-format.md` lays it out, the manifest last. Leaf hashes go out as they were sealed. */
export async function writeExport(source: LedgerSource, sink: ExportSink, of: ExportOf): Promise<Manifest> {
  const head = (await source.head()) ?? { ...emptyHead, root: rootOf(emptyHead).toString('hex') };
  const files: Manifest['files'] = {};
  files[exportFiles.entries] = await writeLines(sink, exportFiles.entries, textsOf(source));
  files[exportFiles.hashes] = await writeLines(sink, exportFiles.hashes, sealedHashesOf(source));
  for await (const note of source.checkpoints()) {
    const name = checkpointFile(note);
    if (name !== undefined && files[name] === undefined) files[name] = await writeText(sink, name, note);
  }
  const manifest: Manifest = {
    format: exportFormat,
    ...of,
    firstSeq: Math.min(1, head.size),
    lastSeq: head.size,
    head,
    verifierKeys: (await source.verifierKeys?.()) ?? [],
    files,
  };
  await writeText(sink, exportFiles.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** An export as a ledger's source: line n of either file stands for entry n. */
export function exportSource(reader: ExportReader): LedgerSource {
  return {
    entries: () => numbered(linesOf(reader.read(exportFiles.entries))),
    leafHashes: () => linesOf(reader.read(exportFiles.hashes)),
    tiles: noTiles,
    head: async () => (await readManifest(reader))?.head,
    checkpoints: () => checkpointsOf(reader),
    verifierKeys: async () => (await readManifest(reader))?.verifierKeys ?? [],
    damage: () => damageOf(reader),
  };
}

/** The manifest, or nothing where it is missing or is none. */
export async function readManifest(reader: ExportReader): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await textOf(reader.read(exportFiles.manifest)));
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function damageOf(reader: ExportReader): Promise<Finding[]> {
  const manifest = await readManifest(reader);
  if (manifest === undefined)
    return [fileAltered(exportFiles.manifest, 1, 'it is missing or is no manifest')];
  const findings: Finding[] = [];
  const { head, firstSeq, lastSeq, files } = manifest;
  if (lastSeq !== head.size || firstSeq !== Math.min(1, head.size))
    findings.push(fileAltered(exportFiles.manifest, head.size, 'its numbers contradict each other'));
  for (const [name, listed] of Object.entries(files)) {
    const found = await digestOf(reader.read(name));
    if (found.sha256 !== listed.sha256 || found.bytes !== listed.bytes)
      findings.push(
        fileAltered(name, head.size, `its SHA-256 is ${found.sha256}, the manifest says ${listed.sha256}`),
      );
  }
  return findings;
}

function fileAltered(name: string, size: number, why: string): Finding {
  return { kind: FindingKind.FileAltered, seq: seqRange(1, size), detail: `${name}: ${why}` };
}

async function* checkpointsOf(reader: ExportReader): AsyncGenerator<string> {
  const names = Object.keys((await readManifest(reader))?.files ?? {});
  for (const name of names.filter((each) => each.startsWith('checkpoints/')).sort())
    yield textOf(reader.read(name));
}

// Sixteen digits, so that the names sort as the sizes do.
function checkpointFile(note: string): string | undefined {
  const size = parseCheckpoint(note)?.size;
  return size === undefined ? undefined : `checkpoints/${String(size).padStart(16, '0')}.txt`;
}

async function* textsOf(source: LedgerSource): AsyncGenerator<string> {
  for await (const { text } of source.entries()) yield text;
}

async function* sealedHashesOf(source: LedgerSource): AsyncGenerator<string> {
  if (source.leafHashes !== undefined) yield* source.leafHashes();
  else for await (const line of source.entries()) yield line.leafHash ?? leafHash(line.text).toString('hex');
}

async function* noTiles(): AsyncGenerator<Tile> {
  // An export lists every leaf hash instead.
}

async function* numbered(lines: AsyncIterable<string>): AsyncGenerator<EntryLine> {
  let seq = 0;
  for await (const text of lines) {
    seq += 1;
    yield { seq, text };
  }
}

const chunkLength = 65_536;

async function writeLines(sink: ExportSink, name: string, lines: AsyncIterable<string>) {
  const file = await digesting(sink, name);
  let chunk = '';
  for await (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < chunkLength) continue;
    await file.write(chunk);
    chunk = '';
  }
  await file.write(chunk);
  return file.end();
}

async function writeText(sink: ExportSink, name: string, text: string) {
  const file = await digesting(sink, name);
  await file.write(text);
  return file.end();
}

async function digesting(sink: ExportSink, name: string) {
  const file = await sink.file(name);
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async write(text: string) {
      hash.update(text);
      bytes += Buffer.byteLength(text);
      await file.write(text);
    },
    async end() {
      await file.end();
      return { bytes, sha256: hash.digest('hex') };
    },
  };
}

async function digestOf(chunks: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Lines end with LF alone, so that a CR stays part of the text and shows. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

function isManifest(value: unknown): value is Manifest {
  const { format, head, files, verifierKeys, lastSeq } = (value ?? {}) as Partial<Manifest>;
  const isHead = typeof head?.size === 'number' && Array.isArray(head.peaks) && typeof head.root === 'string';
  return (
    format === exportFormat &&
    isHead &&
    typeof lastSeq === 'number' &&
    isFiles(files) &&
    Array.isArray(verifierKeys)
  );
}

const fileName = /^[\w-]+(\/[\w-]+)?\.\w+$/;

function isFiles(files: unknown): boolean {
  if (typeof files !== 'object' || files === null) return false;
  return Object.entries(files).every(
    ([name, file]) => fileName.test(name) && typeof file === 'object' && file !== null,
  );
}
