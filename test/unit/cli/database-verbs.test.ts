import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sqlite3 from 'sqlite3';
import { createDataKey, parseWrappingKeys, unwrapDataKey, wrapDataKey } from '../../../src/vault/index.js';
import { lendwire, type Ran } from './running.js';

describe('verbs that open the database', () => {
  let folder: string;
  let config: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-cli-'));
    config = join(folder, 'north.json');
    writeFileSync(
      config,
      JSON.stringify({
        name: 'north',
        agencies: [{ id: 'ISIL:SE-NORTH', aliases: ['ISIL:SE-N'], name: 'North' }],
        database: { path: 'north.sqlite' },
        keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
      }),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const here = (name: string): string => join(folder, name);
  const using = (...words: string[]): Promise<Ran> => lendwire([...words, '--config', config]);
  const addToken = (name = 'desk', ...more: string[]): Promise<Ran> =>
    using('tokens', 'add', name, '--scope', 'read', 'act', ...more);

  /** Changes the file behind the program's back. */
  function meddle(...statements: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const database = new sqlite3.Database(here('north.sqlite'));
      database.exec(statements.join(';'), (error) => {
        database.close(() => (error === null ? resolve() : reject(error)));
      });
    });
  }
  function stored(sql: string): Promise<{ holder: string; wrapped: string }[]> {
    return new Promise((resolve, reject) => {
      const database = new sqlite3.Database(here('north.sqlite'));
      database.all<{ holder: string; wrapped: string }>(sql, (error, rows) => {
        database.close(() => (error === null ? resolve(rows) : reject(error)));
      });
    });
  }
  const unguarded = [
    'DROP TRIGGER IF EXISTS entries_not_changed',
    'DROP TRIGGER IF EXISTS entries_not_removed',
  ];

  /** A ledger of some entries and two checkpoints. */
  async function ledger(): Promise<void> {
    for (const name of ['one', 'two', 'three']) await addToken(name);
    await using('keys', 'rotate-signing');
    await addToken('four');
  }

  describe('lendwire migrate', () => {
    it('makes the database, and says what there is to do', async () => {
      const pending = await using('migrate', '--pending');
      const up = await using('migrate');
      const again = await using('migrate');
      expect(pending.out).to.match(
        /^Not run yet:\n {2}0001-tables\n {2}0002-agenda-jobs(\n {2}\d{4}-[\w-]+)*$/,
      );
      expect(up.out).to.equal(pending.out.replace('Not run yet:', 'Migrated:'));
      expect(again.out).to.equal('The database has its newest shape already.');
    });

    it('goes back, one or down to a name', async () => {
      await using('migrate');
      expect((await using('migrate', '--down')).out).to.match(/^Taken back:\n {2}\d{4}-[\w-]+$/);
      expect((await using('migrate', '--down', '0001-tables')).out).to.match(
        /^Taken back:\n(.+\n)+ {2}0001-tables$/,
      );
      const none = await using('migrate', '--down', 'nothing');
      expect(none.code).to.equal(1);
    });

    it('is refused while a gateway serves the database', async () => {
      await using('migrate');
      writeFileSync(
        here('north.sqlite.lock'),
        JSON.stringify({ pid: process.ppid, started: startOf(process.ppid) }),
      );
      const { code, err } = await using('migrate', '--down');
      expect(code).to.equal(1);
      expect(err).to.contain(`served already, by process ${process.ppid}`);
    });

    it('reports all faults of a configuration at once', async () => {
      writeFileSync(config, JSON.stringify({ agencies: [], server: { port: 'x' }, nonsense: 1 }));
      const { code, err } = await using('migrate');
      expect(code).to.equal(1);
      expect(err).to.contain('has 3 faults').and.contain('server.port').and.contain('agencies');
    });
  });

  describe('lendwire tokens', () => {
    it('shows a new token once, alone on standard output', async () => {
      const made = await addToken();
      const listed = await using('tokens', 'list');
      expect(made.code, made.err).to.equal(0);
      expect(made.out).to.match(/^lw_[\w-]{43}$/);
      expect(listed.out)
        .to.match(/^\S+ +desk +read act +\d{4}-/m)
        .and.not.contain(made.out);
      for (const file of readdirSync(folder).filter((name) => statSync(here(name)).isFile()))
        expect(readFileSync(here(file)).includes(made.out), file).to.equal(false);
    });

    it('binds a token to one of our agencies, by any of its names', async () => {
      expect((await addToken('desk', '--agency', 'isil:se-n')).code).to.equal(0);
      expect((await using('tokens', 'list')).out).to.contain('isil:se-north');
      const other = await addToken('desk', '--agency', 'ISIL:SE-SOUTH');
      expect([other.code, other.err]).to.deep.equal([
        1,
        'lendwire: ISIL:SE-SOUTH is none of our agencies. They are: ISIL:SE-NORTH.',
      ]);
    });

    it('knows no other scopes', async () => {
      expect((await using('tokens', 'add', 'desk', '--scope', 'everything')).code).to.equal(64);
    });

    it('revokes by id', async () => {
      await addToken();
      const id = /^\S{36}/m.exec((await using('tokens', 'list')).out)?.[0] ?? '';
      expect((await using('tokens', 'revoke', id)).out).to.equal('The token of desk is revoked.');
      expect((await using('tokens', 'revoke', id)).out).to.equal('The token of desk was revoked already.');
      expect((await using('tokens', 'revoke', 'nobody')).code).to.equal(1);
    });

    it('does not make a database only to list what is in none', async () => {
      const { code, err } = await using('tokens', 'list');
      expect(code).to.equal(1);
      expect(err).to.contain('There is no database at');
      expect(readdirSync(folder)).to.deep.equal(['north.json']);
    });

    it('refuses a ledger whose keys are gone rather than make new ones', async () => {
      await addToken();
      rmSync(here('wrapping.key'));
      const { code, err } = await addToken('other');
      expect(code).to.equal(1);
      expect(err).to.contain('wrapping.key of this database is missing');
    });
  });

  describe('lendwire verify', () => {
    it('says of each check that it holds', async () => {
      await ledger();
      const { code, out } = await using('verify');
      expect(code, out).to.equal(0);
      expect(out).to.match(/^5 entries: each stands in its place/);
      expect(out).to.match(
        /^2 kept checkpoints from .*north\.sqlite\.checkpoints held against it: all fit\.$/m,
      );
      expect(out).to.match(/The ledger is whole\.$/);
    });

    it('names the first bad entry and its kind, and ends with 1', async () => {
      await ledger();
      await meddle(...unguarded, `UPDATE entries SET text = replace(text, 'two', 'owt') WHERE seq = 2`);
      const { code, out } = await using('verify');
      expect(code).to.equal(1);
      expect(out).to.contain('The first bad entry is 2 (altered)');
    });

    it('holds the ledger against the checkpoints beside the database: a cut tail shows', async () => {
      await ledger();
      await meddle(
        ...unguarded,
        'DELETE FROM entries',
        'DELETE FROM checkpoints',
        `UPDATE ledger_head SET size = 0, peaks = '[]'`,
      );
      const { code, out } = await using('verify');
      expect(code).to.equal(1);
      expect(out).to.match(/truncated|missing/);
    });

    it('believes only the key whose fingerprint is given, and those it handed over to', async () => {
      await addToken();
      const first = (await using('keys', 'fingerprint')).out.split('\n')[0] ?? '';
      await using('keys', 'rotate-signing');
      const second = (await using('keys', 'fingerprint')).out.split('\n')[0] ?? '';
      expect(second)
        .to.match(/^([0-9a-f]{4}-){15}[0-9a-f]{4}$/)
        .and.not.equal(first);
      expect((await using('verify', '--key', first)).code).to.equal(0);
      expect((await using('verify', '--key', second.replaceAll('-', ''))).code).to.equal(0);
      expect((await using('verify', '--key', '0'.repeat(64))).code).to.equal(1);
      expect((await using('verify', '--key', 'abc')).err).to.contain('64 hexadecimal digits');
    });

    it('takes kept checkpoints from files, and says where one cannot be read', async () => {
      await ledger();
      const kept = here('kept.txt');
      const notes = readFileSync(here('north.sqlite.checkpoints'), 'utf8');
      writeFileSync(kept, notes);
      expect((await using('verify', '--checkpoint', kept)).out).to.contain('4 kept checkpoints from');
      writeFileSync(kept, notes.replace(/^\d+$/m, 'many'));
      const damaged = await using('verify', '--checkpoint', kept);
      expect(damaged.code).to.equal(1);
      expect(damaged.out).to.contain('a kept checkpoint cannot be read');
      writeFileSync(kept, '\n');
      expect((await using('verify', '--checkpoint', kept)).err).to.contain('holds no checkpoint');
    });

    it('gives its verdict as JSON', async () => {
      await ledger();
      const { out } = await using('verify', '--json');
      expect(JSON.parse(out)).to.include({ whole: true, size: 5 });
    });

    it('needs a ledger', async () => {
      const none = await using('verify');
      expect([none.code, none.err.includes('There is no database')]).to.deep.equal([1, true]);
      await meddle('CREATE TABLE other (id)');
      expect((await using('verify')).err).to.contain('holds no ledger yet');
    });
  });

  describe('lendwire export', () => {
    it('writes what verifies without the database', async () => {
      await ledger();
      const exported = await using('export', '--out', here('out'));
      expect(exported.err).to.equal('');
      expect(exported.out).to.match(
        /^6 of 6 entries \(all entries\), 0 messages, 0 requests and \d checkpoints? are in /,
      );
      const key = (await using('keys', 'fingerprint')).out.split('\n')[0] ?? '';
      const checked = await lendwire(['verify', '--export', here('out'), '--key', key]);
      expect(checked.code, checked.out).to.equal(0);
      const file = join(here('out'), 'ledger.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').replace('token-made', 'token-mode'));
      const changed = await lendwire(['verify', '--export', here('out')]);
      expect(changed.code).to.equal(1);
      expect(changed.out).to.match(/The first bad entry is \d \(altered\)/);
    });

    it('writes over nothing, and verifies no folder that is not there', async () => {
      await ledger();
      mkdirSync(here('full'));
      writeFileSync(join(here('full'), 'x'), '');
      expect((await using('export', '--out', here('full'))).err).to.contain('is not empty');
      expect((await lendwire(['verify', '--export', here('none')])).err).to.contain('There is no folder');
    });
  });

  describe('lendwire rebuild --check', () => {
    it('finds nothing where nothing is wrong, and names what differs', async () => {
      await ledger();
      const good = await using('rebuild', '--check');
      expect(good.code, good.err).to.equal(0);
      expect(good.out).to.contain('Every row is what the ledger adds up to.');
      await meddle(`UPDATE roots SET state = '{"verifierKey":"x"}' WHERE aggregate = 'signing-key'`);
      const bad = await using('rebuild', '--check');
      expect(bad.code).to.equal(1);
      expect(bad.out).to.match(/^roots +current +is not what its entries add up to/m);
    });

    it('changes nothing, and wants to be told so', async () => {
      expect((await using('rebuild')).err).to.contain('Say --check');
    });
  });

  describe('lendwire keys', () => {
    const ring = (): string[] =>
      readFileSync(here('wrapping.key'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replace(/ \S+$/, ''));

    it('rotates the wrapping key, keeps the old one for backups, and destroys it when asked to', async () => {
      await addToken();
      const before = ring()[1]?.split(' ')[1] ?? '';
      const rotated = await using('keys', 'rotate');
      expect(rotated.code, rotated.err).to.equal(0);
      expect(ring()).to.have.length(3).and.to.include(`older ${before}`);
      expect(statSync(here('wrapping.key')).mode & 0o777).to.equal(0o600);
      await using('keys', 'rotate', '--drop-old');
      expect(ring()).to.have.length(2).and.not.to.include(`older ${before}`);
    });

    it('wraps every data key anew, and each opens to the same secret', async () => {
      await addToken();
      const read = (): ReturnType<typeof parseWrappingKeys> =>
        parseWrappingKeys(readFileSync(here('wrapping.key'), 'utf8'));
      const keys = Array.from({ length: 501 }, (_, index) => createDataKey(`loan-${index}`, randomBytes));
      const rows = keys.map((key) => `('${key.holder}', '${wrapDataKey(key, read().current, randomBytes)}')`);
      await meddle(`INSERT INTO data_keys (holder, wrapped) VALUES ${rows.join(', ')}`);
      const rotated = await using('keys', 'rotate', '--drop-old');
      expect(rotated.out).to.match(/^501 data keys wrapped anew/);
      const opened = (await stored('SELECT holder, wrapped FROM data_keys')).map(({ holder, wrapped }) =>
        unwrapDataKey(wrapped, read(), holder),
      );
      expect(opened).to.have.length(501);
      const secrets = new Map(opened.map(({ holder, secret }) => [holder, secret.export().toString('hex')]));
      for (const { holder, secret } of keys)
        expect(secrets.get(holder)).to.equal(secret.export().toString('hex'));
    });

    it('cannot rotate a key that the environment gives', async () => {
      await addToken();
      const env = { LENDWIRE_WRAPPING_KEY: '00'.repeat(32) };
      const { code, err } = await lendwire(['keys', 'rotate', '--config', config], { env });
      expect(code).to.equal(1);
      expect(err).to.contain('comes from LENDWIRE_WRAPPING_KEY');
    });

    it('finishes a rotation of the signing key that was broken off before its file was in place', async () => {
      await addToken();
      await using('keys', 'rotate-signing');
      const now = readFileSync(here('signing.key'), 'utf8');
      // As a crash after the commit leaves it: the entry is there, the file is still beside.
      writeFileSync(here('signing.key.next'), now);
      const again = await using('keys', 'rotate-signing');
      expect(again.code, again.err).to.equal(0);
      expect(readFileSync(here('signing.key'), 'utf8')).to.equal(now);
      expect(readdirSync(folder)).not.to.include('signing.key.next');
      expect((await using('verify')).code).to.equal(0);
    });
  });
});

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
