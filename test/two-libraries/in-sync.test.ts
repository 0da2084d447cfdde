import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { onPostgres } from '../support/place.js';
import {
  introduce,
  ledgersHold,
  shown,
  twoLibraries,
  type Lending,
  type Libraries,
  type Library,
  type Side,
} from '../support/two-libraries.js';
import { lendwire } from '../unit/cli/running.js';

type Found = Record<string, unknown>;

/** Brings the clock to an hour of the next day and lets both ask what is due then. */
async function at(hour: number, two: Libraries, sides?: readonly Side[]): Promise<void> {
  const now = two.clock.now();
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, hour);
  await two.pass({ seconds: (next - now.getTime()) / 1000 });
  await askNow(two, sides);
}

async function askNow(two: Libraries, sides: readonly Side[] = ['north', 'south']): Promise<void> {
  for (const side of sides) await two[side].app.jobs.runOne('probe', two.clock.now());
  await two.settle();
}

async function found(library: Library, loan: string): Promise<Found | undefined> {
  const { transactions } = await shown(library, loan);
  return (transactions as Found[])[0]?.['inSync'] as Found | undefined;
}

async function attention(library: Library, loan: string): Promise<string | undefined> {
  const { attention: waits } = await shown(library, loan);
  return (waits as { reason: string } | undefined)?.reason;
}

/** Questions of the house's own, by the loan that they are about. */
async function asked(library: Library): Promise<(string | undefined)[]> {
  const entries = await library.entries();
  return entries
    .filter(({ kind, facts }) => kind === 'message-owed' && facts?.['what'] === 'StatusRequest')
    .map(({ loan }) => loan);
}

async function promised(two: Libraries, record?: object): Promise<Lending> {
  const loan = await two.ask(record);
  await two.act('south', loan, 'will-supply');
  return loan;
}

async function policy(library: Library, inSync: object, peer?: string): Promise<void> {
  const said = { set: { inSync }, reason: 'As the board decided.', ...(peer === undefined ? {} : { peer }) };
  expect((await library.api('PUT', '/api/v1/policy', said)).status).to.equal(200);
}

describe('a request that has been quiet', () => {
  afterEach(ledgersHold);

  it('is asked about by night, once, and shows that both sides agree', async () => {
    const two = await twoLibraries();
    const loan = await promised(two);
    await two.pass({ days: 13 });
    await at(12, two);
    expect(await asked(two.north), 'by day nobody asks').to.deep.equal([]);

    await at(2, two);
    await askNow(two);

    expect(await asked(two.north)).to.deep.equal([loan.north]);
    const inSync = await found(two.north, loan.north);
    expect(inSync).to.include({ verdict: 'agrees', by: 'quiet' });
    expect(inSync).to.deep.include({ ours: { status: 'WillSupply' }, theirs: { status: 'WillSupply' } });
    expect(await attention(two.north, loan.north)).to.equal(undefined);
    expect(await found(two.south, loan.south)).to.include({ verdict: 'told', by: 'evidence' });
    const [owed] = (await two.north.entries()).filter(({ facts }) => facts?.['inSync'] === 'quiet');
    expect(owed?.actor).to.deep.equal({ kind: 'clock', id: 'probe' });
    expect(owed?.because).to.include('Nothing has been heard since 2026-03-02');
    const [answer] = (await two.north.entries()).filter(({ facts }) => facts?.['inSync'] === 'agrees');
    expect(answer).to.include({ kind: 'message-received', loan: loan.north });

    for (let nights = 0; nights < 13; nights += 1) await at(2, two);
    expect(await asked(two.north), 'it is quiet anew for as long').to.have.lengthOf(1);
    await at(3, two);
    expect(await asked(two.north)).to.have.lengthOf(2);
  });

  it('is left alone where the peer is paused, does not want it, or the house says off', async () => {
    const two = await twoLibraries();
    await promised(two);
    await two.pass({ days: 20 });
    expect(
      (await two.north.api('POST', '/api/v1/peers/south/pause', { reason: 'Moving.' })).status,
    ).to.be.oneOf([200, 204]);
    await at(2, two);
    expect(await asked(two.north)).to.deep.equal([]);
    await two.north.api('POST', '/api/v1/peers/south/resume', {});

    const agencies = ['ISIL:SE-SOUTH', 'ISIL:SE-EAST'];
    await introduce(two.north, { as: 'south', agencies, url: two.south.url, ...{ inSyncProbe: false } });
    await two.settle();
    await at(2, two);
    expect(await asked(two.north)).to.deep.equal([]);

    await introduce(two.north, { as: 'south', agencies, url: two.south.url });
    await policy(two.north, { askAfter: 'off' });
    await two.settle();
    await at(2, two);
    expect(await asked(two.north)).to.deep.equal([]);

    await policy(two.north, { askAfter: '7d' });
    await two.settle();
    await at(2, two);
    expect(await asked(two.north)).to.have.lengthOf(1);
  });

  it('is one of so many a night and peer, the longest quiet first', async () => {
    const two = await twoLibraries();
    const loans: string[] = [];
    for (let made = 0; made < 5; made += 1) {
      loans.push((await promised(two)).north);
      await two.pass({ minutes: 1 });
    }
    await policy(two.north, { perPeer: 2, perNight: 3, from: '22:00', until: '02:00' });
    await two.settle();
    await two.pass({ days: 20 });
    await at(23, two);
    await two.pass({ hours: 2 });
    await askNow(two);
    expect(await asked(two.north), 'after midnight it is the same night').to.deep.equal(loans.slice(0, 2));
    await policy(two.north, { perPeer: 9, perNight: 2, from: '22:00', until: '02:00' });
    await two.settle();
    await at(23, two);
    await askNow(two);
    expect(await asked(two.north)).to.deep.equal(loans.slice(0, 4));
  });

  it('shows the same where staff ask how it stands', async () => {
    const two = await twoLibraries();
    const loan = await promised(two);
    await two.act('north', loan, 'ask-status');
    expect(await found(two.north, loan.north)).to.include({ verdict: 'agrees', by: 'staff' });
  });

  it('asks nobody to decide about a question that does not get through', async () => {
    const two = await twoLibraries();
    const loan = await promised(two);
    await two.pass({ days: 20 });
    await two.down('south');
    await at(2, two, ['north']);
    for (let days = 0; days < 5; days += 1) await two.pass({ days: 1 });
    expect(await asked(two.north)).to.have.lengthOf(1);
    expect(await found(two.north, loan.north)).to.include({ verdict: 'unanswered' });
    expect(await attention(two.north, loan.north)).to.equal(undefined);
    await two.up('south');
  });
});

describe('a library that was put back to an older copy', function () {
  before(function () {
    // A copy of the files is what is put back.
    if (onPostgres) this.skip();
  });
  afterEach(ledgersHold);

  const endings = ['', '-wal', '-shm'];
  const fileOf = ({ folder }: Library, name: string): string => join(folder, name);

  async function keepCopy(two: Libraries, side: Side): Promise<void> {
    await two.down(side);
    for (const ending of endings)
      if (existsSync(fileOf(two[side], `gateway.sqlite${ending}`)))
        copyFileSync(fileOf(two[side], `gateway.sqlite${ending}`), fileOf(two[side], `kept${ending}`));
    await two.up(side);
  }

  async function putBack(two: Libraries, side: Side): Promise<void> {
    await two.down(side);
    for (const ending of endings) {
      rmSync(fileOf(two[side], `gateway.sqlite${ending}`), { force: true });
      if (existsSync(fileOf(two[side], `kept${ending}`)))
        copyFileSync(fileOf(two[side], `kept${ending}`), fileOf(two[side], `gateway.sqlite${ending}`));
    }
    // The command goes by the same clock as the tests.
    const settings = JSON.parse(readFileSync(fileOf(two[side], 'gateway.json'), 'utf8')) as object;
    const config = fileOf(two[side], 'restore.json');
    writeFileSync(config, JSON.stringify({ ...settings, clock: { startAt: two.clock.now().toISOString() } }));
    const { code, err } = await lendwire(['restore', '--accept', '--config', config]);
    expect(code, err).to.equal(0);
    await two.up(side);
  }

  it('asks about all that is open, by day too and only once, and follows what the tables let it', async () => {
    const two = await twoLibraries({ losesItsPast: true });
    const loan = await promised(two);
    await keepCopy(two, 'north');
    await two.act('south', loan, 'ship', { dueDate: '2026-05-01' });
    await two.pass({ days: 1, hours: 4 });
    expect((await shown(two.north, loan.north))['transactions']).to.have.nested.property(
      '[0].state',
      'Loaned',
    );
    await putBack(two, 'north');
    expect((await shown(two.north, loan.north))['transactions']).to.have.nested.property(
      '[0].state',
      'WillSupply',
    );

    await two.pass({ minutes: 10 });
    await askNow(two);
    await askNow(two);

    expect(await asked(two.north)).to.deep.equal([loan.north]);
    expect(await found(two.north, loan.north)).to.include({
      ...{ by: 'restored', verdict: 'agrees', followedFrom: 'WillSupply' },
    });
    expect((await shown(two.north, loan.north))['transactions']).to.have.nested.property(
      '[0].state',
      'Loaned',
    );
    await two.pass({ days: 1 });
    await askNow(two);
    expect(await asked(two.north)).to.have.lengthOf(1);
  });

  it('is found out by the other side, which keeps its state; the difference ends when the loan is told again', async () => {
    const two = await twoLibraries({ losesItsPast: true });
    const loan = await promised(two);
    await keepCopy(two, 'south');
    await two.act('south', loan, 'ship', { dueDate: '2026-05-01' });
    await two.act('north', loan, 'receive');
    await putBack(two, 'south');
    await two.pass({ days: 20 });
    await at(2, two);

    expect(await found(two.north, loan.north)).to.deep.include({
      by: 'quiet',
      verdict: 'behind',
      ours: { status: 'Received', dueDate: '2026-05-01T23:59:59Z' },
      theirs: { status: 'WillSupply' },
    });
    expect(await attention(two.north, loan.north)).to.equal('The two sides do not agree how it stands.');
    const { body } = await two.north.api('GET', '/api/v1/loan-records?attention=problem');
    expect(body['items']).to.have.lengthOf(1);

    await two.act('south', loan, 'ship', { dueDate: '2026-05-01' });
    expect(await found(two.north, loan.north)).to.include({ verdict: 'agrees', by: 'evidence' });
    expect(await attention(two.north, loan.north)).to.equal(undefined);
  });

  it('does not know what came later: whoever asked sees that, and what to do', async () => {
    const two = await twoLibraries({ losesItsPast: true });
    await keepCopy(two, 'south');
    const loan = await promised(two);
    await putBack(two, 'south');
    await two.pass({ days: 20 });
    await at(2, two);
    expect(await found(two.north, loan.north)).to.include({ verdict: 'unknown-there', by: 'quiet' });
    expect(await attention(two.north, loan.north)).to.equal(
      'The supplier says that it does not have the request.',
    );
    const { body } = await two.north.api('GET', '/api/v1/deliveries?state=stopped,undecided,given-up');
    expect(body['items'] ?? []).to.deep.equal([]);
  });

  it('as a supplier hears it from what the requester says: no question is its own', async () => {
    const two = await twoLibraries({ losesItsPast: true });
    const loan = await promised(two);
    await keepCopy(two, 'south');
    await two.act('south', loan, 'ship', { dueDate: '2026-05-01' });
    await two.act('north', loan, 'receive');
    await putBack(two, 'south');
    await askNow(two);
    expect(await asked(two.south)).to.deep.equal([]);

    await two.act('north', loan, 'renew');
    expect(await found(two.south, loan.south)).to.deep.include({
      by: 'evidence',
      verdict: 'contradicts',
      ours: { status: 'WillSupply' },
      theirs: { status: 'Renew' },
    });
    expect(await attention(two.south, loan.south)).to.equal('The two sides do not agree how it stands.');
    await two.act('south', loan, 'ship', { dueDate: '2026-05-01' });
    expect(await attention(two.south, loan.south)).to.equal(undefined);
  });
});
