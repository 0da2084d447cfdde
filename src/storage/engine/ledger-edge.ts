import {
  append,
  tileHashes,
  tileOf,
  tileRoot,
  tilesFilled,
  tileWidth,
  type Tile,
  type TilePlace,
  type TreeHead,
} from '../../ledger/index.js';
import type { Turn } from './store.js';

/**
 * The right edge of the ledger's tree: the head, and the leaf hashes that no full tile holds yet. They are kept between
 * batches and read again when another process has appended.
 */
export class LedgerEdge {
  #size = 0;
  #leaves: Buffer[] = [];

  /** The head and the tiles that more leaves lead to. Nothing is remembered until `keep`. */
  async grow(turn: Turn, head: TreeHead, leaves: readonly Buffer[]): Promise<Grown> {
    const partial = await this.#partialTile(turn, head);
    const grown = append(head, leaves);
    const places = tilesFilled(head.size, grown.size);
    // Most batches fill no tile, and the leaves before theirs are not copied.
    if (places.length === 0) return { head: grown, tiles: [], partial, leaves };
    const edge = { first: head.size - partial.length, leaves: [...partial, ...leaves] };
    const tiles: Tile[] = [];
    for (const place of places) tiles.push(await fillTile(turn, place, { edge, tiles }));
    const whole = Math.floor(grown.size / tileWidth) * tileWidth;
    return {
      head: grown,
      tiles,
      partial: edge.leaves.slice(Math.max(0, whole - edge.first)),
      leaves: [],
    };
  }

  /** What is durable now. */
  keep({ head, partial, leaves }: Grown): void {
    this.#size = head.size;
    this.#leaves = partial;
    this.#leaves.push(...leaves);
  }

  async #partialTile(turn: Turn, head: TreeHead): Promise<Buffer[]> {
    if (this.#size === head.size) return this.#leaves;
    const whole = Math.floor(head.size / tileWidth) * tileWidth;
    return (await turn.leavesAfter(whole)).map((leaf) => Buffer.from(leaf, 'hex'));
  }
}

export interface Grown {
  head: TreeHead;
  tiles: Tile[];
  /** Leaf hashes that no full tile holds. It may be the edge's own list: a growth is kept once. */
  partial: Buffer[];
  /** Those that come behind `partial` as soon as they are durable. */
  leaves: readonly Buffer[];
}

async function fillTile(
  turn: Turn,
  place: TilePlace,
  made: { edge: { first: number; leaves: Buffer[] }; tiles: readonly Tile[] },
): Promise<Tile> {
  const from = place.index * tileWidth;
  if (place.level === 0) {
    const at = from - made.edge.first;
    return tileOf(place, made.edge.leaves.slice(at, at + tileWidth));
  }
  const level = place.level - 1;
  const stored = await turn.tiles(level, from, from + tileWidth);
  const below = new Map(stored.map(({ idx, hashes }) => [idx, hashes]));
  for (const tile of made.tiles) if (tile.level === level) below.set(tile.index, tile.hashes);
  const roots = Array.from({ length: tileWidth }, (_, at) => {
    const hashes = below.get(from + at);
    if (hashes === undefined) throw new Error(`tile ${level}/${from + at} of the ledger is missing`);
    return tileRoot(tileHashes(hashes));
  });
  return tileOf(place, roots);
}
