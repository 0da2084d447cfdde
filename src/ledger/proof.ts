import type { Tile, TilePlace } from './tree.js';
import { nodeHash, tileHashes, tileRoot } from './tree.js';

/** Reads the root of the full subtree over leaves `index · 2^level` to `(index + 1) · 2^level - 1`. */
export type ReadNode = (level: number, index: number) => Buffer | Promise<Buffer>;

export interface TileStore {
  /** A full tile, or nothing where it is not full yet. */
  tile(place: TilePlace): Promise<Tile | undefined>;
  /** The leaf hashes of entries that no full tile holds yet: `count` of them from leaf index `from`. */
  leaves(from: number, count: number): Promise<Buffer[]>;
}

const levelsInTile = 8;

/** Reads nodes from tiles and, at the right edge, from leaf hashes: a proof costs a few rows. */
export function nodesFrom(store: TileStore): ReadNode {
  return async function readNode(level: number, index: number): Promise<Buffer> {
    const tileLevel = Math.floor(level / levelsInTile);
    const width = 2 ** (level % levelsInTile);
    const first = index * width;
    const tile = await store.tile({ level: tileLevel, index: Math.floor(first / 256) });
    if (tile !== undefined)
      return tileRoot(tileHashes(tile.hashes).slice(first % 256, (first % 256) + width));
    if (tileLevel === 0) return tileRoot(await store.leaves(first, width));
    return tileRoot(await rootsOfTilesBelow(store, { level: tileLevel - 1, index: first }, width));
  };
}

async function rootsOfTilesBelow(store: TileStore, from: TilePlace, count: number): Promise<Buffer[]> {
  const roots: Buffer[] = [];
  for (let at = 0; at < count; at += 1) {
    const tile = await store.tile({ level: from.level, index: from.index + at });
    if (tile === undefined) throw new Error(`tile ${from.level}/${from.index + at} is missing`);
    roots.push(tileRoot(tile.hashes));
  }
  return roots;
}

/** The hashes that prove that the leaf at `index` (seq - 1) is in the tree of this size. Source: RFC 6962 section 2.1.1. */
export async function inclusionProof(index: number, size: number, readNode: ReadNode): Promise<Buffer[]> {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  return pathTo(index, { start: 0, end: size }, readNode);
}

/** The hashes that prove that the tree of `size` begins with the tree of `oldSize`. Source: RFC 6962 section 2.1.2. */
export async function consistencyProof(oldSize: number, size: number, readNode: ReadNode): Promise<Buffer[]> {
  if (oldSize < 1 || oldSize > size)
    throw new RangeError(`a tree of ${size} does not begin with one of ${oldSize}`);
  return subproof(oldSize, { span: { start: 0, end: size }, isOldRootKnown: true }, readNode);
}

export interface InclusionClaim {
  index: number;
  size: number;
  leaf: Buffer;
  root: Buffer;
}

/** Whether the proof leads from the leaf to the root. */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Buffer[]): boolean {
  if (claim.index < 0 || claim.index >= claim.size) return false;
  let node = claim.index;
  let last = claim.size - 1;
  let hash = claim.leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      [node, last] = aboveRightEdge(node, last);
    } else hash = nodeHash(hash, sibling);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash.equals(claim.root);
}

export interface ConsistencyClaim {
  oldSize: number;
  size: number;
  oldRoot: Buffer;
  root: Buffer;
}

/** Whether the proof shows that the newer tree only appended to the older one. */
export function verifyConsistency(claim: ConsistencyClaim, proof: readonly Buffer[]): boolean {
  const { oldSize, size, oldRoot, root } = claim;
  if (oldSize < 1 || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  const roots = rootsAlong(path, oldSize, size);
  return roots !== undefined && roots.old.equals(oldRoot) && roots.now.equals(root);
}

function rootsAlong(
  path: readonly Buffer[],
  oldSize: number,
  size: number,
): { old: Buffer; now: Buffer } | undefined {
  let [node, last] = aboveOdd(oldSize - 1, size - 1);
  let old = path[0];
  let now = path[0];
  if (old === undefined || now === undefined) return undefined;
  for (const sibling of path.slice(1)) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      old = nodeHash(sibling, old);
      now = nodeHash(sibling, now);
      [node, last] = aboveRightEdge(node, last);
    } else now = nodeHash(now, sibling);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? { old, now } : undefined;
}

interface Span {
  start: number;
  end: number;
}

async function pathTo(index: number, span: Span, readNode: ReadNode): Promise<Buffer[]> {
  if (span.end - span.start === 1) return [];
  const [left, right] = split(span);
  const isLeft = index < left.end;
  const path = await pathTo(index, isLeft ? left : right, readNode);
  return [...path, await rootOfSpan(isLeft ? right : left, readNode)];
}

async function subproof(
  oldEnd: number,
  at: { span: Span; isOldRootKnown: boolean },
  readNode: ReadNode,
): Promise<Buffer[]> {
  const { span, isOldRootKnown } = at;
  if (oldEnd === span.end) return isOldRootKnown ? [] : [await rootOfSpan(span, readNode)];
  const [left, right] = split(span);
  if (oldEnd <= left.end)
    return [
      ...(await subproof(oldEnd, { span: left, isOldRootKnown }, readNode)),
      await rootOfSpan(right, readNode),
    ];
  const rest = await subproof(oldEnd, { span: right, isOldRootKnown: false }, readNode);
  return [...rest, await rootOfSpan(left, readNode)];
}

async function rootOfSpan(span: Span, readNode: ReadNode): Promise<Buffer> {
  const width = span.end - span.start;
  if (isPowerOfTwo(width)) return readNode(Math.log2(width), span.start / width);
  const [left, right] = split(span);
  return nodeHash(await rootOfSpan(left, readNode), await rootOfSpan(right, readNode));
}

/** The RFC's split: the left part is the largest power of two below the width. */
function split({ start, end }: Span): [Span, Span] {
  const middle = start + 2 ** Math.ceil(Math.log2(end - start) - 1);
  return [
    { start, end: middle },
    { start: middle, end },
  ];
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

function aboveOdd(node: number, last: number): [number, number] {
  return node % 2 === 1 ? aboveOdd(Math.floor(node / 2), Math.floor(last / 2)) : [node, last];
}

/** At the right edge a node climbs without siblings until it is a right child. */
function aboveRightEdge(node: number, last: number): [number, number] {
  return node % 2 === 0 && node !== 0 ? aboveRightEdge(node / 2, Math.floor(last / 2)) : [node, last];
}
