import { expect } from 'chai';
import {
  actOnDelivery,
  pausePeer,
  resumePeer,
  type DeliveryAct,
  type DeliveryActResult,
} from '../../../../src/exchange/deliveries/index.js';
import type { Initiating } from '../../../../src/iso18626/index.js';
import { VirtualClock } from '../../../../src/platform/index.js';
import { PlainStore } from '../../outbound/plain-store.js';

const anna = { kind: 'person', id: 'anna' } as const;

describe('a person decides about a message', () => {
  let clock: VirtualClock;
  let store: PlainStore;

  beforeEach(() => {
    clock = new VirtualClock();
    store = new PlainStore(clock);
    store.addPeer('p', 'http://localhost');
  });

  let used = 0;
  function act(
    id: string,
    what: DeliveryAct,
    given: { key?: string; agencies?: string[] } = {},
  ): Promise<DeliveryActResult> {
    const idempotencyKey = given.key ?? `key ${(used += 1)}`;
    const { agencies } = given;
    return store.commit(
      actOnDelivery(
        {
          delivery: id,
          act: what,
          actor: anna,
          idempotencyKey,
          ...(agencies === undefined ? {} : { agencies }),
        },
        store.context,
      ),
    );
  }

  const refusalOf = ({ answer }: DeliveryActResult): string =>
    answer.kind === 'refused' ? answer.refusal : answer.kind;
  const canonicals = (...ids: (string | undefined)[]): ReadonlyMap<string, Initiating> =>
    new Map(ids.map((id) => [id!, store.bodies.get(id!)!.canonical as Initiating]));

  for (const state of ['undecided', 'stopped', 'given-up'] as const)
    it(`sends the same bytes again of what is ${state}, at once, and keeps the doubt`, async () => {
      clock.move(3_600_000);
      const [id] = store.addLoan('p', { state, doubt: true, attempts: 3, dueAt: '2026-03-02T08:00:00.000Z' });
      const bytes = store.bytesOf(id!);
      const { answer } = await act(id!, { verb: 'send-again' });
      expect(answer).to.deep.include({ kind: 'done', wake: [id] });
      expect(store.delivery(id!)).to.include({
        state: 'owed',
        doubt: true,
        dueAt: clock.now().toISOString(),
      });
      expect(store.bytesOf(id!).equals(bytes)).to.equal(true);
      expect(store.entries[0]).to.deep.include({ kind: 'delivery-sent-again', actor: anna });
    });

  it('lets the peer be tried at once too, where its breaker is open', async () => {
    const [id] = store.addLoan('p', { state: 'given-up' });
    store.lines.set('p', { peer: 'p', failures: 9, openUntil: '2026-03-02T20:00:00.000Z' });
    await act(id!, { verb: 'send-again' });
    expect(store.lines.get('p')?.openUntil).to.equal(clock.now().toISOString());
  });

  it('composes a stopped message anew as another delivery, and closes the old one', async () => {
    const [id] = store.addLoan('p', { state: 'stopped', cause: 'HTTP 404' });
    const { answer } = await act(id!, { verb: 'compose-anew', canonicals: canonicals(id) });
    const old = store.delivery(id!);
    expect(old).to.include({ state: 'replaced' });
    expect(answer).to.deep.include({ wake: [old.replacedBy] });
    expect(store.delivery(old.replacedBy!)).to.include({ state: 'owed', attempts: 0, what: 'Received' });
  });

  it('composes anew what waits behind it as well, in the same order, so that nothing overtakes', async () => {
    const ids = store.addLoan('p', { state: 'stopped' }, {}, {});
    await act(ids[0]!, { verb: 'compose-anew', canonicals: canonicals(...ids) });
    expect(ids.map((id) => store.delivery(id).state)).to.deep.equal(['replaced', 'replaced', 'replaced']);
    const successors = ids.map((id) => store.delivery(id).replacedBy);
    const owed = store.entries.filter(({ kind }) => kind === 'message-owed').map(({ delivery }) => delivery);
    expect(owed).to.deep.equal(successors);
  });

  it('composes nothing anew that it could not read whole', async () => {
    const ids = store.addLoan('p', { state: 'stopped' }, {});
    const result = await act(ids[0]!, { verb: 'compose-anew', canonicals: canonicals(ids[0]) });
    expect(refusalOf(result)).to.equal('canonical-missing');
    expect(store.entries).to.have.length(0);
  });

  for (const given of [
    { state: 'undecided' },
    { state: 'owed', doubt: true },
    { state: 'given-up', doubt: true },
  ] as const)
    it(`refuses to compose anew while the peer may have it: ${JSON.stringify(given)}`, async () => {
      const [id] = store.addLoan('p', given);
      const result = await act(id!, { verb: 'compose-anew', canonicals: canonicals(id) });
      expect(refusalOf(result)).to.equal('delivery-in-doubt');
    });

  it('asks the peer for the status, by a probe that may pass', async () => {
    const [id] = store.addLoan('p', { message: 'request', state: 'undecided', doubt: true });
    const { answer } = await act(id!, { verb: 'probe' });
    const [probe] = answer.kind === 'done' ? answer.wake : [];
    expect(store.delivery(probe!)).to.include({ probe: true, what: 'StatusRequest', duplicates: 'safe' });
    expect(store.bytesOf(probe!).toString()).to.contain('StatusRequest');
    expect(refusalOf(await act(id!, { verb: 'probe' }))).to.equal('probe-waits-already');
  });

  it('asks nothing where nothing is in doubt', async () => {
    const [id] = store.addLoan('p', { state: 'stopped' });
    expect(refusalOf(await act(id!, { verb: 'probe' }))).to.equal('no-doubt-to-resolve');
  });

  it('drops a message with a reason, and lets go what stood behind it', async () => {
    const [id, behind] = store.addLoan('p', { state: 'undecided', doubt: true }, {});
    expect(refusalOf(await act(id!, { verb: 'drop', reason: ' ' }))).to.equal('reason-missing');
    const { answer } = await act(id!, { verb: 'drop', reason: 'arranged by telephone' });
    expect(answer).to.deep.include({ wake: [behind] });
    expect(store.delivery(id!)).to.include({ state: 'dropped' }).and.to.have.property('sealedReason');
    expect(JSON.stringify(store.entries)).not.to.include('telephone');
    expect(store.delivery(id!)).not.to.have.property('doubt');
    expect(store.entries[0]?.actor).to.deep.equal(anna);
  });

  it('refuses every act on what is settled or in flight', async () => {
    const acts: DeliveryAct[] = [
      { verb: 'send-again' },
      { verb: 'compose-anew', canonicals: new Map() },
      { verb: 'probe' },
      { verb: 'drop', reason: 'why' },
    ];
    const [settled] = store.addLoan('p', { state: 'answered' });
    const [flying] = store.addLoan('p', {});
    store.putClaim(flying!, { process: 'this', until: '2026-03-02T09:00:00.000Z' });
    for (const each of acts) {
      expect(refusalOf(await act(settled!, each)), each.verb).to.equal('delivery-settled');
      expect(refusalOf(await act(flying!, each)), each.verb).to.equal('delivery-in-flight');
    }
  });

  it('answers the same key the same way and does it once; another act under it is told so', async () => {
    const [id] = store.addLoan('p', { state: 'given-up' });
    const first = await act(id!, { verb: 'drop', reason: 'no more' }, { key: 'k' });
    const again = await act(id!, { verb: 'drop', reason: 'no more' }, { key: 'k' });
    expect(again).to.deep.equal({ answer: first.answer, replay: true });
    const other = await act(id!, { verb: 'send-again' }, { key: 'k' });
    expect(other.answer.kind).to.equal('key-used-otherwise');
    expect(store.entries.filter(({ delivery }) => delivery === id)).to.have.length(1);
  });

  it('knows no delivery of an agency that the actor may not act for', async () => {
    const [id] = store.addLoan('p', { state: 'given-up' });
    expect((await act(id!, { verb: 'send-again' }, { agencies: ['isil:other'] })).answer.kind).to.equal(
      'unknown-delivery',
    );
    expect((await act('nothing', { verb: 'send-again' })).answer.kind).to.equal('unknown-delivery');
  });
});

describe('a peer is paused', () => {
  it('by a person, once, and resumed: an entry each', async () => {
    const store = new PlainStore(new VirtualClock());
    store.addPeer('p', 'http://localhost');
    store.lines.set('p', { peer: 'p', failures: 7, openUntil: '2026-03-02T20:00:00.000Z' });
    const asked = { peer: 'p', actor: anna, why: 'they move house' };

    expect(await store.commit(pausePeer(asked))).to.deep.equal({ kind: 'done' });
    expect(store.lines.get('p')?.pausedAt).to.equal('2026-03-02T08:00:00.000Z');
    expect(await store.commit(pausePeer(asked))).to.deep.equal({ kind: 'unchanged' });
    expect(await store.commit(resumePeer(asked))).to.deep.equal({ kind: 'done' });
    expect(store.lines.get('p')).to.deep.equal({
      peer: 'p',
      failures: 7,
      openUntil: '2026-03-02T08:00:00.000Z',
    });
    expect(await store.commit(pausePeer({ ...asked, peer: 'nobody' }))).to.deep.equal({
      kind: 'unknown-peer',
    });
    expect(store.entries.map(({ kind, actor }) => [kind, actor.id])).to.deep.equal([
      ['peer-paused', 'anna'],
      ['peer-resumed', 'anna'],
    ]);
  });
});
