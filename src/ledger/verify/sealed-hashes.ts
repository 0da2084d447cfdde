import type { Tile, TilePlace } from '../tree.js';
import { tileRoot, tileWidth } from '../tree.js';
import type { LedgerSource } from './report.js';

/** The leaf hashes that lie apart from the entries, block by block, beside the walk over the entries. */
export interface SealedHashes {
  /** The next up to 256 leaf hashes; fewer or none where nothing holds them. */
  next(): Promise<readonly string[]>;
  /** Reads on, and tells which tiles above level 0 do not hold the roots of the tiles below them. */
  upperTilesThatDiffer(blockRoots: readonly Buffer[]): Promise<TilePlace[]>;
}

/** From the holder's list of leaf hashes where there is one, else from its tiles of level 0. */
export function openSealedHashes(source: LedgerSource): SealedHashes {
  return source.leafHashes === undefined ? fromTiles(source.tiles()) : fromList(source.leafHashes());
}

function fromList(hashes: AsyncIterable<string>): SealedHashes {
  const reader = hashes[Symbol.asyncIterator]();
  return {
    async next() {
      const block: string[] = [];
      while (block.length < tileWidth) {
        const read = await reader.next();
        if (read.done === true) break;
        block.push(read.value);
      }
      return block;
    },
    upperTilesThatDiffer: () => Promise.resolve([]),
  };
}

function fromTiles(tiles: AsyncIterable<Tile>): SealedHashes {
  const reader = tiles[Symbol.asyncIterator]();
  let index = 0;
  let ahead: Tile | undefined;
  let isRead = false;

  async function peek(): Promise<Tile | undefined> {
    if (!isRead) {
      const read = await reader.next();
      ahead = read.done === true ? undefined : read.value;
      isRead = true;
    }
    return ahead;
  }

  return {
    async next() {
      const tile = await peek();
      const isNext = tile?.level === 0 && tile.index === index;
      index += 1;
      if (tile === undefined || !isNext) return [];
      isRead = false;
      return splitHashes(tile.hashes);
    },
    async upperTilesThatDiffer(blockRoots) {
      const found: Tile[] = [];
      for (let tile = await peek(); tile !== undefined; tile = await peek()) {
        found.push(tile);
        isRead = false;
      }
      return placesThatDiffer(found, blockRoots);
    },
  };
}

function placesThatDiffer(found: readonly Tile[], blockRoots: readonly Buffer[]): TilePlace[] {
  const expected = new Map(upperTiles(blockRoots).map((tile) => [placeKey(tile), tile]));
  const surplus = found.filter((tile) => {
    const isExpected = expected.get(placeKey(tile))?.hashes === tile.hashes;
    if (isExpected) expected.delete(placeKey(tile));
    return !isExpected && !expected.has(placeKey(tile));
  });
  return [...expected.values(), ...surplus].map(({ level, index }) => ({ level, index }));
}

function upperTiles(blockRoots: readonly Buffer[]): Tile[] {
  const tiles: Tile[] = [];
  let below = blockRoots;
  for (let level = 1; below.length >= tileWidth; level += 1) {
    const roots: Buffer[] = [];
    for (let index = 0; (index + 1) * tileWidth <= below.length; index += 1) {
      const hashes = below.slice(index * tileWidth, (index + 1) * tileWidth);
      tiles.push({ level, index, hashes: Buffer.concat(hashes).toString('hex') });
      roots.push(tileRoot(hashes));
    }
    below = roots;
  }
  return tiles;
}

function placeKey({ level, index }: TilePlace): string {
  return `${level}/${index}`;
}

function splitHashes(hashes: string): string[] {
  return Array.from({ length: tileWidth }, (_, at) => hashes.slice(at * 64, at * 64 + 64));
}
