import { expect } from 'chai';
import fc from 'fast-check';
import type { Tile } from '../../../src/ledger/index.js';
import {
  append,
  consistencyProof,
  emptyHead,
  inclusionProof,
  nodesFrom,
  rootOf,
  tileHashes,
  tileOf,
  tileRoot,
  tilesFilled,
  verifyConsistency,
  verifyInclusion,
} from '../../../src/ledger/index.js';
import { leafOf, path, proof, treeHash } from './oracle.js';

const leaves = Array.from({ length: 1100 }, (_, at) => leafOf(Buffer.from(`leaf ${at}`)));
const hex = (buffers: readonly Buffer[]) => buffers.map((each) => each.toString('hex'));

function tilesOf(size: number): Map<string, Tile> {
  const tiles = new Map<string, Tile>();
  for (const place of tilesFilled(0, size)) {
    const from = place.index * 256;
    const hashes =
      place.level === 0
        ? leaves.slice(from, from + 256)
        : Array.from({ length: 256 }, (_, at) =>
            tileRoot(tiles.get(`${place.level - 1}/${from + at}`)!.hashes),
          );
    tiles.set(`${place.level}/${place.index}`, tileOf(place, hashes));
  }
  return tiles;
}

function nodesOf(size: number) {
  const tiles = tilesOf(size);
  return nodesFrom({
    tile: ({ level, index }) => Promise.resolve(tiles.get(`${level}/${index}`)),
    leaves: (from, count) => Promise.resolve(leaves.slice(from, from + count)),
  });
}

const sizes = fc.integer({ min: 1, max: leaves.length });

describe('the tree over the entries', () => {
  it('has the roots that RFC 6962 defines, at every size up to 70 and at those around a tile', () => {
    for (const size of [...Array(70).keys(), 255, 256, 257, 511, 512, 513, 1100])
      expect(rootOf(append(emptyHead, leaves.slice(0, size))).toString('hex')).to.equal(
        treeHash(leaves.slice(0, size)).toString('hex'),
      );
  });

  it('does not care how the leaves were cut into commits', () => {
    fc.assert(
      fc.property(sizes, sizes, (one, other) => {
        const [first, size] = one < other ? [one, other] : [other, one];
        const inTwo = append(append(emptyHead, leaves.slice(0, first)), leaves.slice(first, size));
        expect(inTwo).to.deep.equal(append(emptyHead, leaves.slice(0, size)));
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a head whose peaks do not fit its size', () => {
    expect(() => append({ size: 3, peaks: [] }, [])).to.throw('peaks');
  });

  it('fills a tile with every 256th leaf, and one of the next level with every 65,536th', () => {
    expect(tilesFilled(0, 255)).to.deep.equal([]);
    expect(tilesFilled(255, 256)).to.deep.equal([{ level: 0, index: 0 }]);
    expect(tilesFilled(256, 511)).to.deep.equal([]);
    expect(tilesFilled(200, 800)).to.deep.equal([0, 1, 2].map((index) => ({ level: 0, index })));
    expect(tilesFilled(65_535, 65_536)).to.deep.equal([
      { level: 0, index: 255 },
      { level: 1, index: 0 },
    ]);
  });

  it('has tiles whose root is the root of the subtree that they stand for', () => {
    const tile = tileOf({ level: 0, index: 2 }, leaves.slice(512, 768));
    expect(tileRoot(tile.hashes).toString('hex')).to.equal(treeHash(leaves.slice(512, 768)).toString('hex'));
    expect(hex(tileHashes(tile.hashes))).to.deep.equal(hex(leaves.slice(512, 768)));
    expect(() => tileRoot(tile.hashes.slice(1))).to.throw('256');
  });
});

describe('proofs', () => {
  it('of inclusion are those of RFC 6962, from tiles and the right edge, and verify', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, any) => {
        const index = any % size;
        const made = await inclusionProof(index, size, nodesOf(size));
        expect(hex(made)).to.deep.equal(hex(path(index, leaves.slice(0, size))));
        const claim = { index, size, leaf: leaves[index]!, root: treeHash(leaves.slice(0, size)) };
        expect(verifyInclusion(claim, made)).to.equal(true);
        expect(verifyInclusion({ ...claim, leaf: leafOf(Buffer.from('another')) }, made)).to.equal(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % size }, made)).to.equal(size === 1);
        expect(verifyInclusion(claim, [...made, leaves[0]!])).to.equal(false);
        if (made.length > 0) expect(verifyInclusion(claim, made.slice(1))).to.equal(false);
      }),
      { numRuns: 60 },
    );
  });

  it('of consistency are those of RFC 6962, and refuse a tree that did not begin so', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, any) => {
        const oldSize = (any % size) + 1;
        const made = await consistencyProof(oldSize, size, nodesOf(size));
        expect(hex(made)).to.deep.equal(hex(proof(oldSize, leaves.slice(0, size))));
        const oldRoot = treeHash(leaves.slice(0, oldSize));
        const claim = { oldSize, size, oldRoot, root: treeHash(leaves.slice(0, size)) };
        expect(verifyConsistency(claim, made)).to.equal(true);
        expect(verifyConsistency({ ...claim, oldRoot: leaves[7]! }, made)).to.equal(false);
        expect(verifyConsistency({ ...claim, root: leaves[7]! }, made)).to.equal(false);
        expect(verifyConsistency(claim, [...made, leaves[0]!])).to.equal(false);
      }),
      { numRuns: 60 },
    );
  });

  it('of a large tree read the rows of a few tiles, not its leaves', async () => {
    const size = 256 ** 3;
    let read = 0;
    const readNode = () => {
      read += 1;
      return leaves[0]!;
    };
    await inclusionProof(12_345_678, size, readNode);
    expect(read).to.equal(24);
  });

  it('are refused for what is not in the tree', async () => {
    let refused = 0;
    const attempts = [
      () => inclusionProof(3, 3, nodesOf(3)),
      () => consistencyProof(4, 3, nodesOf(3)),
      () => consistencyProof(0, 3, nodesOf(3)),
    ];
    for (const attempt of attempts) await attempt().catch(() => (refused += 1));
    expect(refused).to.equal(3);
  });
});
