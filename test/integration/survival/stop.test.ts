import { expect } from 'chai';
import { asTheProgram, endServed } from '../../support/crash-serve.js';
import { heldBack, plays, scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';
import {
  aRecord,
  introduce,
  ledgersHold,
  twoLibraries,
  type Libraries,
  type Library,
} from '../../support/two-libraries.js';

const peers: ScriptedPeer[] = [];

/** North with a peer that does what a test says, on the clock of the world: the program has no other. */
async function northAndAPeer(): Promise<{ two: Libraries; peer: ScriptedPeer }> {
  const two = await twoLibraries();
  two.clock.move(Date.now() - two.clock.now().getTime());
  const peer = await scriptedPeer();
  peers.push(peer);
  await introduce(two.north, { as: 'west', agencies: ['ISIL:SE-WEST'], url: peer.url });
  return { two, peer };
}

async function ask(north: Library): Promise<void> {
  const { status } = await north.api(
    'POST',
    '/api/v1/loan-records',
    aRecord({ suppliers: ['ISIL:SE-WEST'] }),
  );
  expect(status).to.equal(201);
}

/** Resolves when nobody listens any more. */
async function takesNoMore({ url }: Library): Promise<void> {
  const health = new URL('/healthz', url);
  while (
    await fetch(health, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    )
  );
}

async function claims({ app }: Library): Promise<unknown[]> {
  return app.storage.database.all('SELECT id FROM deliveries WHERE claim_process IS NOT NULL');
}

async function deliveries(north: Library): Promise<{ state: string; cause?: string }[]> {
  const { body } = await north.api('GET', '/api/v1/deliveries');
  return body['items'] as { state: string; cause?: string }[];
}

describe('the program that is told to stop', () => {
  afterEach(async () => {
    endServed();
    await Promise.all(peers.splice(0).map((peer) => peer.close()));
    await ledgersHold();
  });

  it('takes no more, waits for the answer of a slow peer, settles it and ends well', async () => {
    const { two, peer } = await northAndAPeer();
    const slow = heldBack();
    peer.always(slow.play);
    const served = await asTheProgram(two, 'north');
    await ask(two.north);
    await peer.hasReceived(1);

    served.terminate();
    await takesNoMore(two.north);
    slow.letGo();
    const { code, words, tookMs } = await served.ended();

    expect(code, words).to.equal(0);
    expect(tookMs).to.be.lessThan(10_000);
    await two.up('north');
    expect(await claims(two.north)).to.deep.equal([]);
    expect((await deliveries(two.north)).map(({ state }) => state)).to.deep.equal(['answered']);
  });

  it('does not wait for ever for a silent peer: the message stands as ambiguous, and it ends well', async () => {
    const { two, peer } = await northAndAPeer();
    peer.always(plays.silent);
    const served = await asTheProgram(two, 'north', { stopWithinMs: 3_000 });
    await ask(two.north);
    await peer.hasReceived(1);

    served.terminate();
    const { code, words, tookMs } = await served.ended();

    expect(code, words).to.equal(0);
    expect(tookMs).to.be.lessThan(3_000);
    await two.up('north');
    expect(await claims(two.north)).to.deep.equal([]);
    const [delivery, ...others] = await deliveries(two.north);
    expect(others).to.deep.equal([]);
    expect(delivery).to.include({ state: 'undecided', cause: 'the gateway stopped while it was sending' });
  });
});
