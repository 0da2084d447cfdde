import { expect } from 'chai';
import {
  emptyHead,
  GrowingTree,
  nodesFrom,
  rootOf,
  type Tile,
  type TreeHead,
} from '../../../src/ledger/index.js';
import { LedgerEdge } from '../../../src/storage/engine/ledger-edge.js';
import type { Turn } from '../../../src/storage/engine/store.js';
import type { RowOf } from '../../../src/storage/engine/tables.js';

const leaf = (at: number): Buffer => Buffer.alloc(32, at % 251);

/** What a store would have kept so far. */
class KeptLedger {
  readonly leaves: Buffer[] = [];
  readonly tiles: Tile[] = [];
  head: TreeHead = emptyHead;
  reads = 0;

  get turn(): Turn {
    return {
      leavesAfter: (seq: number) => {
        this.reads += 1;
        return Promise.resolve(this.leaves.slice(seq).map((each) => each.toString('hex')));
      },
      tiles: (level: number, from: number, to: number) =>
        Promise.resolve(
          this.tiles
            .filter((tile) => tile.level === level && tile.index >= from && tile.index < to)
            .map((tile): RowOf<'tiles'> => ({ level, idx: tile.index, hashes: tile.hashes })),
        ),
    } as Partial<Turn> as Turn;
  }

  async append(edge: LedgerEdge, count: number): Promise<void> {
    const leaves = Array.from({ length: count }, (_, at) => leaf(this.leaves.length + at));
    const grown = await edge.grow(this.turn, this.head, leaves);
    edge.keep(grown);
    this.leaves.push(...leaves);
    this.tiles.push(...grown.tiles);
    this.head = grown.head;
  }
}

describe('the right edge of the ledger', () => {
  it('fills each tile in the commit that completes it, two levels high, whatever the sizes of the commits', async () => {
    const kept = new KeptLedger();
    const edge = new LedgerEdge();
    for (let at = 0; kept.head.size < 66_000; at += 1) await kept.append(edge, (at % 7) * 300 + 1);
    const counts = [0, 1].map((level) => kept.tiles.filter((tile) => tile.level === level).length);
    expect(counts).to.deep.equal([Math.floor(kept.head.size / 256), 1]);
    const tree = new GrowingTree();
    for (const each of kept.leaves) tree.push(each);
    expect(rootOf(kept.head)).to.deep.equal(tree.root());
    const whole = await nodesFrom({
      tile: (place) =>
        Promise.resolve(
          kept.tiles.find(({ level, index }) => level === place.level && index === place.index),
        ),
      leaves: () => Promise.reject(new Error('a full tile was not kept')),
    })(16, 0);
    const first = new GrowingTree();
    for (const each of kept.leaves.slice(0, 65_536)) first.push(each);
    expect(whole).to.deep.equal(first.root());
  });

  it('reads leaves again only where another process has appended, or a commit was given up', async () => {
    const kept = new KeptLedger();
    const [ours, theirs] = [new LedgerEdge(), new LedgerEdge()];
    await kept.append(ours, 100);
    await kept.append(ours, 100);
    expect(kept.reads).to.equal(0);
    await ours.grow(kept.turn, kept.head, [leaf(1), leaf(2)]);
    await kept.append(theirs, 50);
    await kept.append(ours, 50);
    expect(kept.reads).to.equal(2);
    const [tile] = kept.tiles;
    expect(tile?.hashes).to.equal(Buffer.concat(kept.leaves.slice(0, 256)).toString('hex'));
  });

  it('grows as if nothing had been, after a growth that was given up', async () => {
    const kept = new KeptLedger();
    const ours = new LedgerEdge();
    await kept.append(ours, 200);
    for (const given of [[leaf(1)], Array.from({ length: 100 }, (_, at) => leaf(at))])
      await ours.grow(kept.turn, kept.head, given);
    await kept.append(ours, 100);
    expect(kept.reads).to.equal(0);
    const [tile] = kept.tiles;
    expect(tile?.hashes).to.equal(Buffer.concat(kept.leaves.slice(0, 256)).toString('hex'));
  });
});
