import { expect } from 'chai';
import type { Expected, Finding, FindingKind } from '../../../src/ledger/index.js';
import {
  append,
  emptyHead,
  entryText,
  fingerprint,
  keyChangedFacts,
  leafHash,
  signCheckpoint,
  verifyLedger,
} from '../../../src/ledger/index.js';
import type { Held } from './sample-ledger.js';
import { buildLedger, entry, heldSource, keyFrom, numberedEntry, sealed } from './sample-ledger.js';

const key = keyFrom(1);
const otherKey = keyFrom(2);
const build = (size = 700) => buildLedger(size, { key, checkpointsAt: [100, 300, 512, 640] });

async function findings(held: Held, expected: Expected = {}): Promise<Finding[]> {
  const report = await verifyLedger(heldSource(held), expected);
  return report.whole ? [] : report.findings;
}

async function first(
  held: Held,
  expected: Expected = {},
): Promise<[FindingKind, Finding['seq']] | undefined> {
  const [found] = await findings(held, expected);
  return found && [found.kind, found.seq];
}

function keptAt(held: Held, size: number, by = key): string {
  return signCheckpoint(
    append(
      emptyHead,
      held.rows.slice(0, size).map(({ text }) => leafHash(text)),
    ),
    { key: by },
  );
}

describe('verify', () => {
  for (const size of [0, 1, 255, 256, 257, 700])
    it(`calls a ledger of ${size} entries whole, and says what it stands on`, async () => {
      const held = build(size);
      const report = await verifyLedger(heldSource(held), { checkpoints: held.checkpoints });
      expect(report).to.include({
        whole: true,
        size,
        root: held.head.root,
        checkpointsVerified: 2 * held.checkpoints.length,
      });
      if (size === 700)
        expect(report).to.include({ signedSize: 640, keyFingerprint: fingerprint(key.verifierKey) });
    });

  it('finds the rewriting of everything by a kept checkpoint alone, between it and the one before', async () => {
    const [held, honest] = [build(), build()];
    const texts = held.rows.map(({ text }, at) => (at === 400 ? text.replace('happened', 'HAPPENED') : text));
    const forged = { ...sealed(texts, { key, checkpointsAt: [100, 300] }) };
    expect(await findings(forged)).to.deep.equal([]);
    const kept = [keptAt(honest, 310), keptAt(honest, 640)];
    expect(await first(forged, { checkpoints: kept })).to.deep.equal(['altered', [311, 640]]);
    expect(await first(forged, { checkpoints: kept.slice(1) })).to.deep.equal(['altered', [1, 640]]);
  });

  it('places an entry that was put in, with all that follows numbered and sealed anew, by a kept checkpoint', async () => {
    const honest = build();
    const texts = [...Array(701).keys()].map((at) =>
      at === 420 ? entryText(entry({ because: 'forged' }), 421) : honestText(at < 420 ? at + 1 : at, at + 1),
    );
    const forged = sealed(texts, { key, checkpointsAt: [100] });
    expect(await first(forged, { checkpoints: [keptAt(honest, 640)] })).to.deep.equal(['inserted', 421]);
  });

  it('tells a tail that was cut off, head and tiles with it, by a kept checkpoint', async () => {
    const honest = build();
    const cut = sealed(
      honest.rows.slice(0, 610).map(({ text }) => text),
      { key, checkpointsAt: [100, 300, 512] },
    );
    expect(await first(cut, { checkpoints: [keptAt(honest, 640)] })).to.deep.equal(['truncated', [611, 640]]);
  });

  it('tells an altered tile, an altered upper tile and a missing one from altered entries', async () => {
    const held = build();
    const flip = (hashes: string, at: number) =>
      hashes.slice(0, at) + (hashes[at] === '0' ? '1' : '0') + hashes.slice(at + 1);
    const tile = held.tiles[1]!;
    expect(
      await first({ ...held, tiles: [held.tiles[0]!, { ...tile, hashes: flip(tile.hashes, 64 * 9) }] }),
    ).to.deep.equal(['tile-altered', 266]);
    expect(await first({ ...held, tiles: [tile] })).to.deep.equal(['tile-altered', [1, 256]]);
    expect(
      await first({ ...held, tiles: [...held.tiles, { level: 1, index: 0, hashes: tile.hashes }] }),
    ).to.deep.equal(['tile-altered', [1, 700]]);
  });

  it('tells an altered head', async () => {
    const held = build();
    const { head } = held;
    const wrong = 'ab'.repeat(32);
    for (const changed of [
      { root: wrong },
      { peaks: head.peaks.with(2, wrong) },
      { size: 699 },
      { size: 701 },
      { peaks: [] },
    ])
      expect(await first({ ...held, head: { ...head, ...changed } })).to.deep.equal([
        'head-altered',
        [1, 700],
      ]);
    const older = build(650).head;
    expect(await first({ ...held, head: older })).to.deep.equal(['inserted', [651, 700]]);
  });

  it('tells an altered checkpoint, own or kept', async () => {
    const held = build();
    const altered = held.checkpoints[1]!.replace('\n300\n', '\n301\n');
    expect(await first({ ...held, checkpoints: held.checkpoints.with(1, altered) })).to.deep.equal([
      'checkpoint-altered',
      [1, 301],
    ]);
    expect(await first(held, { checkpoints: [altered] })).to.deep.equal(['checkpoint-altered', [1, 301]]);
    expect(await first(held, { checkpoints: ['nonsense'] })).to.deep.equal(['checkpoint-altered', 1]);
  });

  it('tells a checkpoint of another root under our own key, which the later ones refute', async () => {
    const held = build();
    const forged = signCheckpoint(
      append(
        emptyHead,
        build(99)
          .rows.map(({ text }) => leafHash(text))
          .concat(leafHash('x')),
      ),
      { key },
    );
    expect(await first({ ...held, checkpoints: held.checkpoints.with(0, forged) })).to.deep.equal([
      'checkpoint-altered',
      [1, 100],
    ]);
  });

  it('tells a kept checkpoint of another ledger', async () => {
    const held = build();
    const other = signCheckpoint(held.head, { key, origin: 'ledger.example/south' });
    expect(await first(held, { checkpoints: [other] })).to.deep.equal(['other-ledger', [1, 700]]);
  });

  it('does not call a ledger whole whose checkpoints are all gone, when a fingerprint is pinned', async () => {
    const held = { ...build(), checkpoints: [] };
    expect(await first(held, { keyFingerprint: fingerprint(key.verifierKey) })).to.deep.equal([
      'unsigned',
      1,
    ]);
  });

  it('tells text that is sealed but not canonical', async () => {
    const texts = build(40).rows.map(({ text }, at) => (at === 9 ? text.replace('{', '{ ') : text));
    expect(await first(sealed(texts, { key }))).to.deep.equal(['not-canonical', 10]);
  });

  it('goes on past an altered entry and names each', async () => {
    const held = build();
    for (const at of [4, 300, 690]) held.rows[at]!.text = held.rows[at]!.text.replace('happened', 'Happened');
    expect((await findings(held)).map(({ kind, seq }) => [kind, seq])).to.deep.equal([
      ['altered', 5],
      ['altered', 301],
      ['altered', 691],
    ]);
  });

  it('tells each entry that it reads once, in the order of whoever holds them, also where it is bad', async () => {
    const held = build(40);
    held.rows[4]!.text = held.rows[4]!.text.replace('happened', 'Happened');
    held.rows[8]!.text = 'no entry';
    const told: number[] = [];
    const report = await verifyLedger(heldSource(held), {}, ({ seq }) => told.push(seq));
    expect(report.whole).to.equal(false);
    expect(told).to.deep.equal([...Array(40).keys()].map((at) => at + 1).filter((seq) => seq !== 9));
  });
});

describe('a signing key that is changed', () => {
  const rotated = () => {
    const held = build(120);
    const handover = entry({ kind: 'signing-key-changed', facts: keyChangedFacts(key, otherKey) });
    const texts = [
      ...held.rows.map(({ text }) => text),
      entryText(handover, 121),
      entryText(numberedEntry(122), 122),
    ];
    const after = sealed(texts, { key, checkpointsAt: [100] });
    return { ...after, checkpoints: [...after.checkpoints, keptAt(after, 122, otherKey)] };
  };

  it('is followed from the first fingerprint, and back from the new one', async () => {
    for (const pinned of [key, otherKey])
      expect(
        await verifyLedger(heldSource(rotated()), { keyFingerprint: fingerprint(pinned.verifierKey) }),
      ).to.include({
        whole: true,
        checkpointsVerified: 2,
        keyFingerprint: fingerprint(otherKey.verifierKey),
      });
  });

  it('signs nothing any more after it handed over', async () => {
    const held = rotated();
    const late = { ...held, checkpoints: [held.checkpoints[0]!, keptAt(held, 122, key)] };
    expect(await first(late)).to.deep.equal(['re-signed', [101, 122]]);
  });

  it('is not followed when the old key did not sign for the new one', async () => {
    const facts = { ...keyChangedFacts(otherKey, otherKey), oldKey: key.verifierKey };
    const texts = [
      ...build(120).rows.map(({ text }) => text),
      entryText(entry({ kind: 'signing-key-changed', facts }), 121),
    ];
    const held = sealed(texts, { key: otherKey, checkpointsAt: [121] });
    expect(await first(held, { keyFingerprint: fingerprint(key.verifierKey) })).to.deep.equal([
      're-signed',
      [1, 121],
    ]);
  });
});

function honestText(from: number, seq: number): string {
  return from === 1 ? build(1).rows[0]!.text : entryText(numberedEntry(from), seq);
}
