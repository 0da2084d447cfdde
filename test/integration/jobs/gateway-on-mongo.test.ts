import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { systemClock } from '../../../src/platform/index.js';
import { gateBefore, type Gate } from '../../support/gateway-gate.js';
import { eachHoldsItsLedger, eachMessageArrivedOnce } from '../../support/ledgers.js';
import { openLibrary, type Library } from '../../support/library.js';
import { aRecord, introduce } from '../../support/two-libraries.js';
import { storeKinds, type LosableStore } from './stores.js';

// Real Agenda runs on real time, and so do these two gateways: the tests wait for what is told, never for a time.
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, holds: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(100);
  }
}

/** Tried again every second, for longer than a test takes. */
const everySecond = { scheduleMinutes: Array.from({ length: 120 }, () => 1 / 60) };

/** Two running gateways: north asks, south is asked, behind a gate that is closed at first. */
interface Pair {
  north: Library;
  south: Library;
  gate: Gate;
  handedIn: () => number;
  handIn(): Promise<void>;
  /** All that was handed in so far has come to south. */
  arrived(what: string): Promise<void>;
  close(): Promise<void>;
}

async function twoRunning(jobs: { mongoUrl?: string }): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-running-'));
  const open = async (name: string, id: string): Promise<Library> => {
    mkdirSync(join(folder, name));
    const settings = { jobs, outbound: everySecond };
    const at = { name, folder: join(folder, name), agencies: [{ id }] };
    const library = await openLibrary({ ...at, clock: systemClock, settings });
    await library.app.jobs.start();
    return library;
  };
  const [north, south] = await Promise.all([open('north', 'ISIL:SE-NORTH'), open('south', 'ISIL:SE-SOUTH')]);
  const gate = await gateBefore(south.port);
  await introduce(north, { as: 'south', agencies: ['ISIL:SE-SOUTH'], url: gate.url });
  await introduce(south, { as: 'north', agencies: ['ISIL:SE-NORTH'], url: north.url });
  let records = 0;
  return {
    ...{ north, south, gate },
    handedIn: () => records,
    async handIn() {
      records += 1;
      const { status } = await north.api('POST', '/api/v1/loan-records', aRecord({ id: `N-${records}` }));
      expect(status).to.equal(201);
    },
    async arrived(what) {
      const all = records;
      await until(what, async () => (await requestsAt(south)) >= all);
    },
    async close() {
      await Promise.all([north.app.stop(), south.app.stop()]);
      await gate.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const requestsAt = async (library: Library): Promise<number> =>
  (await library.entries()).filter(({ kind }) => kind === 'request-received').length;

const triesOf = async (library: Library): Promise<number> =>
  (await library.entries()).filter(({ kind }) => kind === 'delivery-attempted').length;

interface Ready {
  status: number;
  jobs: { ok: boolean; detail: string };
}

async function readyOf(library: Library): Promise<Ready> {
  const { status, body } = await library.api('GET', '/readyz');
  return { status, jobs: (body['checks'] as { jobs: Ready['jobs'] }).jobs };
}

const tells = async (libraries: readonly Library[], words: string): Promise<boolean> =>
  (await Promise.all(libraries.map(readyOf))).every(({ jobs }) => jobs.detail.includes(words));

/** Each message came once, nothing waits, and both ledgers are whole. */
async function nothingIsLost({ north, south, handedIn }: Pair): Promise<void> {
  await until('all is settled', async () => (await undeliveredBy(north)).length === 0);
  expect(await requestsAt(south)).to.equal(handedIn());
  await eachMessageArrivedOnce(north, south);
  await eachMessageArrivedOnce(south, north);
  for (const each of [north, south]) await eachHoldsItsLedger(each);
}

const undeliveredBy = ({ app }: Library): Promise<object[]> => app.storage.readers.deliveries.undelivered();

describe('two running gateways', function () {
  this.timeout(60_000);
  let pair: Pair | undefined;
  let store: LosableStore | undefined;
  afterEach(async () => {
    await pair?.close();
    await store?.remove();
    pair = undefined;
    store = undefined;
  });

  it('with the jobs in their own database deliver what a peer that was down could not take', async () => {
    pair = await twoRunning({});
    const { north, gate } = pair;
    await pair.handIn();
    await pair.handIn();
    await until('each was tried', async () => (await triesOf(north)) >= 2);
    expect(await readyOf(north)).to.deep.equal({ status: 200, jobs: { ok: true, detail: 'sqlite' } });

    await gate.open();
    await pair.arrived('redeliver has sent them');

    await nothingIsLost(pair);
  });

  it('deliver every message once while their MongoDB is stopped, emptied and started again', async function () {
    const mongo = storeKinds.find(({ name }) => name === 'MongoDB');
    if (mongo === undefined || mongo.cannotLose !== undefined) {
      console.log(`    skipped: gateways on MongoDB, because ${mongo?.cannotLose ?? 'nobody knows how'}`);
      return this.skip();
    }
    store = await mongo.openLosable();
    const { mongoUrl } = await store.where();
    if (mongoUrl === undefined) throw new Error('the store has no address');
    pair = await twoRunning({ mongoUrl });
    const { north, south, gate } = pair;
    const both = [north, south];
    expect(await readyOf(north)).to.deep.equal({ status: 200, jobs: { ok: true, detail: 'mongodb' } });

    const scheduled = await jobsIn(mongoUrl, north.name);
    expect(scheduled).to.include.members(['checkpoint', 'clocks', 'redeliver', 'webhooks']);

    const handingIn = keepHandingIn(pair);
    await until('some were tried', async () => (await triesOf(north)) >= 2);
    await store.lose();
    await until('both tell that it is lost', () => tells(both, 'is lost'));
    for (const each of both) {
      const { status, jobs } = await readyOf(each);
      expect({ status, ok: jobs.ok }).to.deep.equal({ status: 200, ok: true });
      expect(jobs.detail).to.include('messages still go out');
    }
    expect(await requestsAt(south)).to.equal(0);
    await gate.open();
    await pair.arrived('redeliver has sent them without the store');

    await store.giveBack();
    await until('both tell that it is back', async () =>
      (await Promise.all(both.map(readyOf))).every(({ jobs }) => jobs.detail === 'mongodb'),
    );
    await handingIn.stop();
    await pair.arrived('all have come');
    for (const { name } of both) expect(await jobsIn(mongoUrl, name)).to.deep.equal(scheduled);

    // What waits now is sent by Agenda on the schedule that was written anew: nothing stands in for it any more.
    await north.app.pump.idle();
    await gate.close();
    const tries = await triesOf(north);
    await pair.handIn();
    await until('it was tried', async () => (await triesOf(north)) > tries);
    await gate.open();
    await pair.arrived('redeliver has sent it on the new schedule');
    expect(await tells(both, 'is lost')).to.equal(false);
    for (const each of both) {
      expect(each.log()).to.include("Agenda's store is lost").and.include("Agenda's store is back");
    }

    await nothingIsLost(pair);
  });
});

/** Hands records in, a few a second, until it is stopped. */
function keepHandingIn(pair: Pair): { stop(): Promise<void> } {
  const over = new AbortController();
  const running = (async () => {
    while (!over.signal.aborted) {
      await pair.handIn();
      await pause(250);
    }
  })();
  running.catch(() => undefined); // Told by `stop`.
  return {
    async stop() {
      over.abort();
      await running;
    },
  };
}

/** The jobs that a gateway has in the store, by a connection of the test's own. */
async function jobsIn(mongoUrl: string, name: string): Promise<string[]> {
  const client = await MongoClient.connect(mongoUrl, { serverSelectionTimeoutMS: 3_000 });
  try {
    const rows = await client.db().collection<{ name: string }>(`jobs-${name}`).find().toArray();
    return rows.map((row) => row.name).sort();
  } finally {
    await client.close();
  }
}
