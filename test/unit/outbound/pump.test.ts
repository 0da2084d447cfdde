import { expect } from 'chai';
import { buildFetchOut, silentLogger, VirtualClock, type FetchOut } from '../../../src/platform/index.js';
import type { OutboundSettings } from '../../../src/config/index.js';
import { buildPump, type Pump, type PumpOptions } from '../../../src/outbound/index.js';
import { StoreUnavailable } from '../../../src/storage/index.js';
import { heldBack, plays, scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';
import { PlainStore } from './plain-store.js';

const settings: OutboundSettings = {
  connectMs: 1_000,
  headersMs: 5_000,
  bodyMs: 1_000,
  answerLimitBytes: 100_000,
  inFlightPerPeer: 8,
  inFlight: 64,
  scheduleMinutes: [1, 5, 15, 60],
  thenHourlyHours: 24,
  thenDailyDays: 3,
  jitter: 0,
  breakerAfterFailures: 5,
  allowPlainHttp: true,
  allowPrivateAddresses: true,
};
const minutes = (count: number): number => count * 60_000;

describe('the pump', () => {
  let clock: VirtualClock;
  let store: PlainStore;
  let fetchOut: FetchOut;
  let peer: ScriptedPeer;
  const others: ScriptedPeer[] = [];

  beforeEach(async () => {
    clock = new VirtualClock();
    store = new PlainStore(clock);
    fetchOut = buildFetchOut({
      allowPrivateAddresses: true,
      maxAnswerBytes: 100_000,
      connectionsPerLine: 64,
    });
    peer = await scriptedPeer();
    store.addPeer('p', peer.url);
  });

  afterEach(async () => {
    await fetchOut.close();
    await Promise.all([peer, ...others.splice(0)].map((each) => each.close()));
  });

  function pumpWith(given: Partial<PumpOptions> = {}): Pump {
    return buildPump({
      committer: store,
      context: store.context,
      readers: store.readers(),
      fetchOut,
      settings,
      clock,
      log: silentLogger,
      process: 'this',
      isAlone: true,
      directory: () => store.directory(),
      outgoing: () => Promise.resolve({ headers: {} }),
      wait: () => Promise.resolve(),
      ...given,
    });
  }

  async function redelivered(pump: Pump): Promise<void> {
    await pump.redeliver(clock.now());
    await pump.idle();
  }

  const stateOf = (id: string | undefined): string => store.delivery(id!).state;

  it('sends what was owed as it was kept, with the headers of the standard and those of the peer', async () => {
    store.addPeer('p', peer.url, { headers: { 'X-Okapi-Tenant': 'north', 'Content-Type': 'text/plain' } });
    const [id] = store.addLoan('p', {});
    const pump = pumpWith({ outgoing: (of) => Promise.resolve({ headers: { 'X-Key': `key of ${of}` } }) });

    pump.wake([id!]);
    await pump.idle();

    const [arrived] = peer.arrived;
    expect(arrived!.body.equals(store.bytesOf(id!))).to.equal(true);
    expect(arrived!.body[0]).to.equal('<'.charCodeAt(0));
    expect(arrived!.headers).to.include({
      'content-type': 'application/xml; charset="utf-8"',
      'content-length': String(arrived!.body.length),
      'x-okapi-tenant': 'north',
      'x-key': 'key of p',
    });
    expect(arrived!.headers).not.to.have.property('transfer-encoding');
    expect(store.delivery(id!)).to.include({ state: 'answered', attempts: 1, statusCode: 200 });
    expect(store.claimOf(id!)).to.equal(undefined);
    expect(store.confirmations.get(id!)).to.contain('messageStatus');
    expect(store.entries.at(-1)).to.deep.include({
      kind: 'message-confirmed',
      actor: { kind: 'peer', id: 'p' },
    });
  });

  it('keeps the order of a transaction: the next goes when the one before is confirmed, and then at once [nr 92]', async () => {
    const ids = store.addLoan('p', {}, {}, {});
    const held = heldBack();
    peer.next(held.play);
    const pump = pumpWith();

    pump.wake([...ids].reverse());
    await peer.hasReceived(1);
    await pump.redeliver(clock.now());
    expect(peer.arrived).to.have.length(1);

    held.letGo();
    await pump.idle();
    expect(peer.arrived.map(({ message }) => message!.header.requestingAgencyRequestId)).to.deep.equal(ids);
    expect(peer.mostAtOnce).to.equal(1);
  });

  it('redelivers the same bytes, at the times of the schedule and not before [nr 92]', async () => {
    const [id] = store.addLoan('p', {});
    peer.next(plays.http(503), plays.http(429));
    const pump = pumpWith();

    await redelivered(pump);
    await redelivered(pump);
    expect(peer.arrived).to.have.length(1);
    clock.move(minutes(1));
    await redelivered(pump);
    clock.move(minutes(4));
    await redelivered(pump);
    expect(peer.arrived).to.have.length(2);
    clock.move(minutes(1));
    await redelivered(pump);

    const bodies = new Set(peer.arrived.map(({ body }) => body.toString('hex')));
    expect([peer.arrived.length, bodies.size]).to.deep.equal([3, 1]);
    expect(store.delivery(id!)).to.include({ state: 'answered', attempts: 3 });
    expect(store.entries.map(({ facts }) => facts?.['class'])).to.deep.equal([
      'transient',
      'transient',
      'answered',
    ]);
  });

  it('comes back when the peer asked for it', async () => {
    const [id] = store.addLoan('p', {});
    peer.next(plays.http(503, { 'retry-after': '7' }));
    await redelivered(pumpWith());
    expect(Date.parse(store.delivery(id!).dueAt) - clock.now().getTime()).to.equal(7_000);
  });

  it('never has more on the wire to a peer than its limit, and sends all the same', async () => {
    store.addPeer('p', peer.url, { inFlight: 10 });
    const ids = Array.from({ length: 35 }, () => store.addLoan('p', {})[0]!);
    const held = heldBack();
    peer.always(held.play);
    const pump = pumpWith();

    pump.wake(ids);
    await peer.hasReceived(10);
    expect(pump.inFlight()).to.equal(10);
    expect(ids.filter((id) => store.claimOf(id) !== undefined)).to.have.length(10);
    held.letGo();
    await pump.idle();

    expect(peer.mostAtOnce).to.equal(10);
    expect(ids.map(stateOf)).to.deep.equal(ids.map(() => 'answered'));
  });

  it('fills at once a slot that became free while the one before was being filled', async () => {
    store.addPeer('p', peer.url, { inFlight: 2 });
    const ids = Array.from({ length: 6 }, () => store.addLoan('p', {})[0]!);
    const [first, second, others] = [heldBack(), heldBack(), heldBack()];
    peer.next(first.play, second.play);
    peer.always(others.play);
    let letClaim = (): void => undefined;
    const mayClaim = new Promise<void>((resolve) => (letClaim = resolve));
    let claims = 0;
    const pump = pumpWith({
      committer: {
        async commit(useCase) {
          if (useCase.name === 'claim-heads' && (claims += 1) === 2) await mayClaim;
          return store.commit(useCase);
        },
      },
    });
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
    };

    pump.wake(ids);
    await peer.hasReceived(2);
    first.letGo();
    await until(() => claims === 2);
    second.letGo();
    await until(() => pump.inFlight() === 0);
    letClaim();
    await peer.hasReceived(4);
    expect(pump.inFlight()).to.equal(2);
    others.letGo();
    await pump.idle();
    expect(ids.map(stateOf)).to.deep.equal(ids.map(() => 'answered'));
  });

  it('does not let a slow peer hold up the others', async () => {
    const quick = await scriptedPeer();
    others.push(quick);
    store.addPeer('quick', quick.url);
    const held = heldBack();
    peer.always(held.play);
    for (let count = 0; count < 30; count += 1) store.addLoan('p', {});
    const ids = Array.from({ length: 30 }, () => store.addLoan('quick', {})[0]!);
    const pump = pumpWith();

    const done = quick.hasReceived(30);
    await pump.redeliver(clock.now());
    await done;
    expect(peer.open).to.be.at.most(8);
    held.letGo();
    await pump.idle();
    expect(ids.map(stateOf)).to.deep.equal(ids.map(() => 'answered'));
  });

  it('shares the slots of all among the peers, one each in turn', async () => {
    const other = await scriptedPeer();
    others.push(other);
    store.addPeer('other', other.url);
    const held = heldBack();
    peer.always(held.play);
    other.always(held.play);
    for (let count = 0; count < 10; count += 1) store.addLoan('p', {});
    for (let count = 0; count < 10; count += 1) store.addLoan('other', {});
    const pump = pumpWith({ settings: { ...settings, inFlight: 6 } });

    await pump.redeliver(clock.now());
    await Promise.all([peer.hasReceived(3), other.hasReceived(3)]);
    expect(pump.inFlight()).to.equal(6);
    held.letGo();
    await pump.idle();
    expect([peer.arrived.length, other.arrived.length]).to.deep.equal([10, 10]);
  });

  it('sends again by itself what may have arrived, where the peer does not mind: doubt ends with an answer', async () => {
    const [id] = store.addLoan('p', { duplicates: 'safe' });
    peer.next(plays.reset);
    const pump = pumpWith();

    await redelivered(pump);
    expect(store.delivery(id!)).to.include({ state: 'owed', doubt: true, attempts: 1 });
    clock.move(minutes(1));
    await redelivered(pump);
    expect(stateOf(id)).to.equal('answered');
    expect(store.delivery(id!)).not.to.have.any.keys('doubt', 'cause');
  });

  it('leaves to a person what may have arrived, where the peer would take it twice', async () => {
    const [first, second] = store.addLoan('p', {}, {});
    peer.next(plays.malformed);
    const pump = pumpWith();

    await redelivered(pump);
    clock.move(minutes(60 * 24));
    await redelivered(pump);

    expect(store.delivery(first!)).to.include({
      state: 'undecided',
      doubt: true,
      cause: 'HTTP 200 without a confirmation',
    });
    expect(stateOf(second)).to.equal('owed');
    expect(peer.arrived).to.have.length(1);
    expect(store.entries.at(-1)?.event?.type).to.equal('needs-attention');
  });

  it('takes "I have this already" after an earlier attempt for its arrival', async () => {
    const [id] = store.addLoan('p', { duplicates: 'safe' });
    peer.next(plays.reset, plays.http(409, { 'content-type': 'application/json' }, '{}'));
    const pump = pumpWith();

    await redelivered(pump);
    clock.move(minutes(1));
    await redelivered(pump);

    expect(store.delivery(id!)).to.include({ state: 'answered', cause: 'the peer has it already' });
    expect(store.delivery(id!)).not.to.have.property('doubt');
  });

  it('never sends again what was refused, tells staff, and goes on with the next [nr 93]', async () => {
    const [first, second] = store.addLoan('p', {}, {});
    peer.next(plays.refuses([{ errorType: 'UnsupportedActionType', errorValue: 'Received' }]));
    const pump = pumpWith();

    await redelivered(pump);
    clock.move(minutes(60 * 24 * 4));
    await redelivered(pump);

    expect(store.delivery(first!)).to.include({
      state: 'refused',
      errorType: 'UnsupportedActionType',
      errorValue: 'Received',
    });
    expect(stateOf(second)).to.equal('answered');
    expect(peer.arrived).to.have.length(2);
    expect(store.entries.filter(({ event }) => event?.type === 'needs-attention')).to.have.length(1);
  });

  it('waits no longer than the deadline, and lets the late answer change nothing', async () => {
    store.addPeer('p', peer.url, { deadlines: { connectMs: 20, headersMs: 20, bodyMs: 20 } });
    const [id] = store.addLoan('p', {});
    const late = heldBack();
    peer.next(late.play);
    const pump = pumpWith();

    await redelivered(pump);
    late.letGo();
    await pump.idle();

    expect(store.delivery(id!)).to.include({ state: 'undecided', cause: 'no answer in time' });
    expect(store.entries).to.have.length(1);
  });

  it('gives up after three days, counted from when the message was owed [nr 92]', async () => {
    const [id, behind] = store.addLoan('p', {}, {});
    peer.always(plays.http(503));
    const pump = pumpWith({ settings: { ...settings, breakerAfterFailures: 1_000 } });

    for (let count = 0; count < 60 && stateOf(id) === 'owed'; count += 1) {
      await redelivered(pump);
      clock.move(Math.max(0, Date.parse(store.delivery(id!).dueAt) - clock.now().getTime()));
    }

    expect(store.delivery(id!)).to.include({ state: 'given-up', cause: 'HTTP 503' });
    expect(clock.now().toISOString()).to.equal('2026-03-05T08:00:00.000Z');
    expect(stateOf(behind)).to.equal('owed');
    expect(store.entries.filter(({ event }) => event?.type === 'needs-attention')).to.have.length(1);
  });

  it('tries only the oldest head of a peer that is gone, and the others when it is back', async () => {
    await peer.close();
    const ids = Array.from({ length: 20 }, () => store.addLoan('p', {})[0]!);
    const pump = pumpWith({ settings: { ...settings, inFlightPerPeer: 5 } });
    await redelivered(pump);
    const tried = (): number => ids.reduce((sum, id) => sum + store.delivery(id).attempts, 0);
    expect(tried()).to.equal(5);

    clock.move(minutes(1));
    await redelivered(pump);
    clock.move(minutes(5));
    await redelivered(pump);
    expect(tried()).to.equal(7);
    expect(ids.filter((id) => store.delivery(id).attempts > 0)).to.have.length(5);

    const back = await scriptedPeer();
    others.push(back);
    store.addPeer('p', back.url);
    clock.move(minutes(15));
    await redelivered(pump);
    expect(ids.map(stateOf)).to.deep.equal(ids.map(() => 'answered'));
  });

  it('asks nothing of a peer whose breaker is open: no commit, no attempt, no entry', async () => {
    await peer.close();
    for (let count = 0; count < 5; count += 1) store.addLoan('p', {});
    const pump = pumpWith();
    await redelivered(pump);
    store.addLoan('p', {});
    const [commits, entries] = [store.commits.length, store.entries.length];

    for (let second = 0; second < 30; second += 1) {
      clock.move(1_000);
      await redelivered(pump);
    }

    expect([store.commits.length, store.entries.length]).to.deep.equal([commits, entries]);
  });

  it('keeps an outcome that cannot be stored, and settles it when the store is back: sent once', async () => {
    const [id] = store.addLoan('p', {});
    let failures = 0;
    store.fails = (name) =>
      name === 'settle-attempt' && (failures += 1) <= 7 ? new StoreUnavailable('disk full', 5) : undefined;
    const waits: number[] = [];
    const pump = pumpWith({ wait: (ms) => Promise.resolve(void waits.push(ms)) });

    pump.wake([id!]);
    await pump.idle();
    await redelivered(pump);

    expect(stateOf(id)).to.equal('answered');
    expect(peer.arrived).to.have.length(1);
    expect(waits).to.deep.equal([100, 200, 400, 800, 1_600, 3_200, 6_400]);
  });

  it('sends nothing that it could not claim, and finds it again', async () => {
    const [id] = store.addLoan('p', {});
    store.fails = () => new StoreUnavailable('database locked', 5);
    const pump = pumpWith();
    pump.wake([id!]);
    await pump.idle();
    expect(peer.arrived).to.have.length(0);

    store.fails = () => undefined;
    await redelivered(pump);
    expect(stateOf(id)).to.equal('answered');
  });

  it('holds what an earlier start had on the wire for ambiguous, once, and before it sends', async () => {
    const [unsafe] = store.addLoan('p', {});
    const [safe] = store.addLoan('p', { duplicates: 'safe' });
    for (const id of [unsafe!, safe!])
      store.putClaim(id, { process: 'earlier', until: '2099-01-01T00:00:00.000Z' });
    const pump = pumpWith();

    await redelivered(pump);

    expect(store.delivery(unsafe!)).to.include({
      state: 'undecided',
      doubt: true,
      attempts: 1,
      cause: 'the gateway stopped while it was sending',
    });
    expect(store.delivery(safe!)).to.include({ state: 'answered', attempts: 2 });
    expect(peer.arrived).to.have.length(1);
    expect(store.lines.get('p')?.failures).to.equal(0);
  });

  it('leaves the claims of its own start alone, however old they are', async () => {
    const [id] = store.addLoan('p', { duplicates: 'safe' });
    store.putClaim(id!, { process: 'this', until: '2020-01-01T00:00:00.000Z' });
    await redelivered(pumpWith());
    expect(store.delivery(id!).attempts).to.equal(0);
    expect(peer.arrived).to.have.length(0);
  });

  it('stops: ends what is on the wire, hands back what is not, and claims nothing more', async () => {
    const [onTheWire] = store.addLoan('p', {});
    const held = heldBack();
    peer.next(held.play);
    const readers = store.readers();
    let letRead = (): void => undefined;
    const reading = new Promise<void>((resolve) => (letRead = resolve));
    const slow = new Set<string>();
    const pump = pumpWith({
      readers: {
        ...readers,
        body: async (id) => {
          if (slow.has(id)) await reading;
          return readers.body(id);
        },
      },
    });
    pump.wake([onTheWire!]);
    await peer.hasReceived(1);
    const [claimed] = store.addLoan('p', {});
    slow.add(claimed!);
    await pump.redeliver(clock.now());
    expect(store.claimOf(claimed!)).not.to.equal(undefined);

    const stopped = pump.stop();
    letRead();
    held.letGo();
    await stopped;
    pump.wake([claimed!]);
    await redelivered(pump);

    expect(stateOf(onTheWire)).to.equal('answered');
    expect(store.claimOf(claimed!)).to.equal(undefined);
    expect(store.delivery(claimed!)).to.include({ state: 'owed', attempts: 0 });
    expect(peer.arrived).to.have.length(1);
  });

  it('stops for staff what cannot be opened any more, and sends half a message to nobody', async () => {
    const [id] = store.addLoan('p', {});
    store.bodies.set(id!, { ...store.bodies.get(id!)!, holes: undefined });
    await redelivered(pumpWith());
    expect(store.delivery(id!)).to.include({
      state: 'stopped',
      cause: 'message cannot be opened',
      attempts: 0,
    });
    expect(peer.arrived).to.have.length(0);
  });

  it('uses plain HTTP only where the operator allows it', async () => {
    const [id] = store.addLoan('p', {});
    await redelivered(pumpWith({ settings: { ...settings, allowPlainHttp: false } }));
    expect(store.delivery(id!)).to.include({ state: 'owed', cause: 'plain HTTP not allowed' });
    expect(peer.arrived).to.have.length(0);
  });

  it('accepts what the peer confirms in its own way: 201, and the words for another kind of message', async () => {
    const [first, second] = store.addLoan('p', {}, {});
    peer.next(plays.created, plays.wrongConfirmation);
    await redelivered(pumpWith());
    expect([first, second].map(stateOf)).to.deep.equal(['answered', 'answered']);
    expect(store.entries.at(-1)?.facts?.['warnings']).to.include('confirmation-of-another-kind');
  });
});
