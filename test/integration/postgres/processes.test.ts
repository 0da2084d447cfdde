import { expect } from 'chai';
import { verifyLedger } from '../../../src/ledger/index.js';
import { nameOfPlace, openDatabase, type Storage } from '../../../src/storage/index.js';
import { leaseClock } from '../../../src/exchange/deliveries/claim-heads.js';
import { onPostgres, placeOf } from '../../support/place.js';
import {
  addPeer,
  look,
  renameRecord,
  requestKey,
  sqlHouse,
  takeRequest,
  temporaryFolder,
  type House,
  type HouseOptions,
} from '../storage/lending.js';

type SqlHouse = House & { storage: Storage; path: string };

describe('several processes on one PostgreSQL', () => {
  let remove: () => void;
  let path: string;
  let houses: SqlHouse[];

  before(function () {
    if (onPostgres) return;
    console.log('    skipped: several processes on one PostgreSQL, because DATABASE_URL names no server');
    this.skip();
  });
  beforeEach(() => {
    const made = temporaryFolder();
    remove = made.remove;
    path = `${made.folder}/house`;
    houses = [];
  });
  afterEach(async () => {
    for (const house of houses) await house.close();
    remove();
  });

  async function house(options: HouseOptions = {}): Promise<SqlHouse> {
    const made = await sqlHouse({ ...options, path });
    houses.push(made);
    return made;
  }
  async function holds({ storage }: SqlHouse): Promise<void> {
    expect((await storage.rebuildCheck()).differences).to.deep.equal([]);
    expect(await verifyLedger(await storage.ledgerSource())).to.include({ whole: true });
  }
  /** Ends the connection of a batch under way, as a server does that is stopped. */
  async function endConnections(): Promise<void> {
    const other = await openDatabase(placeOf(path));
    await other.turn((writer) =>
      writer.all(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE state = 'idle in transaction' AND pid <> pg_backend_pid()`,
      ),
    );
    await other.close();
  }

  it('append to one ledger without a gap, each message once', async () => {
    const four = [await house(), await house(), await house(), await house()];
    await Promise.all(
      Array.from({ length: 400 }, (_, at) => four[at % 4]!.committer.commit(takeRequest(`r-${at >> 2}`))),
    );
    const rows = await four[0]!.rows('transactions');
    expect(rows).to.have.length(100);
    expect((await four[0]!.rows('entries')).map(({ seq }) => seq).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 200 }, (_, at) => at + 1),
    );
    await holds(four[1]!);
  }).timeout(60_000);

  it('change the same loan one after another, and lose no version', async () => {
    const [one, other] = [await house(), await house()];
    await one.committer.commit(takeRequest('r-1'));
    const versions = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        [one, other][at % 2]!.committer.commit(renameRecord(requestKey('r-1'), `title ${at}`)),
      ),
    );
    expect([...versions].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 40 }, (_, at) => at + 2));
    await holds(one);
  });

  it('see a peer that another has added, also where both add at once', async () => {
    const [one, other] = [await house(), await house()];
    const names = Array.from({ length: 10 }, (_, at) => `peer-${at}`);
    await Promise.all(names.map((name, at) => [one, other][at % 2]!.committer.commit(addPeer(name, name))));
    for (const each of [one, other]) {
      await each.committer.commit(look({}, () => undefined));
      expect([...each.directory().peers.keys()]).to.have.members(names);
    }
    await holds(one);
  });

  it('find out that a COMMIT whose answer was lost has happened, and do it again where it has not', async () => {
    const lost = new Set(['after-commit']);
    const one = await house({
      faults: (point) => {
        if (lost.delete(point)) throw new Error('the answer is lost');
      },
    });
    expect(await one.committer.commit(takeRequest('r-1'))).to.include({ repeated: false });
    const cut = new Set(['before-commit']);
    const other = await house({
      faults: async (point) => {
        if (cut.delete(point)) await endConnections();
      },
    });
    const thrown: unknown = await other.committer.commit(takeRequest('r-2')).catch((error: unknown) => error);
    expect(thrown).to.have.property('retryAfterSeconds');
    expect(await other.committer.commit(takeRequest('r-2'))).to.include({ repeated: false });
    await holds(one);
  });

  it('go by the database’s clock for leases, whatever their own say', async () => {
    const one = await house();
    const at = await one.committer.commit({
      name: 'look-at-the-clock',
      source: 'unbounded',
      needs: {},
      decide: (_loaded, moment) => ({ result: leaseClock(moment) }),
    });
    expect(one.clock.now().toISOString()).to.equal('2026-03-02T08:00:00.000Z');
    expect(Math.abs(at.getTime() - Date.now())).to.be.lessThan(60_000);
  });

  it('find stale only what was claimed by a lease that has run out', async () => {
    const one = await house();
    const taken = await one.committer.commit(takeRequest('r-1'));
    const stale = { name: 'stale-claims', process: 'me', now: '', limit: 5 } as const;
    const found = (): Promise<number> =>
      one.committer.commit(look({ find: [stale] }, (loaded) => loaded.found(stale).length));
    for (const [until, count] of [
      [new Date(Date.now() + 60_000).toISOString(), 0],
      ['2026-01-01T00:00:00.000Z', 1],
    ] as const) {
      await one.committer.commit({
        name: 'claim',
        source: 'unbounded',
        needs: { loans: [{ by: 'delivery', id: taken.delivery }] },
        decide: () => ({
          result: undefined,
          unfolded: { claims: [{ delivery: taken.delivery, claim: { process: 'other', until } }] },
        }),
      });
      expect(await found()).to.equal(count);
    }
  });

  it('are named in messages without user and password', () => {
    expect(nameOfPlace('postgres://user:secret@db.example:5432/lend?schema=north')).to.equal(
      'postgres://db.example:5432/lend (schema north)',
    );
  });
});
