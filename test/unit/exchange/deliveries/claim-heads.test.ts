import { expect } from 'chai';
import { claimHeads, handBack, type Claimed, type Slots } from '../../../../src/exchange/deliveries/index.js';
import { redeliveryRules } from '../../../../src/outbound/index.js';
import type { OutboundSettings } from '../../../../src/config/index.js';
import { VirtualClock } from '../../../../src/platform/index.js';
import { PlainStore } from '../../outbound/plain-store.js';

const rules = redeliveryRules({
  scheduleMinutes: [1, 5, 15, 60],
  thenHourlyHours: 24,
  thenDailyDays: 3,
  jitter: 0,
  breakerAfterFailures: 5,
} as unknown as OutboundSettings);
const roomFor = (each: number, total = 100, inFlight = 0): Slots => ({
  total,
  of: () => each,
  inFlight: () => inFlight,
});
const hours = (count: number): number => count * 3_600_000;

describe('claiming heads', () => {
  let clock: VirtualClock;
  let store: PlainStore;

  beforeEach(() => {
    clock = new VirtualClock();
    store = new PlainStore(clock);
    store.addPeer('p', 'http://localhost');
    store.addPeer('q', 'http://localhost');
  });

  function claim(given: { woken?: string[]; peers?: string[]; slots?: Slots }): Promise<Claimed> {
    return store.commit(
      claimHeads(
        {
          process: 'this',
          woken: given.woken ?? [],
          peers: (given.peers ?? []).map((peer) => ({ peer, limit: 50 })),
          now: clock.now(),
          slots: given.slots ?? roomFor(8),
          leaseMs: () => 90_000,
          rules,
        },
        store.context,
      ),
    );
  }

  const idsOf = ({ deliveries }: Claimed): string[] => deliveries.map(({ id }) => id);

  it('claims the oldest open message of a transaction, whichever was woken, for twice what an attempt can take', async () => {
    const [first, second] = store.addLoan('p', {}, {});
    const claimed = await claim({ woken: [second!] });
    expect(idsOf(claimed)).to.deep.equal([first]);
    expect(store.claimOf(first!)).to.deep.equal({ process: 'this', until: '2026-03-02T08:01:30.000Z' });
    expect(store.entries).to.have.length(0);
  });

  it('claims nothing of a transaction that has a message in flight', async () => {
    const [first, second] = store.addLoan('p', {}, { probe: true });
    await claim({ woken: [first!] });
    expect(idsOf(await claim({ woken: [first!, second!] }))).to.deep.equal([]);
  });

  for (const state of ['undecided', 'stopped', 'given-up'] as const)
    it(`lets no message pass one that is ${state}, save a probe`, async () => {
      const [, behind, probe] = store.addLoan('p', { state }, {}, { probe: true });
      expect(idsOf(await claim({ woken: [behind!] }))).to.deep.equal([probe]);
    });

  it('lets a probe pass a message that waits for its next attempt', async () => {
    const [, probe] = store.addLoan('p', { dueAt: '2026-03-02T09:00:00.000Z' }, { probe: true });
    expect(idsOf(await claim({ peers: ['p'] }))).to.deep.equal([probe]);
  });

  it('goes on behind what is answered, refused, dropped or replaced', async () => {
    const [, , , , next] = store.addLoan(
      'p',
      { state: 'answered' },
      { state: 'refused' },
      { state: 'dropped' },
      { state: 'replaced' },
      {},
    );
    expect(idsOf(await claim({ peers: ['p'] }))).to.deep.equal([next]);
  });

  it('claims what goes on the wire at once and no more, and tells that more waits', async () => {
    for (let count = 0; count < 5; count += 1) store.addLoan('p', {});
    const claimed = await claim({ peers: ['p'], slots: roomFor(3) });
    expect(claimed.deliveries).to.have.length(3);
    expect(claimed.more).to.deep.equal(['p']);
  });

  it('takes the peers in turns where there is not room for all', async () => {
    for (let count = 0; count < 5; count += 1) store.addLoan('p', {});
    for (let count = 0; count < 5; count += 1) store.addLoan('q', {});
    const claimed = await claim({ peers: ['p', 'q'], slots: roomFor(5, 4) });
    expect(claimed.deliveries.map(({ delivery }) => delivery.peer)).to.deep.equal(['p', 'q', 'p', 'q']);
    expect([...new Set(claimed.more)]).to.have.members(['p', 'q']);
  });

  it('claims nothing for a peer that is paused or whose breaker is open, and one when the breaker tries', async () => {
    for (let count = 0; count < 3; count += 1) store.addLoan('p', {});
    store.lines.set('p', { peer: 'p', failures: 0, pausedAt: '2026-03-02T07:00:00.000Z' });
    expect(idsOf(await claim({ peers: ['p'] }))).to.have.length(0);
    store.lines.set('p', { peer: 'p', failures: 5, openUntil: '2026-03-02T08:00:01.000Z' });
    expect(idsOf(await claim({ peers: ['p'] }))).to.have.length(0);
    clock.move(1_000);
    expect(idsOf(await claim({ peers: ['p'], slots: roomFor(8, 100, 1) }))).to.have.length(0);
    expect(idsOf(await claim({ peers: ['p'] }))).to.have.length(1);
  });

  it('gives up without an attempt what waited its time behind a peer that was gone as long', async () => {
    const ids = Array.from({ length: 3 }, () => store.addLoan('p', { message: 'request' })[0]!);
    const openedAt = clock.now().toISOString();
    clock.move(hours(73));
    const young = store.addLoan('p', {})[0]!;
    store.lines.set('p', { peer: 'p', failures: 30, openedAt, openUntil: clock.now().toISOString() });

    const claimed = await claim({ peers: ['p'] });

    expect(ids.map((id) => store.delivery(id).state)).to.deep.equal(['given-up', 'given-up', 'given-up']);
    expect(ids.map((id) => store.delivery(id).attempts)).to.deep.equal([0, 0, 0]);
    expect(idsOf(claimed)).to.deep.equal([young]);
    expect(claimed.again).to.deep.equal(['p']);
    expect(store.entries.map(({ event }) => event?.type)).to.deep.equal(ids.map(() => 'needs-attention'));
  });

  it('tries what is old all the same where the peer has only just gone: we may have been down ourselves', async () => {
    const id = store.addLoan('p', {})[0]!;
    clock.move(hours(73));
    const now = clock.now().toISOString();
    store.lines.set('p', { peer: 'p', failures: 5, openedAt: now, openUntil: now });
    expect(idsOf(await claim({ peers: ['p'] }))).to.deep.equal([id]);
  });

  it('hands a claim back as if it had never been, and only its own', async () => {
    const [id] = store.addLoan('p', {});
    const [claimed] = (await claim({ woken: [id!] })).deliveries;
    const other = { ...claimed!.claim, process: 'another' };
    expect(await store.commit(handBack([{ id: id!, claim: other }]))).to.equal(0);
    expect(store.claimOf(id!)).not.to.equal(undefined);
    expect(await store.commit(handBack([claimed!]))).to.equal(1);
    expect(store.claimOf(id!)).to.equal(undefined);
    expect(store.delivery(id!).attempts).to.equal(0);
  });
});
