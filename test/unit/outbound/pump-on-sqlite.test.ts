import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettingsFile, type OutboundSettings, type Settings } from '../../../src/config/index.js';
import { claimHeads } from '../../../src/exchange/deliveries/index.js';
import { acceptLoanRecord, type ExchangeContext } from '../../../src/exchange/index.js';
import { edition2017 } from '../../../src/iso18626/index.js';
import { buildPump, readCanonicals, redeliveryRules, type Pump } from '../../../src/outbound/index.js';
import { agencyIdFrom, buildPeerDirectory, importPeers, readPeersFile } from '../../../src/peers/index.js';
import { buildFetchOut, silentLogger, VirtualClock, type FetchOut } from '../../../src/platform/index.js';
import { buildStorage, type Committer, type Storage, type UseCase } from '../../../src/storage/index.js';
import { generateWrappingKey } from '../../../src/vault/index.js';
import { plainHouse } from '../../support/plain-house.js';
import { plays, scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';

const defaults = JSON.parse(readFileSync(defaultSettingsFile, 'utf8')) as Settings;
const settings: OutboundSettings = {
  ...defaults.outbound,
  jitter: 0,
  allowPlainHttp: true,
  allowPrivateAddresses: true,
};
const clerk = { kind: 'person', id: 'clerk' } as const;

describe('the pump on a database', () => {
  let folder: string;
  let clock: VirtualClock;
  let storage: Storage;
  let context: ExchangeContext;
  let fetchOut: FetchOut;
  let peer: ScriptedPeer;
  let commits: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-pump-'));
    clock = new VirtualClock();
    context = {
      directoryOf: buildPeerDirectory([{ id: 'ISIL:NO-1', aliases: [], name: 'North' }], plainHouse),
      ring: { current: generateWrappingKey(randomBytes), older: [] },
      editionOf: () => edition2017,
    };
    fetchOut = buildFetchOut({ allowPrivateAddresses: true, maxAnswerBytes: 100_000, connectionsPerLine: 8 });
    peer = await scriptedPeer();
    const gone = await scriptedPeer();
    await gone.close();
    storage = await open();
    commits = [];
    const file = readPeersFile(
      [
        { id: 'south', name: 'South', agencies: [{ id: 'ISIL:SE-1' }], url: peer.url },
        { id: 'gone', name: 'Gone', agencies: [{ id: 'ISIL:SE-2' }], url: gone.url },
      ],
      { allowPlainHttp: true },
    );
    await storage.committer.commit(importPeers(file, { actor: clerk, ring: context.ring }));
  });

  afterEach(async () => {
    await fetchOut.close();
    await storage.close();
    await peer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function open(): Promise<Storage> {
    return buildStorage({
      path: join(folder, 'test.sqlite'),
      ring: context.ring,
      derive: () => ({}),
      bounds: { peers: 100_000, people: 100_000, imports: 100_000 },
      clock,
      log: silentLogger,
      migrate: true,
    });
  }

  function pumpAs(process: string): Pump {
    const committer: Committer = {
      commit: <Result>(useCase: UseCase<Result>) => {
        commits.push(useCase.name);
        return storage.committer.commit(useCase);
      },
    };
    return buildPump({
      committer,
      context,
      readers: {
        peersWithDueHeads: (now) => storage.readers.deliveries.peersWithDueHeads(now),
        body: (id) => storage.readers.deliveries.body(id),
        lines: () => storage.readers.peers.lines(),
      },
      fetchOut,
      settings,
      clock,
      log: silentLogger,
      isAlone: true,
      process,
      directory: () => context.directoryOf(storage.directory()),
      outgoing: () => Promise.resolve({ headers: {} }),
      wait: () => Promise.resolve(),
    });
  }

  let records = 0;
  async function asked(agency: string): Promise<{ loan: string; delivery: string }> {
    const libraryId = `record ${(records += 1)}`;
    const agencyId = agencyIdFrom(agency);
    const key = context.directoryOf(storage.directory()).agency(agencyId)!.key;
    const answer = await storage.committer.commit(
      acceptLoanRecord(
        {
          record: {
            agency: context.directoryOf(storage.directory()).ourAgencies[0]!.key,
            libraryId,
            bibliographicInfo: { title: libraryId },
            serviceInfo: { serviceType: 'Loan' },
            suppliers: [{ agency: key, agencyId }],
            wish: { patron: { reference: 'P-4711', surname: 'Ø' }, serviceNote: `for ${libraryId}` },
          },
          handedIn: libraryId,
          actor: clerk,
          source: 'imports',
        },
        context,
      ),
    );
    if (answer.kind !== 'accepted') throw new Error(answer.kind);
    return { loan: answer.loan, delivery: answer.owed[0]! };
  }

  async function deliveryOf({ loan, delivery }: { loan: string; delivery: string }): Promise<object> {
    return (await storage.readers.loans.whole(loan))!.allDeliveries.get(delivery)!;
  }

  async function redelivered(pump: Pump): Promise<void> {
    await pump.redeliver(clock.now());
    await pump.idle();
  }

  it('sends a Request as it was owed, and the rows follow from the entries', async () => {
    const request = await asked('ISIL:SE-1');
    const pump = pumpAs('one');
    pump.wake([request.delivery]);
    await pump.idle();

    expect(await deliveryOf(request)).to.include({ state: 'answered', attempts: 1 });
    const whole = await storage.readers.loans.whole(request.loan);
    expect([...whole!.transactions.values()][0]?.state).to.equal('Sent');
    const [{ message }] = peer.arrived as [(typeof peer.arrived)[number]];
    expect(message).to.deep.include({ kind: 'request' });
    expect(peer.arrived[0]!.body.toString()).to.contain(`for record ${records}`);
    expect((await storage.rebuildCheck()).differences).to.deep.equal([]);
  });

  it('redelivers the same bytes out of the database', async () => {
    const request = await asked('ISIL:SE-1');
    peer.next(plays.http(503));
    const pump = pumpAs('one');
    await redelivered(pump);
    clock.move(60_000);
    await redelivered(pump);
    expect(new Set(peer.arrived.map(({ body }) => body.toString('hex'))).size).to.equal(1);
    expect(await deliveryOf(request)).to.include({ state: 'answered', attempts: 2 });
  });

  it('holds for ambiguous what was claimed when the process was killed, and never sends it by itself', async () => {
    const request = await asked('ISIL:SE-1');
    await storage.committer.commit(
      claimHeads(
        {
          process: 'killed',
          woken: [request.delivery],
          peers: [],
          now: clock.now(),
          slots: { total: 8, of: () => 8, inFlight: () => 0 },
          leaseMs: () => 90_000,
          rules: redeliveryRules(settings),
        },
        context,
      ),
    );
    await storage.close();
    storage = await open();

    const pump = pumpAs('next');
    await redelivered(pump);
    clock.move(86_400_000);
    await redelivered(pump);

    expect(await deliveryOf(request)).to.include({ state: 'undecided', doubt: true });
    expect(peer.arrived).to.have.length(0);
    expect((await storage.rebuildCheck()).differences).to.deep.equal([]);
  });

  it('reads the canonical message of what may be composed anew', async () => {
    const request = await asked('ISIL:SE-2');
    const found = await readCanonicals(request.delivery, {
      body: (id) => storage.readers.deliveries.body(id),
      idOfDelivery: (id) => storage.readers.loans.idOfDelivery(id),
      whole: (id) => storage.readers.loans.whole(id),
    });
    expect(found.get(request.delivery)).to.deep.include({ kind: 'request' });
  });

  it('spends nothing on what waits for a peer that is gone, and sends for its neighbours at once', async () => {
    await Promise.all(Array.from({ length: 500 }, () => asked('ISIL:SE-2')));
    const pump = pumpAs('one');
    await redelivered(pump);
    const size = await storage.readers.ledger.size();
    commits = [];

    for (let second = 0; second < 20; second += 1) {
      clock.move(1_000);
      const redelivery = await pump.redeliver(clock.now());
      expect(redelivery).to.deep.equal({ peersDue: 1, peersTried: 0, claimed: 0 });
    }
    expect(commits).to.deep.equal([]);
    expect(await storage.readers.ledger.size()).to.equal(size);

    const neighbour = await asked('ISIL:SE-1');
    clock.move(1_000);
    const redelivery = await pump.redeliver(clock.now());
    await pump.idle();
    expect(redelivery).to.deep.equal({ peersDue: 2, peersTried: 1, claimed: 1 });
    expect(await deliveryOf(neighbour)).to.include({ state: 'answered' });
    expect(commits).to.deep.equal(['claim-heads', 'settle-attempt']);
  });
});
