import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BundleFinding } from '../../../src/audit/verify/verify.mjs';
import { fingerprint, parseCheckpoint } from '../../../src/ledger/index.js';
import { buildLedger, keyFrom, randomFrom, type Held } from '../ledger/sample-ledger.js';
import { bundleOf, verified, type Files } from './bundles.js';
import { mutationsBy } from './mutations.js';

const key = keyFrom(1);
const stranger = keyFrom(2);
const CHANGES_EACH = 30;

describe('a bundle', () => {
  const ledger = buildLedger(300, { key, checkpointsAt: [40, 150, 256, 300] });
  const old = ledger.checkpoints[0] ?? '';
  let whole: Files;
  let part: Files;

  before(async () => {
    whole = await bundleOf(ledger, { key });
    part = await bundleOf(ledger, {
      key,
      range: { first: 57, last: 271 },
      selection: { actor: 'ISIL:DE-1', before: '2026-03-01T04:00:00.000Z' },
      earlier: [parseCheckpoint(old) as { size: number; root: string }],
    });
  });

  it('is whole as it was made, all of the ledger or what a filter selects', async () => {
    for (const files of [whole, part]) {
      const report = await verified(files, { key: fingerprint(key.verifierKey) });
      expect(report.findings).to.deep.equal([]);
      expect(report).to.include({ whole: true, size: 300, root: ledger.head.root });
    }
  });

  it('says by number what it left out', async () => {
    const { says } = await verified(part);
    expect(says.at(-1)?.text).to.match(
      /of 300 are here .*; 56 before, \d+ between and 29 after them are present as hashes only/,
    );
    expect(part.get('left-out.txt')?.toString()).to.match(/^\d+-271\n$/);
  });

  for (const [name, files] of [
    ['the whole ledger', () => whole],
    ['a part of it', () => part],
  ] as const)
    describe(`of ${name}, when somebody changes`, () => {
      for (const [what, mutate] of Object.entries(mutationsBy(stranger)))
        it(`${what}, says so and where`, async () => {
          const random = randomFrom(what.length * 7919 + name.length);
          for (let round = 0; round < CHANGES_EACH; round += 1) {
            const change = mutate(files(), random);
            const report = await verified(change.files);
            const said = `${change.what}: ${JSON.stringify(report.findings)}`;
            expect(report.whole, said).to.equal(false);
            expect(change.kinds, said).to.include(report.findings[0]?.kind);
            if (change.seq !== undefined)
              expectPlace(report.findings[0], { ...change, seq: change.seq, said });
          }
        });
    });

  it('that was made anew with another key is told by the fingerprint, or by a checkpoint that was kept', async () => {
    const forged = await bundleOf(rewritten(ledger), { key: stranger });
    expect((await verified(forged)).whole).to.equal(true);
    const pinned = await verified(forged, { key: fingerprint(key.verifierKey) });
    expect(pinned.findings[0]?.kind).to.equal('re-signed');
    const kept = await verified(forged, { previous: [old] });
    expect(kept.findings.map(({ kind }) => kind)).to.include('altered');
  });

  it('that was made anew with the true key is told by a checkpoint that was kept', async () => {
    const again = buildLedger(300, { key, checkpointsAt: [300], announce: false });
    const report = await verified(await bundleOf(again, { key }), { previous: [old] });
    expect(report.findings[0]).to.deep.include({ kind: 'altered', seq: [1, 40] });
  });

  it('of a ledger that was cut short is told by a checkpoint that was kept', async () => {
    const short = buildLedger(100, { key, checkpointsAt: [100] });
    const report = await verified(await bundleOf(short, { key }), {
      previous: [ledger.checkpoints[1] ?? ''],
    });
    expect(report.findings[0]).to.deep.include({ kind: 'truncated', seq: [101, 150] });
  });

  it('proves that nothing was rewritten since a kept checkpoint, before its range by the proof that it brings', async () => {
    for (const files of [whole, part]) {
      const { whole: isWhole, says } = await verified(files, { previous: [old] });
      expect(isWhole).to.equal(true);
      expect(says.map(({ text }) => text)).to.include(
        'Nothing of the first 40 entries was rewritten since the checkpoint that you kept.',
      );
    }
    const without = await bundleOf(ledger, { key, range: { first: 57, last: 271 } });
    expect((await verified(without, { previous: [old] })).findings[0]?.kind).to.equal('not-provable');
  });
});

describe('the verifier at the command line', () => {
  const verifier = fileURLToPath(new URL('../../../src/audit/verify/verify.mjs', import.meta.url));
  const said = (...words: string[]): [number | null, string] => {
    const { status, stderr } = spawnSync(process.execPath, [verifier, ...words], { encoding: 'utf8' });
    return [status, stderr.trim()];
  };

  it('says which file of a checkpoint it cannot read, and why', () => {
    expect(said('--previous', '/none')).to.deep.equal([
      64,
      'verify: the checkpoint /none cannot be read: there is no such file',
    ]);
    expect(said('--previous', tmpdir())).to.deep.equal([
      64,
      `verify: the checkpoint ${tmpdir()} cannot be read: it is a folder`,
    ]);
    expect(said('--previous')).to.deep.equal([
      64,
      'verify: --previous wants the file of a checkpoint that was kept',
    ]);
  });
});

function rewritten(held: Held): Held {
  return { ...buildLedger(held.rows.length, { key: stranger, checkpointsAt: [held.rows.length] }) };
}

/** One entry, or the first of a range; where every hash was made anew, a range that it lies in. */
function expectPlace(
  finding: BundleFinding | undefined,
  { seq, isRange, said }: { seq: number; isRange?: boolean; said: string },
): void {
  const [first, last] = Array.isArray(finding?.seq) ? finding.seq : [finding?.seq, finding?.seq];
  if (isRange !== true) return void expect(first, said).to.equal(seq);
  expect(first, said).to.be.at.most(seq);
  expect(last, said).to.be.at.least(seq);
}
