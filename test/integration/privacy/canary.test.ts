import { join } from 'node:path';
import { expect } from 'chai';
import { folderSink, writeExport } from '../../../src/ledger/index.js';
import { bodyIdOf, bytesOf } from '../../support/ledgers.js';
import { closeLibraries, type Libraries, type Library } from '../../support/two-libraries.js';
import { busyDay, knownToEachOther, openedValues } from './busy-libraries.js';
import { canaries, filesOf, foundIn } from './canaries.js';

const all: readonly string[] = Object.values(canaries);
/** The only files that may hold a secret. */
const keyFiles = ['wrapping.key', 'signing.key'];

describe('[7.7 nr 96, 7.8 nr 99] after a busy day, what names a person and what is secret', () => {
  let two: Libraries;
  let problems: string[];

  before(async () => {
    two = await knownToEachOther({ forWholeSuite: true });
    problems = await busyDay(two);
  });
  after(() => closeLibraries(two));

  for (const side of ['north', 'south'] as const) {
    it(`is in no file of ${side}: database, write-ahead log, log output, checkpoints`, () => {
      const files = filesOf(two[side].folder);
      expect([...files.keys()]).to.include.members(['gateway.sqlite', 'gateway.sqlite-wal', 'gateway.log']);
      expect(findings(files, two[side])).to.deep.equal([]);
    });

    it(`is in no export of ${side}`, async () => {
      const folder = join(two[side].folder, 'export');
      await writeExport(await two[side].app.storage.ledgerSource(), folderSink(folder), {
        origin: side,
        exportedAt: two.clock.now().toISOString(),
      });
      const files = filesOf(folder);
      expect([...files.keys()]).to.include.members(['ledger.jsonl', 'manifest.json']);
      expect(findings(files, two[side])).to.deep.equal([]);
    });

    it(`is in nothing that ${side} tells over HTTP: metrics, health, lists, timelines, events, entries`, async () => {
      const told = new Map<string, Buffer>();
      for (const path of await pathsOf(two[side])) {
        const { status, body } = await two[side].api('GET', path);
        // One of the two paths is that of itself, whom it does not know as a peer.
        expect(status, path).to.be.oneOf(path.endsWith('/credentials') ? [200, 404] : [200, 503]);
        told.set(path, Buffer.from(JSON.stringify(body)));
      }
      // Whoever may read deliveries is told why one was dropped: opened for the answer, and kept sealed.
      const expected = side === 'north' ? [`/api/v1/deliveries: ${canaries.dropReason}`] : [];
      expect(findings(told, two[side])).to.deep.equal(expected);
    });
  }

  it('is in no problem that the API told', () => {
    expect(problems).to.have.length(3);
    expect(foundIn(Buffer.from(problems.join('\n')), all)).to.deep.equal([]);
  });

  it('comes back from what is sealed, with the key', async () => {
    const north = [...(await openedValues(two.north)).values()].join('\n');
    const south = [...(await openedValues(two.south)).values()].join('\n');

    const neverKept = [canaries.wrongKey, canaries.wrongCode, canaries.refusedRecord];
    const onlyNorth = [canaries.internalNote, canaries.dropReason];
    const onlySouth = [canaries.rubbish, canaries.refusedNote];
    const kept = all.filter((value) => !neverKept.includes(value as never));
    expect(missingIn(north, kept)).to.have.members(onlySouth);
    expect(missingIn(south, kept)).to.include.members(onlyNorth);
    expect(missingIn(south, [canaries.surname, canaries.reference, canaries.serviceNote])).to.deep.equal([]);
    expect(missingIn(`${north}${south}`, kept)).to.deep.equal([]);
  });

  it('is in the message that came, whose bytes are given back as they were', async () => {
    const entry = (await two.south.entries()).find(({ kind }) => kind === 'request-received');
    if (entry === undefined) throw new Error('no Request came');
    const bytes = await bytesOf(two.south, bodyIdOf(entry));
    expect(bytes).to.include(canaries.surname).and.to.include(canaries.serviceNote);
  });
});

function findings(places: ReadonlyMap<string, Buffer>, { token }: Library): string[] {
  return [...places]
    .filter(([name]) => !keyFiles.includes(name))
    .flatMap(([name, bytes]) => foundIn(bytes, [...all, token]).map((value) => `${name}: ${value}`));
}

function missingIn(text: string, values: readonly string[]): string[] {
  return values.filter((value) => !text.includes(value));
}

async function pathsOf(library: Library): Promise<string[]> {
  const { body } = await library.api('GET', '/api/v1/loan-records');
  const loans = (body['items'] as { id: string }[]).map(({ id }) => `/api/v1/loan-records/${id}`);
  return [
    ...loans,
    ...['/metrics', '/healthz', '/readyz', '/ledger/checkpoint', '/api/v1/loan-records', '/api/v1/peers'],
    ...['/api/v1/deliveries', '/api/v1/deliveries/causes', '/api/v1/events', '/api/v1/ledger'],
    ...['/api/v1/peers/north/credentials', '/api/v1/peers/south/credentials'],
  ];
}
