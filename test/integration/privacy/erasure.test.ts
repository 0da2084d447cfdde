import { createHash, createHmac } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { folderOf, verifyBundle, type BundleReport } from '../../../src/audit/verify/verify.mjs';
import { erasuresFile, keptErasures } from '../../../src/audit/index.js';
import { verifyLedger } from '../../../src/ledger/index.js';
import { openWrappingKeys } from '../../../src/storage/index.js';
import { unwrapDataKey } from '../../../src/vault/index.js';
import { closeLibraries, type Lending, type Libraries, type Library } from '../../support/two-libraries.js';
import { lendwire } from '../../unit/cli/running.js';
import { knownToEachOther, openedValues, personalRecord } from './busy-libraries.js';
import { canaries, filesOf, foundIn } from './canaries.js';

const { reference, surname, givenName, email } = canaries;
const other = { patron: { reference: 'kept-ref-1', name: { surname: 'Keptname' } } };

describe('a person who is erased', function () {
  this.timeout(60_000);
  let two: Libraries;
  let ended: Lending;
  /** Wrapped keys of the person's requests, as they stood before. */
  let destroyed: string[];

  before(async () => {
    two = await knownToEachOther({ forWholeSuite: true });
    // Many others, so that the keys of this person lie on pages that were split and filled.
    for (let each = 0; each < 40; each += 1)
      await two.handIn({ id: `K-${each}`, ...other, suppliers: ['ISIL:SE-SOUTH'] });
    ended = await two.ask({ id: 'N-1001', ...personalRecord });
    await endIt(ended);
    const open = await two.ask({ id: 'N-1002', ...personalRecord });
    await two.act('south', open, 'ship');
    await two.ask({ id: 'N-1003', ...personalRecord });
    await bundle('before');
    cpSync(path(), `${path()}.backup`);
    for (const suffix of ['-wal', '-shm']) copyIfThere(`${path()}${suffix}`, `${path()}.backup${suffix}`);
    destroyed = await keysOf(two.north, [ended.north]);
  });
  // Closing holds each message that was sent against the one that came, and of an erased one there are no bytes any more.
  after(() =>
    closeLibraries(two).catch((thrown: unknown) => expect(String(thrown)).to.include('were erased')),
  );

  it('is counted first, and what is not ended is held back, visibly', async () => {
    const { body } = await two.north.api('POST', '/api/v1/erasures/preview', { patron: reference });
    expect(body['erasable']).to.equal(1);
    expect((body['heldBack'] as { why: string }[]).map(({ why }) => why)).to.have.members([
      'it is still open',
      'it is still open',
    ]);
    const entry = (await two.north.entries()).at(-1);
    expect(entry).to.include({ kind: 'person-looked-for' });
    expect(JSON.stringify(entry)).not.to.include(reference);
  });

  it('is erased at the command line, with a certificate that says nothing of whom', async () => {
    const asked = ['erase', '--patron', reference, '--because', 'she asked for it'];
    const where = ['--url', new URL(two.north.url).origin, '--token', two.north.token];
    const looked = await lendwire([...asked, ...where]);
    expect(looked.out, looked.err).to.include('would be erased from 1 request.');
    const done = await lendwire([...asked, ...where, '--yes']);
    expect(done.out, done.err).to.match(/The person is erased from 1 request\. Certificate: [0-9a-f-]{36}/);
    const told = (await two.north.entries()).filter(({ kind }) => kind.startsWith('erasure'));
    expect(told.map(({ kind, because }) => [kind, because])).to.deep.equal([
      ['erasure', 'she asked for it'],
      ['erasure-certificate', 'she asked for it'],
    ]);
    expect(await keysOf(two.north, [ended.north])).to.deep.equal([]);
    for (const [name, bytes] of filesOf(two.north.folder))
      if (name.startsWith('gateway.sqlite') && !name.includes('.backup'))
        expect(foundIn(bytes, destroyed), `${name}, while the gateway runs`).to.deep.equal([]);
    const kept = keptErasures(erasuresFile(path()));
    expect(kept.keys.map(({ holder }) => holder)).to.deep.equal([ended.north]);
    expect(kept.isShredded).to.equal(true);
  });

  it('leaves a ledger that is whole, rows that follow from it, and everybody else readable [nr 98]', async () => {
    expect(await verifyLedger(await two.north.app.storage.ledgerSource())).to.include({ whole: true });
    expect((await two.north.app.storage.rebuildCheck()).differences).to.deep.equal([]);
    const left = [...(await openedValues(two.north)).values()].join('\n');
    expect(left).to.include('Keptname');
    const shown = await two.north.api('GET', `/api/v1/loan-records/${ended.north}`);
    expect(shown.status).to.equal(200);
  });

  it('leaves bundles that were made before whole, and later ones that tell of it', async () => {
    expect((await verified('before')).findings).to.deep.equal([]);
    await bundle('after', '--previous', join(two.north.folder, 'before-note.txt'));
    const report = await verified('after');
    expect(report.findings).to.deep.equal([]);
    expect(report.says.map(({ text }) => text).join('\n')).to.match(
      /2 entries tell of erasures: .* gone for good, lawfully/,
    );
  });

  it('is in no file any more: neither the person nor the destroyed keys, in database, log, bundle or certificate', async () => {
    await two.down('north');
    const files = [...filesOf(two.north.folder)].filter(([name]) => !name.includes('.backup'));
    const secrets = destroyed.flatMap((wrapped) => [wrapped, wrapped.split('.')[2] ?? '']);
    const found = files
      .filter(([name]) => !['wrapping.key', 'signing.key'].includes(name))
      .flatMap(([name, bytes]) =>
        foundIn(bytes, [reference, surname, givenName, email, ...secrets]).map(
          (value) => `${name}: ${value}`,
        ),
      );
    expect(destroyed).to.have.length(1);
    expect(found).to.deep.equal([]);
    // The same search finds the keys in the copy that was made before.
    expect(foundIn(readFileSync(`${path()}.backup`), destroyed)).to.deep.equal(destroyed);
    await two.up('north');
  });

  it('is found by none of 100,000 names in what remains', async () => {
    const remains = await remainsOf(two.north);
    expect(remains.size).to.be.above(100);
    const living = (await livingSecrets(two.north)).slice(0, 3);
    const names = Array.from({ length: 100_000 }, (_, at) => (at === 50_000 ? surname : `Name-${at}`));
    const hits = names.filter((name) => guesses(name, living).some((guess) => remains.has(guess)));
    expect(hits).to.deep.equal([]);
    expect(guesses(canaries.surname, living)).to.have.length(5);
  });

  it('is erased again where an older copy is put back, before anything is served', async () => {
    await two.down('north');
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path()}${suffix}`, { force: true });
    for (const suffix of ['', '-wal', '-shm']) copyIfThere(`${path()}.backup${suffix}`, `${path()}${suffix}`);
    const config = join(two.north.folder, 'gateway.json');
    const accepted = await lendwire(['restore', '--accept', '--config', config]);
    expect(accepted.code, accepted.err).to.equal(0);
    await two.up('north');
    expect(await keysOf(two.north, [ended.north])).to.deep.equal([]);
    const replayed = (await two.north.entries()).filter(({ facts }) => facts?.['replayed'] === true);
    expect(replayed.map(({ kind, loan }) => [kind, loan])).to.deep.equal([['erasure', ended.north]]);
    expect(foundIn(readFileSync(path()), destroyed)).to.deep.equal([]);
    // And a second start finds nothing to do.
    two.north = await restarted(two.north);
    expect((await two.north.entries()).filter(({ facts }) => facts?.['replayed'] === true)).to.have.length(1);
  });

  it('is erased by policy, thirty days after the request has ended, with what belonged to no request', async () => {
    const again = await two.ask({ id: 'N-1004', ...personalRecord });
    await endIt(again);
    await two.south.post('no message at all');
    await two.pass({ minutes: 2 });
    const before = await samples(two.south);
    await two.pass({ days: 29 });
    await two.north.app.jobs.runOne('retain', two.clock.now());
    expect(await keysOf(two.north, [again.north])).to.have.length(1);
    await two.pass({ days: 3 });
    for (const { app } of [two.north, two.south]) await app.jobs.runOne('retain', two.clock.now());
    expect(await keysOf(two.north, [again.north])).to.deep.equal([]);
    expect(await keysOf(two.south, [again.south])).to.deep.equal([]);
    expect(before).to.be.above(0);
    expect(await samples(two.south)).to.equal(0);
  });

  const path = (): string => two.north.settings.database.path;
  const endIt = async (loan: Lending): Promise<void> => {
    await two.act('south', loan, 'ship');
    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
  };
  const bundle = async (name: string, ...more: string[]): Promise<void> => {
    const made = await lendwire([
      'export',
      '--out',
      join(two.north.folder, name),
      ...more,
      '--config',
      join(two.north.folder, 'gateway.json'),
    ]);
    expect(made.code, made.err).to.equal(0);
    cpSync(newestNote(join(two.north.folder, name)), join(two.north.folder, `${name}-note.txt`));
  };
  const verified = (name: string): Promise<BundleReport> =>
    verifyBundle(folderOf(join(two.north.folder, name)));
});

function newestNote(bundle: string): string {
  const names = [...filesOf(join(bundle, 'checkpoints')).keys()].sort();
  return join(bundle, 'checkpoints', names.at(-1) ?? '');
}

function copyIfThere(from: string, to: string): void {
  try {
    cpSync(from, to);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
}

async function restarted(library: Library): Promise<Library> {
  await library.app.stop();
  return library.reopen();
}

async function keysOf({ app }: Library, holders: readonly string[]): Promise<string[]> {
  const rows = await app.storage.database.all<{ holder: string; wrapped: string }>(
    'SELECT holder, wrapped FROM data_keys',
  );
  return rows.filter(({ holder }) => holders.includes(holder)).map(({ wrapped }) => wrapped);
}

async function samples({ app }: Library): Promise<number> {
  const [row] = await app.storage.database.all<{ many: number }>(
    `SELECT COUNT(*) AS many FROM data_keys WHERE holder LIKE 'rejected:%'`,
  );
  return row?.many ?? 0;
}

/** Every hash that the ledger and the tables hold, in hex. */
async function remainsOf({ app, folder }: Library): Promise<Set<string>> {
  await app.storage.database.checkpointLog();
  const found = new Set<string>();
  for (const [name, bytes] of filesOf(folder))
    if (!name.includes('.backup') && !name.endsWith('.key'))
      for (const [hash] of bytes.toString('latin1').matchAll(/[0-9a-f]{64}/g)) found.add(hash);
  return found;
}

/** Keys that still live, and the wrapping key: whoever has the files and these can try as much. */
async function livingSecrets({ app, settings }: Library): Promise<Buffer[]> {
  const ring = openWrappingKeys({ file: settings.keys.wrappingKeyFile });
  const rows = await app.storage.database.all<{ holder: string; wrapped: string }>(
    'SELECT holder, wrapped FROM data_keys LIMIT 3',
  );
  return [
    ring.current.secret.export(),
    ...rows.map(({ holder, wrapped }) => unwrapDataKey(wrapped, ring, holder).secret.export()),
  ];
}

function guesses(name: string, secrets: readonly Buffer[]): string[] {
  const keyed = secrets.map((secret) => createHmac('sha256', secret).update(name).digest('hex'));
  const plain = [name, name.toLowerCase()].map((text) => createHash('sha256').update(text).digest('hex'));
  return [...plain, ...keyed];
}
