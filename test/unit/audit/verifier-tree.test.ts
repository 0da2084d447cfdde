import { expect } from 'chai';
import {
  isConsistent,
  isIncluded,
  leafHash,
  levelsBetween,
  Tree,
} from '../../../src/audit/verify/verify.mjs';
import {
  append,
  consistencyProof,
  emptyHead,
  inclusionProof,
  rootOf,
  subtreesAfter,
  subtreesBefore,
  tileRoot,
} from '../../../src/ledger/index.js';

/** The leaves and roots that the tests of RFC 6962's reference implementation use. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(Buffer.from(hex, 'hex').toString('latin1')));
const roots: Readonly<Record<number, string>> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  4: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
};

const readNode = (level: number, index: number): Buffer =>
  tileRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const rootAt = (size: number): Buffer => rootOf(append(emptyHead, leaves.slice(0, size)));

describe('the tree of the verifier', () => {
  it('has the roots of RFC 6962', () => {
    const tree = new Tree();
    for (let size = 0; size <= leaves.length; size += 1) {
      if (roots[size] !== undefined) expect(tree.root().toString('hex')).to.equal(roots[size]);
      const leaf = leaves[size];
      if (leaf !== undefined) tree.push(leaf);
    }
  });

  it('is the same from whole subtrees before and after any range', () => {
    for (let size = 1; size <= 8; size += 1)
      for (let first = 0; first <= size; first += 1)
        for (let last = first; last <= size; last += 1) {
          const tree = new Tree();
          const before = subtreesBefore(first);
          const after = subtreesAfter(last, size);
          expect(levelsBetween(0, first)).to.deep.equal(before.map(({ level }) => level));
          expect(levelsBetween(last, size)).to.deep.equal(after.map(({ level }) => level));
          for (const { level, index } of before) tree.push(readNode(level, index), level);
          for (const leaf of leaves.slice(first, last)) tree.push(leaf);
          for (const { level, index } of after) tree.push(readNode(level, index), level);
          expect(tree.root().equals(rootAt(size)), `${first} to ${last} of ${size}`).to.equal(true);
        }
  });

  it('believes every proof of inclusion and consistency, and none with another hash, place or size', async () => {
    for (let size = 1; size <= 8; size += 1)
      for (let index = 0; index < size; index += 1) {
        const leaf = leaves[index] ?? Buffer.alloc(32);
        const claim = { index, size, leaf, root: rootAt(size) };
        const proof = await inclusionProof(index, size, readNode);
        expect(isIncluded(claim, proof)).to.equal(true);
        expect(isIncluded({ ...claim, index: index + 1 }, proof)).to.equal(false);
        expect(isIncluded({ ...claim, root: rootAt(size - 1) }, proof)).to.equal(false);
        if (proof.length > 0) expect(isIncluded(claim, proof.slice(1))).to.equal(false);

        const grown = { oldSize: index + 1, size, oldRoot: rootAt(index + 1), root: rootAt(size) };
        const growth = await consistencyProof(index + 1, size, readNode);
        expect(isConsistent(grown, growth)).to.equal(true);
        expect(isConsistent({ ...grown, oldRoot: rootAt(index) }, growth)).to.equal(false);
        expect(isConsistent(grown, [...growth, leaf])).to.equal(false);
      }
  });
});
