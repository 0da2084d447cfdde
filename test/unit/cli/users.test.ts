import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lendwire, type Ran } from './running.js';

describe('lendwire users', () => {
  let folder: string;
  let config: string;
  const secretWords = 'correct horse battery staple';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-users-'));
    config = join(folder, 'north.json');
    writeFileSync(
      config,
      JSON.stringify({
        name: 'north',
        agencies: [{ id: 'ISIL:SE-NORTH', name: 'North' }],
        database: { path: 'north.sqlite' },
        keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
        signIn: { passwordCost: 10 },
      }),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  const using = (words: string[], given: Parameters<typeof lendwire>[1] = {}): Promise<Ran> =>
    lendwire([...words, '--config', config], given);

  it('makes a user in a database that it makes, and shows a generated password alone on its line', async () => {
    const empty = await using(['users', 'list']);
    const made = await using(['users', 'add', 'Ada.Berg', '--role', 'assistant', '--name', 'Ada Berg']);
    expect(empty.out).to.contain('There is no user yet');
    expect(made.code).to.equal(0);
    expect(made.out).to.match(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(made.err).to.contain('It is not shown again').and.to.not.contain(made.out);
  });

  it('reads a password instead, and refuses one that is too short', async () => {
    const given = { secret: () => Promise.resolve(secretWords) };
    const made = await using(
      ['users', 'add', 'bo', '--role', 'auditor', '--agency', 'ISIL:SE-NORTH', '--password-stdin'],
      given,
    );
    expect([made.code, made.out]).to.deep.equal([0, '']);
    const short = await using(['users', 'password', 'bo', '--password-stdin'], {
      secret: () => Promise.resolve('short'),
    });
    expect(short.code).to.equal(1);
    expect(short.err).to.contain('at least 12 characters');
  });

  it('refuses a name that somebody has, a role that nobody has, an agency that is not ours', async () => {
    expect((await using(['users', 'add', 'ada.berg', '--role', 'admin'])).err).to.contain('already');
    expect((await using(['users', 'add', 'cy', '--role', 'king'])).code).to.equal(64);
    expect((await using(['users', 'add', 'cy', '--role', 'admin', '--agency', 'ISIL:X'])).err).to.contain(
      'none of our agencies',
    );
    expect((await using(['users', 'disable', 'nobody'])).err).to.contain('Nobody signs in as nobody');
  });

  it('changes roles at one place and leaves those at others', async () => {
    await using(['users', 'role', 'bo', '--role', 'privacy']);
    expect((await using(['users', 'list'])).out).to.match(
      /bo +privacy; auditor at isil:se-north|bo +auditor at isil:se-north; privacy/,
    );
    await using(['users', 'role', 'bo', '--agency', 'ISIL:SE-NORTH']);
    const list = (await using(['users', 'list'])).out;
    expect(list).to.match(/bo +privacy +password/);
    expect((await using(['users', 'role', 'bo', '--role', 'privacy'])).out).to.contain('already');
  });

  it('lets somebody in no more, and in again', async () => {
    expect((await using(['users', 'disable', 'BO'])).out).to.equal('BO is disabled.');
    expect((await using(['users', 'disable', 'bo'])).out).to.equal('bo is already disabled.');
    expect((await using(['users', 'enable', 'bo'])).out).to.equal('bo is enabled.');
    expect((await using(['users', 'password', 'bo'])).out).to.match(/^[a-z2-9-]{23}$/);
  });

  it('leaves no name and no password in any file', () => {
    for (const file of readdirSync(folder).filter((name) => name !== 'north.json')) {
      const text = readFileSync(join(folder, file)).toString('latin1');
      for (const canary of [secretWords, 'Ada Berg', 'Ada.Berg', 'ada.berg'])
        expect(text.includes(canary), `${canary} in ${file}`).to.be.false;
    }
  });

  it('leaves a ledger that is whole', async () => {
    const checked = await using(['verify']);
    expect(checked.code, checked.out + checked.err).to.equal(0);
  });
});
