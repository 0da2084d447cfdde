import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildApp } from '../../../src/app.js';
import { readSettings } from '../../../src/config/index.js';
import { parseEntry } from '../../../src/ledger/index.js';
import { openDatabase } from '../../../src/storage/index.js';
import { onPostgres, placeOf } from '../../support/place.js';
import { lendwire, type Ran } from '../../unit/cli/running.js';

describe('a gateway that moves to another database, or comes back from a backup', () => {
  let folder: string;
  let config: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-move-'));
    config = settingsFor('north', here('north.sqlite'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const here = (name: string): string => join(folder, name);

  function settingsFor(name: string, path: string, url?: string): string {
    const file = here(`${name}-${readdirSync(folder).length}.json`);
    const settings = {
      name: 'north',
      agencies: [{ id: 'ISIL:SE-NORTH', name: 'North' }],
      database: { path, ...(url === undefined ? {} : { url }) },
      keys: { wrappingKeyFile: here('wrapping.key'), signingKeyFile: here('signing.key') },
      log: { level: 'silent' },
    };
    writeFileSync(file, JSON.stringify(settings));
    return file;
  }
  const using = (file: string, ...words: string[]): Promise<Ran> => lendwire([...words, '--config', file]);

  /** Entries, and a checkpoint over them: what a gateway leaves that starts and stops. */
  async function serveOnce(file = config): Promise<void> {
    const app = await buildApp(readSettings({ file, env: {} }));
    await app.stop();
  }
  async function tokens(...names: string[]): Promise<void> {
    for (const name of names)
      expect((await using(config, 'tokens', 'add', name, '--scope', 'read')).code).to.equal(0);
  }
  async function kinds(place: string): Promise<string[]> {
    const database = await openDatabase(place);
    const rows = await database.all<{ text: string }>('SELECT text FROM entries ORDER BY seq');
    await database.close();
    return rows.map(({ text }) => parseEntry(text).kind);
  }

  it('copies everything, verifies it, and enters the move in the target', async () => {
    await tokens('one', 'two');
    await serveOnce();
    const target = placeOf(here('target.sqlite'));
    const before = await kinds(here('north.sqlite'));
    const { code, out, err } = await using(config, 'copy', '--from', here('north.sqlite'), '--to', target);
    expect(code, err).to.equal(0);
    expect(out).to.include(`${before.length} entries`).and.include('whole');
    expect(await kinds(target)).to.deep.equal([...before, 'copied']);
    expect(await kinds(here('north.sqlite')), 'the source is only read').to.deep.equal(before);
    const moved = settingsFor('moved', here('target.sqlite'), onPostgres ? target : undefined);
    expect((await using(moved, 'tokens', 'list')).out)
      .to.include('one')
      .and.include('two');
    await serveOnce(moved);
    const verdict = await using(moved, 'verify');
    expect(verdict.code, verdict.out).to.equal(0);
    const again = await using(config, 'copy', '--from', target, '--to', here('back.sqlite'));
    expect(again.code, again.err).to.equal(0);
  });

  it('copies into nothing that holds anything, and from nothing that is served', async () => {
    await tokens('one');
    const target = placeOf(here('full.sqlite'));
    const copying = ['copy', '--from', here('north.sqlite'), '--to', target];
    expect((await using(config, ...copying)).code).to.equal(0);
    const full = await using(config, ...copying);
    expect(full.code).to.equal(1);
    expect(full.err).to.include('is not empty');
    const app = await buildApp(readSettings({ file: config, env: {} }));
    try {
      const served = await using(config, 'copy', '--from', here('north.sqlite'), '--to', here('x.sqlite'));
      expect(served.code).to.equal(1);
      expect(served.err).to.include('served already');
    } finally {
      await app.stop();
    }
  });

  it('is whole to its last entry after a restore, and an older copy is found out by a kept checkpoint', async () => {
    await tokens('one');
    await serveOnce();
    const backup = await openDatabase(here('north.sqlite'));
    await backup.sql.run('VACUUM INTO $1', [here('backup.sqlite')]);
    await backup.close();
    const atBackup = await kinds(here('backup.sqlite'));
    await serveOnce();
    await tokens('two', 'three');
    await serveOnce();
    expect((await using(config, 'restore')).out).to.include('nothing is lost');

    for (const ending of ['', '-wal', '-shm']) rmSync(here(`north.sqlite${ending}`), { force: true });
    copyFileSync(here('backup.sqlite'), here('north.sqlite'));
    const refused = await serveOnce().catch((thrown: unknown) => String(thrown));
    expect(refused).to.include(`ends at entry ${atBackup.length}`).and.include('lendwire restore --accept');
    const verdict = await using(config, 'verify');
    expect(verdict.code, 'the kept checkpoint tells it too').to.equal(1);
    expect((await using(config, 'restore')).code, 'looking changes nothing').to.equal(1);

    const accepted = await using(config, 'restore', '--accept');
    expect(accepted.code, accepted.err).to.equal(0);
    expect(await kinds(here('north.sqlite'))).to.deep.equal([...atBackup, 'restored']);
    await serveOnce();
    const whole = await using(config, 'verify');
    expect(whole.code, whole.out).to.equal(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('north.sqlite.checkpoints.'))).to.have.length(
      1,
    );
  });
});
