import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import sqlite3 from 'sqlite3';
import { append, emptyHead, leafHash, verifyLedger } from '../../../src/ledger/index.js';
import {
  AlreadyServed,
  DatabaseError,
  lockForServing,
  migrateDown,
  migrateUp,
  openDatabase,
  pendingMigrations,
  StoreUnavailable,
  type Database,
} from '../../../src/storage/index.js';
import { NewerDatabase } from '../../../src/storage/migrations/migrate.js';
import { tableNames, tables } from '../../../src/storage/engine/tables.js';
import { buildStorage, WrongShape } from '../../../src/storage/build.js';
import { onPostgres } from '../../support/place.js';
import {
  look,
  partsOf,
  requestKey,
  renameRecord,
  sqlHouse,
  takeRequest,
  temporaryFolder,
  type House,
} from './lending.js';

const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

describe('the SQLite database', () => {
  let folder: string;
  let remove: () => void;
  beforeEach(() => ({ folder, remove } = temporaryFolder()));
  afterEach(() => remove());

  const opened = async <Result>(work: (database: Database) => Promise<Result>): Promise<Result> => {
    const database = await openDatabase(join(folder, 'a.sqlite'));
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
  const pragma = async (on: Pick<Database, 'all'>, name: string): Promise<unknown> => {
    const [row] = await on.all<Record<string, unknown>>(`PRAGMA ${name}`);
    return Object.values(row ?? {})[0];
  };

  it('refuses to be in memory, where a rollback takes the rows of others along', async () => {
    expect(await failureOf(openDatabase(':memory:'))).to.be.instanceOf(DatabaseError);
  });

  it('says which file cannot be opened', async () => {
    const thrown = await failureOf(openDatabase(folder));
    expect(thrown).to.be.instanceOf(DatabaseError).with.property('message').that.includes(folder);
  });

  it('has full synchronisation, WAL and foreign keys on the connection that writes, inside a commit too', async () => {
    await opened(async (database) => {
      await database.turn(async (writer) => {
        await writer.run('BEGIN IMMEDIATE');
        expect(await pragma(writer, 'synchronous')).to.equal(2);
        expect(await pragma(writer, 'journal_mode')).to.equal('wal');
        expect(await pragma(writer, 'foreign_keys')).to.equal(1);
        expect(await pragma(writer, 'wal_autocheckpoint')).to.equal(0);
        await writer.run('ROLLBACK');
      });
    });
  });

  it('cannot be written by what reads', async () => {
    await opened(async (database) => {
      const thrown = await failureOf(database.all('CREATE TABLE t (a TEXT)'));
      expect(thrown).to.be.an('error').with.property('message').that.includes('readonly');
    });
  });

  it('takes 500 commits that are asked for at once, in turns, and none of them fails', async () => {
    await opened(async (database) => {
      await database.sql.run('CREATE TABLE t (a INTEGER)');
      await Promise.all(
        Array.from({ length: 500 }, (_, at) =>
          database.turn(async (writer) => {
            await writer.run('BEGIN IMMEDIATE');
            await writer.run('INSERT INTO t (a) VALUES ($1)', [at]);
            await writer.run('COMMIT');
          }),
        ),
      );
      expect(await database.all('SELECT COUNT(*) AS count FROM t')).to.deep.equal([{ count: 500 }]);
    });
  });

  it('answers the rows of INSERT … RETURNING, counts changes, and takes binds in any order and twice', async () => {
    await opened(async ({ sql }) => {
      await sql.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT)');
      expect(
        await sql.all('INSERT INTO t (b, c) VALUES ($2, $1) RETURNING a, b, c', ['one', 'two']),
      ).to.deep.equal([{ a: 1, b: 'two', c: 'one' }]);
      expect(await sql.run('INSERT INTO t (b, c) VALUES ($1, $1), ($1, $1)', ['x'])).to.equal(2);
      expect(await sql.run('UPDATE t SET c = $1 WHERE b = $2', [null, 'x'])).to.equal(2);
      expect(await sql.run('DELETE FROM t WHERE b = $1', ['none'])).to.equal(0);
      expect(await sql.all('SELECT COUNT(*) AS count FROM t WHERE c IS NULL')).to.deep.equal([{ count: 2 }]);
    });
  });

  it('migrates up, down and up again, each migration whole or not at all', async () => {
    await opened(async (database) => {
      const files = readdirSync(new URL('../../../src/storage/migrations/', import.meta.url));
      const numbered = files.filter((file) => /^\d{4}-/.test(file)).map((file) => file.replace(/\.ts$/, ''));
      const names = [...numbered, '0002-agenda-jobs'].sort();
      expect(await migrateUp(database)).to.deep.equal(names);
      expect(await migrateUp(database)).to.deep.equal([]);
      expect(await migrateDown(database, names[0])).to.deep.equal([...names].reverse());
      const left = await database.all<{ name: string }>(
        `SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'`,
      );
      expect(left.map(({ name }) => name)).to.deep.equal(['migrations']);
      // One of the tables is there already: the whole migration is taken back.
      await database.sql.run('CREATE TABLE tokens (id TEXT)');
      expect(await failureOf(migrateUp(database))).to.be.an('error');
      const after = await database.all<{ name: string }>(
        `SELECT name FROM sqlite_master WHERE type = 'table'`,
      );
      expect(after.map(({ name }) => name)).to.have.members(['migrations', 'tokens']);
      expect(await pendingMigrations(database)).to.deep.equal(names);
      await database.sql.run('DROP TABLE tokens');
      expect(await migrateUp(database)).to.deep.equal(names);
    });
  });

  it('is refused where a newer program has made it, or where it has not been migrated', async () => {
    await opened(async (database) => {
      expect(
        await failureOf(buildStorage({ ...partsOf(), path: join(folder, 'b.sqlite') })),
      ).to.be.instanceOf(WrongShape);
      await migrateUp(database);
      await database.sql.run(`INSERT INTO migrations (name) VALUES ('9999-of-tomorrow')`);
      const thrown = await failureOf(migrateUp(database));
      expect(thrown)
        .to.be.instanceOf(NewerDatabase)
        .with.property('message')
        .that.includes('9999-of-tomorrow');
    });
  });

  it('has the columns and keys that the committer writes', async () => {
    await opened(async (database) => {
      await migrateUp(database);
      for (const name of tableNames) {
        const columns = await database.all<{ name: string; type: string; notnull: number; pk: number }>(
          `SELECT name, type, "notnull", pk FROM pragma_table_info('${name}')`,
        );
        const expected = Object.entries(tables[name].columns as Record<string, string>);
        const keys: readonly string[] = tables[name].key;
        expect(
          columns.map((column) => column.name),
          name,
        ).to.have.members(expected.map(([column]) => column));
        for (const [column, kind] of expected) {
          const found = columns.find((each) => each.name === column);
          expect(found?.type === 'TEXT', `${name}.${column}`).to.equal(kind.startsWith('text'));
          if (!keys.includes(column))
            expect(found?.notnull === 1, `${name}.${column} may be empty`).to.equal(!kind.endsWith('?'));
        }
        expect(
          columns.filter(({ pk }) => pk > 0).map((column) => column.name),
          name,
        ).to.have.members([...keys]);
      }
    });
  });
});

describe('storage on SQLite', () => {
  let house: Awaited<ReturnType<typeof sqlHouse>>;
  afterEach(() => house.close());

  const leavesOf = async (of: House): Promise<Buffer[]> =>
    (await of.rows('entries')).sort((a, b) => a.seq - b.seq).map(({ text }) => leafHash(text));

  it('refuses to change or remove an entry [nr 98]', async () => {
    house = await sqlHouse();
    await house.committer.commit(takeRequest('r-1'));
    const { sql } = house.storage.database;
    for (const statement of [`UPDATE entries SET text = '{}'`, 'DELETE FROM entries WHERE seq = 1'])
      expect(await failureOf(sql.run(statement)))
        .to.have.property('message')
        .that.includes('an entry of the ledger is never');
    expect(await house.rows('entries')).to.have.length(2);
  });

  it('refuses states that the standard does not know, and rows without their loan', async () => {
    house = await sqlHouse();
    await house.committer.commit(takeRequest('r-1'));
    const { sql } = house.storage.database;
    expect(await failureOf(sql.run(`UPDATE deliveries SET state_name = 'lost'`))).to.be.an('error');
    expect(await failureOf(sql.run(`UPDATE loan_records SET phase = 'gone'`))).to.be.an('error');
    expect(await failureOf(sql.run('DELETE FROM loan_records'))).to.be.an('error');
  });

  it('keeps a write of others that falls into a batch which is rolled back', async () => {
    let isBroken = true;
    const written: Promise<number>[] = [];
    house = await sqlHouse({
      faults: (point) => {
        if (!isBroken || point !== 'before-commit') return;
        const job = `INSERT INTO agenda_jobs (id, name, type) VALUES ($1, 'redeliver', 'normal')`;
        written.push(house.storage.database.sql.run(job, ['job-1']));
        isBroken = false;
        throw new Error('the batch fails');
      },
    });
    expect(await failureOf(house.committer.commit(takeRequest('r-1')))).to.be.an('error');
    expect(await Promise.all(written)).to.deep.equal([1]);
    expect(await house.storage.database.all('SELECT id FROM agenda_jobs')).to.deep.equal([{ id: 'job-1' }]);
    expect(await house.rows('entries')).to.deep.equal([]);
  });

  it('answers 503 while the disk is full, loses nothing, and works again when there is room', async function () {
    if (onPostgres) this.skip();
    house = await sqlHouse();
    await house.committer.commit(takeRequest('r-1'));
    const limit = (pages: number): Promise<unknown> =>
      house.storage.database.turn((writer) => writer.all(`PRAGMA max_page_count = ${pages}`));
    await limit(1);
    const big = 'x'.repeat(100_000);
    const refused = await Promise.all(
      ['r-2', 'r-3'].map((id) => failureOf(house.committer.commit(takeRequest(id, { body: big })))),
    );
    for (const thrown of refused)
      expect(thrown)
        .to.be.instanceOf(StoreUnavailable)
        .with.property('retryAfterSeconds')
        .that.is.greaterThan(0);
    const repeated = await house.committer.commit(takeRequest('r-1'));
    expect(repeated.repeated, 'what needs no room is still answered').to.equal(true);
    await limit(1_000_000);
    await house.committer.commit(takeRequest('r-2', { body: big }));
    const head = await house.storage.ledgerSource().then((source) => source.head());
    expect(head?.peaks).to.deep.equal(append(emptyHead, await leavesOf(house)).peaks);
  });

  it('answers 503 while another process holds the lock, and works again afterwards', async function () {
    if (onPostgres) this.skip();
    house = await sqlHouse({ busyTimeoutMs: 50 });
    await house.committer.commit(takeRequest('r-1'));
    const other = new sqlite3.Database(house.path);
    const run = (sql: string): Promise<void> =>
      new Promise((resolve, reject) =>
        other.run(sql, (error) => (error === null ? resolve() : reject(error))),
      );
    await run('BEGIN IMMEDIATE');
    const thrown = await failureOf(house.committer.commit(takeRequest('r-2')));
    expect(thrown).to.be.instanceOf(StoreUnavailable).with.property('message').that.includes('SQLITE_BUSY');
    await run('ROLLBACK');
    await new Promise((resolve) => other.close(resolve));
    await house.committer.commit(takeRequest('r-2'));
    expect(await house.rows('entries')).to.have.length(4);
  });

  it('continues one ledger when a tool appends beside it', async () => {
    house = await sqlHouse();
    const tool = await sqlHouse({ path: house.path });
    for (const at of [1, 2, 3]) {
      await house.committer.commit(takeRequest(`house-${at}`));
      await tool.committer.commit(takeRequest(`tool-${at}`));
      await tool.committer.commit(renameRecord(requestKey(`house-${at}`), 'seen by the tool'));
    }
    await tool.close();
    const title = await house.committer.commit(
      look(
        { loans: [requestKey('house-1')] },
        (loaded) => loaded.loan(requestKey('house-1'))?.record.bibliographicInfo.title,
      ),
    );
    expect(title).to.equal('seen by the tool');
    const verdict = await verifyLedger(await house.storage.ledgerSource());
    expect(verdict).to.include({ whole: true, size: 15 });
  });

  it('goes on where it stopped, with what it knew', async () => {
    const { folder, remove } = temporaryFolder();
    const path = join(folder, 'lendwire.sqlite');
    const first = await sqlHouse({ path });
    const taken = await first.committer.commit(takeRequest('r-1'));
    await first.close();
    expect(existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0, 'the log is in the file').to.equal(
      false,
    );
    house = await sqlHouse({ path });
    expect(await house.committer.commit(takeRequest('r-1'))).to.include({ loan: taken.loan, repeated: true });
    await house.committer.commit(takeRequest('r-2'));
    expect(append(emptyHead, await leavesOf(house)).size).to.equal(4);
    const { close } = house;
    house.close = async () => {
      await close();
      remove();
    };
  });

  it('leaves the state before a batch when the process is killed before its COMMIT, and the state after it otherwise', async () => {
    const { folder, remove } = temporaryFolder();
    const path = join(folder, 'lendwire.sqlite');
    for (const [point, entries] of [
      ['before-write', 0],
      ['before-commit', 0],
      ['after-commit', 2],
    ] as const) {
      const killed = spawnSync(process.execPath, [
        '--import',
        'tsx',
        join(import.meta.dirname, 'killed-batch.ts'),
        path,
        point,
      ]);
      expect(killed.signal, String(killed.stderr)).to.equal('SIGKILL');
      house = await sqlHouse({ path });
      expect(await house.rows('entries'), point).to.have.length(entries);
      expect(await house.rows('loan_records'), point).to.have.length(entries / 2);
      expect((await house.storage.rebuildCheck()).differences).to.deep.equal([]);
      await house.close();
    }
    house = await sqlHouse();
    remove();
  }).timeout(30_000);
});

describe('the lock of a served database', () => {
  let folder: string;
  let remove: () => void;
  beforeEach(() => ({ folder, remove } = temporaryFolder()));
  afterEach(() => remove());

  it('refuses a second gateway with the pid of the first, until that one gives it back', () => {
    const path = join(folder, 'a.sqlite');
    const unlock = lockForServing(path);
    expect(() => lockForServing(path)).to.throw(AlreadyServed, String(process.pid));
    unlock();
    lockForServing(path)();
  });

  it('takes over what a process that was killed has left', async () => {
    const path = join(folder, 'a.sqlite');
    const lockFile = JSON.stringify(
      new URL('../../../src/storage/sql/process-lock.ts', import.meta.url).href,
    );
    const program = `const { lockForServing } = await import(${lockFile}); lockForServing(${JSON.stringify(path)});
      console.log('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    await once(child.stdout, 'data');
    expect(() => lockForServing(path)).to.throw(AlreadyServed, String(child.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockForServing(path)();
  });
});
