import { hash } from 'node:crypto';
import type { SealedEntry } from '../entry.js';
import { isCanonical, parseEntry } from '../entry.js';
import { SigningKeyEntry } from '../signing-key.js';
import { GrowingTree, tileRoot, tileWidth } from '../tree.js';
import type { TilePlace } from '../tree.js';
import type { EntryLine, LedgerSource } from './report.js';
import { openSealedHashes } from './sealed-hashes.js';
import type { SealedHashes } from './sealed-hashes.js';

/** An entry as it was met, at its place in the holder's order (from 1). */
export interface Row {
  position: number;
  rowSeq: number;
  text: string;
  hash: string;
  entry?: SealedEntry;
  isCanonical: boolean;
  /** The leaf hash beside the text. */
  besideHash?: string;
  /** The leaf hash that a tile or list has for this place. */
  sealedHash?: string;
}

export interface Walk {
  size: number;
  root: string;
  /** Roots (hex) at the sizes that were asked for. */
  roots: Map<number, string>;
  /** The first rows that contradict something, at most 64, and the last one. */
  bad: Row[];
  /** The good row right behind the last bad one, which may be what was moved there. */
  afterBad: Row[];
  /** Leaf hashes that tiles or lists have around the bad rows and after the end, by seq. */
  sealed: Map<number, string>;
  /** Up to which seq every place has a sealed hash. */
  sealedSize: number;
  /** Tiles that do not fit the entries, when the entries themselves are in order. */
  badTiles: TilePlace[];
  /** The good entries that announce a signing key. */
  keyEntries: SealedEntry[];
}

const badRowsKept = 64;

/** Reads every entry once, in blocks of a tile, and notes each row that contradicts its number, its hashes or its form. */
export async function walk(
  source: LedgerSource,
  sizes: ReadonlySet<number>,
  read?: (entry: SealedEntry) => void,
): Promise<Walk> {
  const walker = new Walker(sizes);
  const sealedHashes = openSealedHashes(source);
  let block: Row[] = [];
  for await (const line of source.entries()) {
    const row = walker.rowOf(line);
    if (row.entry !== undefined) read?.(row.entry);
    block.push(row);
    if (block.length < tileWidth) continue;
    walker.take(block, await sealedHashes.next());
    block = [];
  }
  walker.take(block, await sealedHashes.next());
  return walker.finish(sealedHashes);
}

class Walker {
  readonly #sizes: ReadonlySet<number>;
  readonly #tree = new GrowingTree();
  readonly #blockRoots: Buffer[] = [];
  readonly #badBlocks: TilePlace[] = [];
  readonly #walk: Walk;
  #lastBad: { row: Row; sealedAround: readonly string[]; from: number } | undefined;
  #rows = 0;

  constructor(sizes: ReadonlySet<number>) {
    this.#sizes = sizes;
    this.#walk = {
      size: 0,
      root: '',
      roots: new Map(),
      bad: [],
      afterBad: [],
      sealed: new Map(),
      sealedSize: 0,
      badTiles: [],
      keyEntries: [],
    };
    if (sizes.has(0)) this.#walk.roots.set(0, this.#tree.root().toString('hex'));
  }

  rowOf(line: EntryLine): Row {
    this.#rows += 1;
    const entry = entryOf(line.text);
    return {
      position: this.#rows,
      rowSeq: line.seq,
      text: line.text,
      hash: hash('sha256', `\u0000${line.text}`, 'hex'),
      isCanonical: entry !== undefined && isCanonical(line.text, entry),
      ...(entry && { entry }),
      ...(line.leafHash !== undefined && { besideHash: line.leafHash }),
    };
  }

  take(block: readonly Row[], sealed: readonly string[]): void {
    const start = this.#tree.size;
    const leaves = block.map((row) => Buffer.from(row.hash, 'hex'));
    for (const leaf of leaves) this.#grow(leaf);
    if (sealed.length >= block.length) this.#walk.sealedSize = start + sealed.length;
    else if (block.length === tileWidth) this.#badBlocks.push({ level: 0, index: start / tileWidth });
    if (block.length === tileWidth) this.#blockRoots.push(tileRoot(leaves));
    for (const row of block) this.#judge(row, sealed, row.position - start - 1);
    if (block.length < tileWidth) this.#noteSealed(this.#tree.size + 1, sealed.slice(block.length));
  }

  async finish(sealedHashes: SealedHashes): Promise<Walk> {
    this.#keepLastBad();
    const badUpper = await sealedHashes.upperTilesThatDiffer(this.#blockRoots);
    return {
      ...this.#walk,
      size: this.#tree.size,
      root: this.#tree.root().toString('hex'),
      badTiles: [...this.#badBlocks, ...badUpper],
    };
  }

  #keepLastBad(): void {
    const last = this.#lastBad;
    if (last === undefined || this.#walk.bad.at(-1) === last.row) return;
    this.#walk.bad.push(last.row);
    this.#noteSealed(last.from, last.sealedAround);
  }

  #grow(leaf: Buffer): void {
    this.#tree.push(leaf);
    if (this.#sizes.has(this.#tree.size))
      this.#walk.roots.set(this.#tree.size, this.#tree.root().toString('hex'));
  }

  #judge(row: Row, sealed: readonly string[], at: number): void {
    const sealedHash = sealed[at];
    if (isGood(row, sealedHash)) {
      if (this.#lastBad?.row.position === row.position - 1) this.#walk.afterBad = [row];
      if (row.entry !== undefined && isKeyEntry(row.entry)) this.#walk.keyEntries.push(row.entry);
      return;
    }
    if (sealedHash !== undefined) row.sealedHash = sealedHash;
    this.#lastBad = {
      row,
      sealedAround: sealed.slice(Math.max(0, at - 1), at + 2),
      from: row.position - Math.min(1, at),
    };
    if (this.#walk.bad.length >= badRowsKept) return;
    this.#walk.bad.push(row);
    this.#noteSealed(row.position, sealed.slice(at, at + 2));
  }

  #noteSealed(fromSeq: number, hashes: readonly string[]): void {
    hashes.slice(0, badRowsKept).forEach((each, at) => this.#walk.sealed.set(fromSeq + at, each));
  }
}

function isGood(row: Row, sealedHash: string | undefined): boolean {
  return (
    row.isCanonical &&
    row.entry?.seq === row.position &&
    row.rowSeq === row.position &&
    (row.besideHash === undefined || row.besideHash === row.hash) &&
    (sealedHash === undefined || sealedHash === row.hash)
  );
}

function isKeyEntry(entry: SealedEntry): boolean {
  return entry.kind === SigningKeyEntry.Made || entry.kind === SigningKeyEntry.Changed;
}

function entryOf(text: string): SealedEntry | undefined {
  try {
    return parseEntry(text);
  } catch {
    return undefined;
  }
}
