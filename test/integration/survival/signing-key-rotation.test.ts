import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStorage, toolsOf, type ToolStorage } from '../../../src/cli/ledger/open-tools.js';
import { createSigningKey, fingerprint, verifyLedger, type SigningKey } from '../../../src/ledger/index.js';
import { VirtualClock } from '../../../src/platform/index.js';
import {
  changeSigningKey,
  openSigningKey,
  saveSigningKey,
  type UseCase,
} from '../../../src/storage/index.js';
import { openLibrary, type Library } from '../../support/library.js';

const actor = { kind: 'person', id: 'operator' } as const;

describe('a rotation of the signing key that a crash has broken off', () => {
  const clock = new VirtualClock();
  let folder: string;
  let north: Library;
  let file: string;
  let old: SigningKey;
  let next: SigningKey;
  let before: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-rotation-'));
    north = await openLibrary({ name: 'north', folder, agencies: [{ id: 'ISIL:SE-NORTH' }], clock });
    file = north.settings.keys.signingKeyFile;
    old = openSigningKey({ file, name: 'north' });
    next = createSigningKey('north', randomBytes);
    before = (await north.entries()).length;
    await north.app.stop();
  });
  afterEach(async () => {
    await north.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const keyInFile = (): string => openSigningKey({ file, name: 'north' }).verifierKey;

  /** What the command had written before it was killed. */
  async function written(work: (storage: ToolStorage) => Promise<unknown>): Promise<void> {
    const storage = await openStorage(north.settings, await toolsOf(north.settings, {}));
    await work(storage).finally(() => storage.close());
  }

  /** Starts, and answers the kinds of the entries since. */
  async function start(): Promise<string[]> {
    north = await north.reopen();
    return (await north.entries()).slice(before).map(({ kind }) => kind);
  }

  /** The ledger verifies from the first fingerprint on, signed to its end. */
  async function isSignedThrough(key: SigningKey): Promise<void> {
    const { storage } = north.app;
    await storage.committer.commit(anything);
    await storage.checkpoint(key, clock.now());
    const report = await verifyLedger(await storage.ledgerSource(), {
      keyFingerprint: fingerprint(old.verifierKey),
    });
    expect(report).to.deep.include({ whole: true, signedSize: report.size });
  }

  it('before the new key was written whole: undone', async () => {
    writeFileSync(`${file}.next`, 'PRIVATE+KEY+nor', { mode: 0o600 });
    expect(await start()).to.deep.equal([]);
    expect([existsSync(`${file}.next`), keyInFile()]).to.deep.equal([false, old.verifierKey]);
  });

  it('before the old key signed its last: undone, with a word in the log, and the old key goes on', async () => {
    saveSigningKey(`${file}.next`, next);
    expect(await start()).to.deep.equal([]);
    expect([existsSync(`${file}.next`), keyInFile()]).to.deep.equal([false, old.verifierKey]);
    await isSignedThrough(old);
    expect(north.log()).to.include('an interrupted rotation of the signing key is undone');
  });

  it('before the entry: undone, and the old key goes on', async () => {
    saveSigningKey(`${file}.next`, next);
    await written((storage) => storage.checkpoint(old, clock.now()));
    expect(await start()).to.deep.equal([]);
    expect([existsSync(`${file}.next`), keyInFile()]).to.deep.equal([false, old.verifierKey]);
    await isSignedThrough(old);
  });

  it('after the entry: finished, with a word in the log, and the new key goes on', async () => {
    saveSigningKey(`${file}.next`, next);
    await written(async ({ checkpoint, committer }) => {
      await checkpoint(old, clock.now());
      await committer.commit(changeSigningKey({ old, next, actor }));
    });
    expect(await start(), 'no other key is announced').to.deep.equal(['signing-key-changed']);
    expect([existsSync(`${file}.next`), keyInFile()]).to.deep.equal([false, next.verifierKey]);
    await isSignedThrough(next);
    expect(north.log()).to.include('an interrupted rotation of the signing key is finished');
  });

  it('after the new key was put in place: nothing is left to do, and the new key goes on', async () => {
    saveSigningKey(`${file}.next`, next);
    await written(({ committer }) => committer.commit(changeSigningKey({ old, next, actor })));
    renameSync(`${file}.next`, file);
    expect(await start()).to.deep.equal(['signing-key-changed']);
    expect(north.log()).not.to.include('interrupted rotation');
    await isSignedThrough(next);
  });

  it('and a key beside that the ledger does not name stays, with a word in the log', async () => {
    saveSigningKey(`${file}.next`, next);
    saveSigningKey(file, createSigningKey('north', randomBytes));
    expect(await start()).to.deep.equal(['signing-key-made']);
    expect(existsSync(`${file}.next`)).to.equal(true);
    expect(north.log()).to.include('the ledger names neither');
  });
});

const anything: UseCase<void> = {
  name: 'anything',
  source: 'people',
  needs: {},
  decide: (_loaded, at) => ({
    result: undefined,
    entries: [{ kind: 'note', at: at.now.toISOString(), actor, because: 'it goes on', changes: [] }],
  }),
};
