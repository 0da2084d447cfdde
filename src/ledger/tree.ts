import { hash } from 'node:crypto';

/**
 * The right edge of an RFC 6962 tree: the roots (hex) of its full subtrees, largest first.
 * It is all that appending needs, and it names the root.
 */
export interface TreeHead {
  size: number;
  peaks: string[];
}

/** 256 hashes of one level, kept as one row: level 0 holds leaf hashes, level n+1 the roots of level n's tiles. */
export interface Tile {
  level: number;
  index: number;
  hashes: string;
}

export type TilePlace = Omit<Tile, 'hashes'>;

export const tileWidth = 256;
const hexLength = 64;

export const emptyHead: TreeHead = { size: 0, peaks: [] };

const nodeInput = Buffer.alloc(65);
nodeInput[0] = 1;

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 33);
  return hash('sha256', nodeInput, 'buffer');
}

/** A tree that grows leaf by leaf; it holds its right edge only. */
export class GrowingTree {
  size: number;
  readonly #peaks: Buffer[];

  constructor(head: TreeHead = emptyHead) {
    if (head.peaks.length !== peakSizes(head.size).length)
      throw new Error('a tree head whose peaks do not fit its size');
    this.size = head.size;
    this.#peaks = head.peaks.map((peak) => Buffer.from(peak, 'hex'));
  }

  push(leaf: Buffer): void {
    let node = leaf;
    for (let odd = this.size; odd % 2 === 1; odd = Math.floor(odd / 2))
      node = nodeHash(this.#lastPeak(), node);
    this.#peaks.push(node);
    this.size += 1;
  }

  head(): TreeHead {
    return { size: this.size, peaks: this.#peaks.map((peak) => peak.toString('hex')) };
  }

  root(): Buffer {
    return rootOfPeaks(this.#peaks);
  }

  #lastPeak(): Buffer {
    const peak = this.#peaks.pop();
    if (peak === undefined) throw new Error('a tree head whose peaks do not fit its size');
    return peak;
  }
}

/** The head after more leaf hashes. */
export function append(head: TreeHead, leafHashes: readonly Buffer[]): TreeHead {
  const tree = new GrowingTree(head);
  for (const leaf of leafHashes) tree.push(leaf);
  return tree.head();
}

/** The tree's root; of an empty tree SHA-256 of nothing. Source: RFC 6962 section 2.1. */
export function rootOf(head: TreeHead): Buffer {
  return rootOfPeaks(head.peaks.map((peak) => Buffer.from(peak, 'hex')));
}

function rootOfPeaks(peaks: readonly Buffer[]): Buffer {
  const root = peaks.reduceRight<Buffer | undefined>(
    (right, peak) => (right === undefined ? peak : nodeHash(peak, right)),
    undefined,
  );
  return root ?? hash('sha256', '', 'buffer');
}

/** How many leaves each peak of a tree of this size covers, largest first. */
export function peakSizes(size: number): number[] {
  const sizes: number[] = [];
  for (let rest = size; rest > 0;) {
    const largest = 2 ** Math.floor(Math.log2(rest));
    sizes.push(largest);
    rest -= largest;
  }
  return sizes;
}

/** Which tiles become full when the tree grows, lower levels first, so that each can be made from those before it. */
export function tilesFilled(beforeSize: number, afterSize: number): TilePlace[] {
  const places: TilePlace[] = [];
  for (let level = 0, leaves = tileWidth; leaves <= afterSize; level += 1, leaves *= tileWidth) {
    const end = Math.floor(afterSize / leaves);
    for (let index = Math.floor(beforeSize / leaves); index < end; index += 1) places.push({ level, index });
  }
  return places;
}

/** The tile at a place, from its 256 hashes: leaf hashes, or the roots of the 256 tiles below it. */
export function tileOf(place: TilePlace, hashes: readonly Buffer[]): Tile {
  if (hashes.length !== tileWidth) throw new Error(`a tile holds ${tileWidth} hashes, not ${hashes.length}`);
  return { level: place.level, index: place.index, hashes: Buffer.concat(hashes).toString('hex') };
}

/** The hashes of a tile, in order; refuses a text that does not hold 256 of them. */
export function tileHashes(hashes: string): Buffer[] {
  const bytes = Buffer.from(hashes, 'hex');
  if (hashes.length !== tileWidth * hexLength || bytes.length * 2 !== hashes.length)
    throw new Error(`a tile holds ${tileWidth} hashes in hex`);
  return Array.from({ length: tileWidth }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
}

/** The root of the full subtree over hashes whose number is a power of two, 256 for a tile. */
export function tileRoot(hashes: string | readonly Buffer[]): Buffer {
  let nodes = typeof hashes === 'string' ? tileHashes(hashes) : [...hashes];
  while (nodes.length > 1) nodes = pairUp(nodes);
  const root = nodes[0];
  if (root === undefined) throw new Error('a subtree has at least one hash');
  return root;
}

function pairUp(nodes: readonly Buffer[]): Buffer[] {
  const parents: Buffer[] = [];
  for (let at = 0; at < nodes.length; at += 2)
    parents.push(nodeHash(nodes[at] as Buffer, nodes[at + 1] as Buffer));
  return parents;
}
