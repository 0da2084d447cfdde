import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseEntry, verifyLedger, type SealedEntry } from '../../../src/ledger/index.js';
import { VirtualClock } from '../../../src/platform/index.js';
import { openLibrary, type Library } from '../../support/library.js';
import { lendwire, type Ran } from '../../unit/cli/running.js';

describe('what an operator does at the command line', () => {
  let folder: string;
  let north: Library;
  let isRunning: boolean;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-operator-'));
    north = await openLibrary({
      name: 'north',
      folder,
      agencies: [{ id: 'ISIL:SE-NORTH' }],
      clock: new VirtualClock(),
    });
    isRunning = true;
  });
  afterEach(async () => {
    if (isRunning) await north.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const given = (...words: string[]): Promise<Ran> =>
    lendwire([...words, '--config', join(folder, 'gateway.json')]);
  const goOn = (id: string): Promise<unknown> =>
    north.api('POST', '/api/v1/peers/import', [
      { id, name: id, agencies: [{ id: `ISIL:${id}` }], url: 'https://ill.example/' },
    ]);
  const exported = (out: string): SealedEntry[] =>
    readFileSync(join(out, 'ledger.jsonl'), 'utf8').trim().split('\n').map(parseEntry);
  const isWhole = async (): Promise<boolean> =>
    (await verifyLedger(await north.app.storage.ledgerSource())).whole;

  it('an export beside a gateway that runs is an entry, and the export holds it; the gateway goes on', async () => {
    await goOn('south');
    const before = await north.entries();
    const out = join(folder, 'out');
    const ran = await given('export', '--out', out);
    expect(ran.code, ran.err).to.equal(0);
    const [entry, ...more] = (await north.entries()).slice(before.length);
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({ kind: 'ledger-exported', because: 'an export was asked for' });
    expect(entry?.actor).to.have.property('kind', 'person');
    expect(entry?.actor.id).to.match(/^operator/);
    expect(exported(out).at(-1)).to.deep.equal(entry);
    await goOn('east');
    expect((await north.entries()).at(-1)).to.include({ kind: 'peer-added', peer: 'east' });
    expect(await isWhole()).to.equal(true);
    expect((await lendwire(['verify', '--export', out])).code).to.equal(0);
  });

  it('an export that is refused is none: nothing is entered', async () => {
    const before = (await north.entries()).length;
    expect((await given('export', '--out', folder)).err).to.include('is not empty');
    expect(await north.entries()).to.have.length(before);
  });

  it('an export needs no wrapping key and makes none, and without the signing key there is none', async () => {
    await north.app.stop();
    isRunning = false;
    rmSync(north.settings.keys.wrappingKeyFile);
    const out = join(folder, 'out');
    const ran = await given('export', '--out', out);
    expect(ran.code, ran.err).to.equal(0);
    expect(exported(out).at(-1)).to.include({ kind: 'ledger-exported' });
    expect(() => readFileSync(north.settings.keys.wrappingKeyFile), 'and makes none').to.throw('ENOENT');
    rmSync(north.settings.keys.signingKeyFile);
    const refused = await given('export', '--out', join(folder, 'again'));
    expect(refused.err).to.include('signing.key of this database is missing');
    expect(() => readFileSync(north.settings.keys.signingKeyFile)).to.throw('ENOENT');
  });

  it('a rotation of either key is an entry, which says who did it and no key', async () => {
    const before = (await north.entries()).length;
    await north.app.stop();
    const runs = [
      await given('keys', 'rotate'),
      await given('keys', 'rotate', '--drop-old'),
      await given('keys', 'rotate-signing'),
    ];
    for (const { code, err } of runs) expect(code, err).to.equal(0);
    north = await north.reopen();
    const told = (await north.entries()).slice(before);
    expect(told.map(({ kind, because }) => `${kind}: ${because}`)).to.deep.equal([
      'wrapping-key-changed: a rotation of the wrapping key was asked for',
      'wrapping-key-changed: a rotation of the wrapping key was asked for',
      'signing-key-changed: the signing key is rotated',
    ]);
    expect(told.map(({ facts }) => facts?.['oldKeys'])).to.deep.equal(['kept', 'destroyed', undefined]);
    for (const { actor } of told) expect(actor.id).to.match(/^operator/);
    const ring = readFileSync(north.settings.keys.wrappingKeyFile, 'utf8');
    for (const id of ring.match(/\b[0-9a-f]{8}\b/g) ?? []) expect(JSON.stringify(told)).not.to.include(id);
    expect(await isWhole()).to.equal(true);
  });
});
