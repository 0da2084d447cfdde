import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Expected, Finding, LedgerSource } from '../../../src/ledger/index.js';
import {
  exportSource,
  folderReader,
  folderSink,
  verifyLedger,
  writeExport,
} from '../../../src/ledger/index.js';
import type { Held, Random } from './sample-ledger.js';
import { buildLedger, heldSource, keyFrom, randomFrom, upTo } from './sample-ledger.js';
import type { Tampering } from './tamper.js';
import { changes } from './tamper.js';

const [key, otherKey] = [keyFrom(11), keyFrom(12)];
const seed = Number(process.env['LEDGER_SEED'] ?? Date.now() % 1_000_000);
const sizes = [37, 256, 300, 640];
const honest = new Map<number, Held>(
  sizes.map((size) => [size, buildLedger(size, { key, checkpointsAt: [size >> 1] })]),
);
const exportedAt = '2026-03-02T00:00:00.000Z';

function tampering(random: Random): Tampering {
  const held = honest.get(sizes[upTo(random, sizes.length)]!)!;
  return changes[upTo(random, changes.length)]!(held, { random, key, otherKey });
}

async function firstFinding(source: LedgerSource, expected: Expected): Promise<Finding | undefined> {
  const report = await verifyLedger(source, expected);
  return report.whole ? undefined : report.findings[0];
}

function judge(found: Finding | undefined, { name, kinds, seq, isExact }: Tampering, run: string): void {
  const told = `seed ${seed}, ${run}: ${name} at ${seq} was told as ${JSON.stringify(found)}`;
  expect(kinds, told).to.include(found?.kind);
  const [from, to] = typeof found?.seq === 'number' ? [found.seq, found.seq] : (found?.seq ?? [0, 0]);
  expect(from <= seq && seq <= to, told).to.equal(true);
  if (isExact) expect(from, told).to.equal(seq);
}

describe(`a ledger that someone changed (seed ${seed}, LEDGER_SEED repeats it)`, () => {
  it('is caught in 200 random changes to its rows, located and named', async () => {
    const random = randomFrom(seed);
    for (let run = 1; run <= 200; run += 1) {
      const change = tampering(random);
      judge(await firstFinding(heldSource(change.held), change.expected), change, `rows ${run}`);
    }
  }).timeout(60_000);

  it('is caught in 200 random changes to exports on disk, located and named', async () => {
    const random = randomFrom(seed + 1);
    for (let run = 1; run <= 200; run += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'lendwire-ledger-'));
      try {
        const change = await tamperWithFolder(folder, random);
        judge(
          await firstFinding(exportSource(folderReader(folder)), change.expected),
          change,
          `export ${run}`,
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    }
  }).timeout(60_000);
});

/** Half of the changes are made in the lines of a good export, half before a ledger of changed rows is exported. */
async function tamperWithFolder(folder: string, random: Random): Promise<Tampering> {
  const change = tampering(random);
  const isWholesale = ['truncated', 're-signed', 'rewritten and re-signed'].includes(change.name);
  const isMadeBefore = isWholesale || random() < 0.5;
  const source = isMadeBefore
    ? change.held
    : [...honest.values()].find(({ head }) => head.root === change.held.head.root)!;
  await writeExport(heldSource(source), folderSink(folder), { origin: key.name, exportedAt });
  if (!isMadeBefore)
    await writeFile(join(folder, 'ledger.jsonl'), change.held.rows.map(({ text }) => `${text}\n`).join(''));
  return change;
}

describe('an export', () => {
  it('is whole as it was written, and names each file that is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lendwire-ledger-'));
    try {
      const manifest = await writeExport(heldSource(honest.get(640)!), folderSink(folder), {
        origin: key.name,
        exportedAt,
      });
      expect(await verifyLedger(exportSource(folderReader(folder)))).to.include({
        whole: true,
        size: 640,
        signedSize: 320,
      });
      expect(Object.keys(manifest.files)).to.deep.equal([
        'ledger.jsonl',
        'hashes.txt',
        'checkpoints/0000000000000320.txt',
      ]);
      for (const [name, kind] of [
        ['ledger.jsonl', 'altered'],
        ['hashes.txt', 'tile-altered'],
        ['checkpoints/0000000000000320.txt', 'checkpoint-altered'],
        ['manifest.json', 'head-altered'],
      ] as const) {
        const good = await readFile(join(folder, name), 'utf8');
        const at = good.length >> 1;
        await writeFile(
          join(folder, name),
          good.slice(0, at) + (good[at] === 'a' ? 'b' : 'a') + good.slice(at + 1),
        );
        if (name === 'manifest.json') await writeFile(join(folder, name), '{}');
        const report = await verifyLedger(exportSource(folderReader(folder)));
        const kinds = report.whole ? [] : report.findings.map((finding) => finding.kind);
        expect(kinds).to.include.members([kind, 'file-altered']);
        await writeFile(join(folder, name), good);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses to write over another one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lendwire-ledger-'));
    try {
      const write = () =>
        writeExport(heldSource(honest.get(37)!), folderSink(folder), { origin: key.name, exportedAt });
      await write();
      expect(await write().catch((error: unknown) => (error as NodeJS.ErrnoException).code)).to.equal(
        'EEXIST',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
