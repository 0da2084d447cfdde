import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { bytesOf } from '../../support/ledgers.js';
import {
  aRecord,
  ledgersHold,
  settle,
  twoLibraries,
  type Libraries,
  type Library,
} from '../../support/two-libraries.js';
import { onPostgres } from '../../support/place.js';

let other: ChildProcess | undefined;

async function pragma({ app }: Library, text: string): Promise<void> {
  await app.storage.database.turn((writer) => writer.all(`PRAGMA ${text}`));
}

async function titles(library: Library): Promise<string[]> {
  const { status, body } = await library.api('GET', '/api/v1/loan-records?limit=200');
  expect(status).to.equal(200);
  return (body['items'] as { title: string }[]).map(({ title }) => title);
}

const record = (number: number): object =>
  aRecord({
    id: `S-${number}`,
    agency: 'ISIL:SE-SOUTH',
    item: { title: `Title ${number}` },
    suppliers: ['ISIL:SE-NORTH'],
  });

/** What a peer posts, an own system hands in and staff do is refused for now, and nobody is told otherwise. */
async function refusesForNow(two: Libraries): Promise<void> {
  const { north, south } = two;
  const held = await south.api('POST', '/api/v1/loan-records', record(999));
  expect(held.status, JSON.stringify(held.body)).to.equal(503);
  expect(Number(held.headers.get('retry-after'))).to.be.greaterThan(0);
  expect(held.headers.get('content-type')).to.include('application/problem+json');

  await two.handIn({ item: { title: 'From the north' } });
  await settle([north], two.clock);
  const [waiting] = (await north.api('GET', '/api/v1/deliveries')).body['items'] as { id: string }[];
  expect(waiting).to.include({ state: 'owed', cause: 'HTTP 503' });
  const posted = await south.post(await bytesOf(north, waiting?.id ?? ''));
  expect(posted.status).to.equal(503);
  expect(Number(posted.headers.get('retry-after'))).to.be.greaterThan(0);
  expect(posted.text, 'no confirmation of what is not stored').to.equal('');
  expect(await titles(south), 'reading goes on')
    .not.to.include('From the north')
    .and.not.include('Title 999');
}

/** The same record goes in, and the message that waited arrives once. */
async function worksAgain(two: Libraries): Promise<void> {
  const again = await two.south.api('POST', '/api/v1/loan-records', record(999));
  expect(again.status, JSON.stringify(again.body)).to.equal(201);
  await two.pass({ hours: 1 });
  const all = await titles(two.south);
  expect(all.filter((title) => title === 'From the north')).to.have.length(1);
  expect(all.filter((title) => title === 'Title 999')).to.have.length(1);
  expect((await two.north.api('GET', '/api/v1/deliveries?state=owed')).body['items']).to.deep.equal([]);
}

describe('a gateway whose database cannot be written', () => {
  // What is full or locked there is the file; a server that is gone has its own suite.
  before(function () {
    if (onPostgres) this.skip();
  });
  afterEach(async () => {
    other?.kill('SIGKILL');
    other = undefined;
    await ledgersHold();
  });

  it('[7.7 nr 95] says so and when to come again while the disk is full, loses nothing, and works when there is room', async () => {
    const two = await twoLibraries();
    await pragma(two.south, 'max_page_count = 1');
    const taken: number[] = [];
    for (let number = 1; number <= 200; number += 1) {
      const { status } = await two.south.api('POST', '/api/v1/loan-records', record(number));
      if (status !== 201) break;
      taken.push(number);
    }
    expect(taken.length, 'what fits into the last pages').to.be.lessThan(200);

    await refusesForNow(two);
    expect(await titles(two.south)).to.have.members(taken.map((number) => `Title ${number}`));
    await pragma(two.south, 'max_page_count = 1000000');

    await worksAgain(two);
  });

  it('says so and when to come again while another process holds the lock, and works when it is free', async () => {
    const two = await twoLibraries();
    await pragma(two.south, 'busy_timeout = 50');
    other = await holdLock(two.south.settings.database.path);

    await refusesForNow(two);
    other.stdin?.end();
    await once(other, 'exit');

    await worksAgain(two);
  });
});

/** Another program that holds the database's lock until its standard input ends. */
async function holdLock(path: string): Promise<ChildProcess> {
  const program = `
    const sqlite3 = require('sqlite3');
    const database = new sqlite3.Database(${JSON.stringify(path)});
    database.exec('BEGIN EXCLUSIVE', (error) => {
      if (error) throw error;
      console.log('held');
      process.stdin.on('end', () => database.exec('ROLLBACK', () => process.exit(0))).resume();
    });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}
