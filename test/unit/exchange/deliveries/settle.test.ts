import { expect } from 'chai';
import {
  settleAttempt,
  type AttemptMade,
  type DeliveryOutcome,
  type Settled,
} from '../../../../src/exchange/deliveries/index.js';
import { VirtualClock } from '../../../../src/platform/index.js';
import { defaultSettingsFile } from '../../../../src/config/index.js';
import { redeliveryRules } from '../../../../src/outbound/index.js';
import { readFileSync } from 'node:fs';
import type { OutboundSettings } from '../../../../src/config/index.js';
import { PlainStore } from '../../outbound/plain-store.js';

const { outbound } = JSON.parse(readFileSync(defaultSettingsFile, 'utf8')) as { outbound: OutboundSettings };
const rules = redeliveryRules({ ...outbound, jitter: 0 });
const claim = { process: 'this', until: '2026-03-02T09:00:00.000Z' };
const outcomes = {
  ok: { class: 'answered', cause: 'confirmed', statusCode: 200 },
  refused: {
    class: 'refused',
    cause: 'UnsupportedActionType',
    statusCode: 200,
    errors: [{ errorType: 'UnsupportedActionType', errorValue: 'Received' }],
  },
  unknownId: {
    class: 'refused',
    cause: 'UnrecognisedDataValue',
    errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'requestingAgencyRequestId: 1 not found' }],
  },
  broken: { class: 'ambiguous', cause: 'connection broken' },
  refusedConnection: { class: 'transient', cause: 'connection refused' },
  gone: { class: 'permanent', cause: 'HTTP 404', statusCode: 404 },
} satisfies Record<string, DeliveryOutcome>;

describe('settling an attempt', () => {
  let clock: VirtualClock;
  let store: PlainStore;

  beforeEach(() => {
    clock = new VirtualClock();
    store = new PlainStore(clock);
    store.addPeer('p', 'http://localhost');
  });

  function settle(id: string, outcome: DeliveryOutcome, given: Partial<AttemptMade> = {}): Promise<Settled> {
    const made = { delivery: id, peer: 'p', claim, outcome, durationMs: 12.4, ...given };
    return store.commit(settleAttempt(made, rules, store.context));
  }

  it('enters the attempt with what HTTP said, gives the claim back and wakes what stood behind', async () => {
    const [id, behind] = store.addLoan('p', {}, {});
    store.putClaim(id!, claim);

    const settled = await settle(id!, outcomes.ok, { confirmation: '<ok/>' });

    expect(settled).to.deep.equal({ state: 'answered', wake: [behind], lineCloses: false });
    expect(store.claimOf(id!)).to.equal(undefined);
    expect(store.confirmations.get(id!)).to.equal('<ok/>');
    const [entry] = store.entries;
    expect(entry).to.include({ kind: 'message-confirmed', peer: 'p', delivery: id });
    expect(entry?.facts).to.deep.include({ class: 'answered', statusCode: 200, durationMs: 12, attempt: 1 });
  });

  it('makes a Request that is confirmed sent, and one that is refused rejected, in the same commit', async () => {
    const [sent] = store.addLoan('p', { message: 'request' });
    const [refused] = store.addLoan('p', { message: 'request' });
    for (const id of [sent!, refused!]) store.putClaim(id, claim);

    await settle(sent!, outcomes.ok);
    await settle(refused!, outcomes.refused);

    const [first, second] = store.entries;
    expect(first?.event?.type).to.equal('sent');
    expect(first?.changes.map(({ aggregate }) => aggregate)).to.have.members(['transaction', 'delivery']);
    expect(second?.event?.type).to.equal('needs-attention');
    expect(store.delivery(refused!)).to.include({ state: 'refused', errorType: 'UnsupportedActionType' });
  });

  it('stops for what is permanent and blocks what stands behind it, for staff', async () => {
    const [id, behind] = store.addLoan('p', {}, {});
    store.putClaim(id!, claim);
    const settled = await settle(id!, outcomes.gone);
    expect(settled).to.deep.include({ state: 'stopped', wake: [] });
    expect(store.delivery(behind!).state).to.equal('owed');
    expect(store.entries.some(({ event }) => event?.type === 'needs-attention')).to.equal(true);
  });

  it('does not clear a doubt by a transient attempt', async () => {
    const [id] = store.addLoan('p', { doubt: true, attempts: 1 });
    store.putClaim(id!, claim);
    await settle(id!, outcomes.refusedConnection);
    expect(store.delivery(id!)).to.include({ state: 'owed', doubt: true, attempts: 2 });
  });

  it('makes only an entry of an attempt whose claim is held no longer', async () => {
    const [id] = store.addLoan('p', {});
    store.putClaim(id!, { ...claim, process: 'another' });
    const before = store.delivery(id!);

    const settled = await settle(id!, outcomes.broken);

    expect(settled).to.deep.equal({ wake: [], lineCloses: false });
    expect(store.delivery(id!)).to.deep.equal(before);
    expect(store.claimOf(id!)?.process).to.equal('another');
    expect(store.entries.map(({ kind }) => kind)).to.deep.equal(['delivery-attempted-late']);
    expect(store.lines.size).to.equal(0);
  });

  it('still settles what is undecided by a confirmation that comes after its claim', async () => {
    const [id] = store.addLoan('p', { state: 'undecided', doubt: true, attempts: 1 });
    const settled = await settle(id!, outcomes.ok);
    expect(settled.state).to.equal('answered');
    expect(store.delivery(id!)).not.to.have.property('doubt');
  });

  it('frees a doubtful Request when the probe finds that the peer does not know it', async () => {
    const [request, probe] = store.addLoan(
      'p',
      { message: 'request', state: 'undecided', doubt: true, attempts: 1 },
      { what: 'StatusRequest', probe: true },
    );
    store.putClaim(probe!, claim);

    const settled = await settle(probe!, outcomes.unknownId);

    expect(settled.wake).to.deep.equal([request]);
    expect(store.delivery(request!)).to.include({ state: 'owed', attempts: 1 });
    expect(store.delivery(request!)).not.to.have.property('doubt');
  });

  it('leaves the doubt where the probe is refused for another reason', async () => {
    const [request, probe] = store.addLoan(
      'p',
      { message: 'request', state: 'undecided', doubt: true, attempts: 1 },
      { what: 'StatusRequest', probe: true },
    );
    store.putClaim(probe!, claim);
    await settle(probe!, outcomes.refused);
    expect(store.delivery(request!)).to.include({ state: 'undecided', doubt: true });
  });

  it('opens the breaker after failures in a row, and says when it closes', async () => {
    const ids = Array.from({ length: 6 }, () => store.addLoan('p', { duplicates: 'safe' })[0]!);
    for (const id of ids) store.putClaim(id, claim);
    for (const id of ids.slice(0, 5)) await settle(id, outcomes.broken);
    expect(store.lines.get('p')).to.include({ failures: 5 });
    expect(store.lines.get('p')?.openUntil).not.to.equal(undefined);
    expect(await settle(ids[5]!, outcomes.ok)).to.include({ lineCloses: true });
    expect(store.lines.get('p')).not.to.have.property('openUntil');
  });

  it('learns nothing about the peer from a message that never left', async () => {
    const [id] = store.addLoan('p', {});
    store.putClaim(id!, claim);
    await settle(id!, { class: 'permanent', cause: 'message cannot be opened', unsent: true });
    expect(store.delivery(id!)).to.include({ state: 'stopped', attempts: 0 });
    expect(store.lines.size).to.equal(0);
  });
});
