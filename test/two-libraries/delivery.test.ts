import { expect } from 'chai';
import { plays, scriptedPeer, type Play, type ScriptedPeer } from '../support/scripted-peer.js';
import {
  introduce,
  ledgersHold,
  newestLoan,
  shown,
  story,
  told,
  twoLibraries,
  type Libraries,
  type LibrariesOptions,
  type Library,
  type Side,
} from '../support/two-libraries.js';

const lines: ScriptedPeer[] = [];

async function closeAll(): Promise<void> {
  await ledgersHold();
  await Promise.all(lines.splice(0).map((line) => line.close()));
}

describe('a peer that is down', () => {
  afterEach(closeAll);

  it('is tried again by the schedule, and gets the message once when it is back', async () => {
    const two = await twoLibraries();
    await two.down('south');
    const north = await two.handIn();
    await two.settle();
    await two.pass({ minutes: 1 });

    await two.up('south');
    await two.settle();
    expect((await two.south.api('GET', '/api/v1/loan-records')).body['items']).to.deep.equal([]);
    await two.pass({ minutes: 5 });

    expect(await story(two.north, north)).to.equal(
      told(`
        record    accepted
        sent      Request
        tried     Request: connection refused
        tried     Request: connection refused
      `),
    );
    expect(await story(two.south, await newestLoan(two.south))).to.equal(
      told('received  Request [attention]'),
    );
  });

  it('gets what was said meanwhile in its order', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.down('south');
    await two.act('north', loan, 'note', { text: 'One.' });
    await two.act('north', loan, 'note', { text: 'Two.' });
    await two.act('north', loan, 'cancel');

    await two.up('south');
    await two.pass({ minutes: 1 });

    expect(await story(two.south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        received  Notification [attention]
        received  Notification [attention]
        received  Cancel [attention]
      `),
    );
  });

  it('for days has its message given up and shown to staff, who send it again [nr 92]', async () => {
    const two = await twoLibraries();
    await two.down('south');
    const north = await two.handIn();
    for (let day = 0; day < 4; day += 1) await two.pass({ days: 1 });
    expect(await story(two.north, north)).to.match(/sent {6}Request – given-up\n/);
    expect((await shown(two.north, north))['attention']).to.have.property('queue', 'problem');

    await two.up('south');
    expect(await decide(two, 'send-again')).to.equal(200);

    expect(await story(two.north, north)).to.match(/sent {6}Request\n/);
    expect(await story(two.south, await newestLoan(two.south))).to.equal(
      told('received  Request [attention]'),
    );
    expect((await shown(two.north, north))['attention']).to.equal(undefined);
  });
});

describe('an answer that is lost', () => {
  afterEach(closeAll);

  it('to what a peer takes twice: the same bytes go again, and arrive once in effect', async () => {
    const two = await twoLibraries();
    const line = await lineTo(two, 'north');
    const loan = await two.ask();
    line.next(passedOnAndLost(two, 'north'));
    await two.act('south', loan, 'ship');

    await two.pass({ minutes: 1 });

    expect(await story(two.south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       ship [shipped]
        sent      RequestResponse Loaned
        tried     RequestResponse Loaned: connection broken: ECONNRESET
      `),
    );
    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse Loaned [shipped]
      `),
    );
    const [first, second] = line.arrived;
    expect(line.arrived).to.have.length(2);
    expect(first?.body.equals(second?.body ?? Buffer.alloc(0))).to.equal(true);
  });

  it('to what a peer may take twice for two: nothing goes until a person decides', async () => {
    const two = await twoLibraries();
    const line = await lineTo(two, 'south');
    line.next(passedOnAndLost(two, 'south'));
    const loan = await two.ask();

    await two.pass({ days: 1 });

    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request – undecided
        tried     Request: connection broken: ECONNRESET [attention]
      `),
    );
    expect((await shown(two.north, loan.north))['attention']).to.have.property('queue', 'problem');
    expect(line.arrived).to.have.length(1);
  });

  it('is made up for by the next message of the peer, which proves that ours arrived', async () => {
    const two = await twoLibraries();
    (await lineTo(two, 'south')).next(passedOnAndLost(two, 'south'));
    const loan = await two.ask();

    await two.act('south', loan, 'will-supply');

    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        tried     Request: connection broken: ECONNRESET [attention]
        received  RequestResponse WillSupply [will-supply]
      `),
    );
    expect((await shown(two.north, loan.north))['attention']).to.equal(undefined);
  });

  it('is found out by asking for the status: it had arrived', async () => {
    const two = await twoLibraries();
    (await lineTo(two, 'south')).next(passedOnAndLost(two, 'south'));
    const loan = await two.ask();

    expect(await decide(two, 'probe')).to.equal(200);

    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        tried     Request: connection broken: ECONNRESET [attention]
        sent      StatusRequest
        received  StatusRequestResponse RequestReceived
      `),
    );
    expect(await story(two.south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        received  StatusRequest
        sent      StatusRequestResponse RequestReceived
      `),
    );
  });

  it('is found out by asking for the status: it had not, and goes again at once', async () => {
    const two = await twoLibraries();
    (await lineTo(two, 'south')).next(plays.reset);
    const north = await two.handIn();
    await two.settle();

    expect(await decide(two, 'probe')).to.equal(200);

    const id = /requestingAgencyRequestId: (\S+)/.exec(await story(two.north, north))?.[1] ?? '';
    expect(await story(two.north, north)).to.equal(
      told(`
        record    accepted
        sent      Request
        tried     Request: connection broken: ECONNRESET [attention]
        sent      StatusRequest – refused: UnrecognisedDataValue requestingAgencyRequestId: ${id}
      `),
    );
    expect((await shown(two.north, north))['attention']).to.equal(undefined);
    expect(await story(two.south, await newestLoan(two.south))).to.equal(
      told('received  Request [attention]'),
    );
  });

  it('is answered by sending the same bytes again: they are recognized, and change nothing', async () => {
    const two = await twoLibraries();
    (await lineTo(two, 'south')).next(passedOnAndLost(two, 'south'));
    const loan = await two.ask();

    expect(await decide(two, 'send-again')).to.equal(200);

    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        tried     Request: connection broken: ECONNRESET [attention]
        person    sends Request again
      `),
    );
    expect(await story(two.south, loan.south)).to.equal(told('received  Request [attention]'));
  });

  it('leaves no way to compose the message anew, which could make two of it', async () => {
    const two = await twoLibraries();
    (await lineTo(two, 'south')).next(passedOnAndLost(two, 'south'));
    await two.ask();

    expect(await decide(two, 'compose-anew')).to.equal(409);
  });

  it('is given up by a person with a reason, and the loan goes to nobody', async () => {
    const two = await twoLibraries();
    (await lineTo(two, 'south')).next(plays.reset);
    const north = await two.handIn();
    await two.settle();

    expect(await decide(two, 'drop', { reason: 'They have closed for good.' })).to.equal(200);

    expect(await story(two.north, north)).to.equal(
      told(`
        record    accepted
        sent      Request – dropped
        tried     Request: connection broken: ECONNRESET [attention]
        person    drops Request [attention]
      `),
    );
    const { items } = (await two.south.api('GET', '/api/v1/loan-records')).body as { items: unknown[] };
    expect(items).to.deep.equal([]);
  });
});

describe('a message that the peer’s address cannot take', () => {
  afterEach(closeAll);

  it('stops, is composed anew once the address is mended, and arrives', async () => {
    const two = await twoLibraries();
    const line = await lineTo(two, 'south');
    line.always(plays.http(404));
    const north = await two.handIn();
    await two.settle();
    expect(await story(two.north, north)).to.match(/sent {6}Request – stopped\n/);

    await introduce(two.north, { as: 'south', agencies: SPOKEN.south, url: two.south.url });
    expect(await decide(two, 'compose-anew')).to.equal(200);

    expect(await story(two.north, north)).to.equal(
      told(`
        record    accepted
        sent      Request – replaced
        tried     Request: HTTP 404 [attention]
        sent      Request
        person    has Request composed anew
      `),
    );
    expect(await story(two.south, await newestLoan(two.south))).to.equal(
      told('received  Request [attention]'),
    );
  });
});

const SPOKEN: Readonly<Record<Side, string[]>> = {
  north: ['ISIL:SE-NORTH'],
  south: ['ISIL:SE-SOUTH', 'ISIL:SE-EAST'],
};

/** Puts a line that can be cut between the two: whatever goes to `to` takes it, and arrives unless a play says otherwise. */
async function lineTo(two: Libraries, to: Side, over: LibrariesOptions['peers'] = {}): Promise<ScriptedPeer> {
  const line = await scriptedPeer();
  lines.push(line);
  line.always(passedOn(two, to));
  const from = two[to === 'south' ? 'north' : 'south'];
  await introduce(from, { as: to, agencies: SPOKEN[to], url: line.url, ...over[to] });
  return line;
}

function passedOn(two: Libraries, to: Side): Play {
  return ({ arrived, response }) =>
    void two[to].post(arrived.body).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/xml; charset="utf-8"' }).end(body);
    });
}

function passedOnAndLost(two: Libraries, to: Side): Play {
  return ({ arrived, socket }) => void two[to].post(arrived.body).then(() => socket.resetAndDestroy());
}

/** What a person decides about the one message of north that waits for it; answers the status of the answer. */
async function decide(two: Libraries, verb: string, said: object = {}): Promise<number> {
  const waiting = await deliveriesOf(two.north);
  const [open] = waiting.filter(({ state }) => ['undecided', 'stopped', 'given-up'].includes(state));
  if (open === undefined) throw new Error('nothing waits for a person');
  const { status } = await two.north.api('POST', `/api/v1/deliveries/${open.id}/${verb}`, said);
  await two.settle();
  return status;
}

async function deliveriesOf(library: Library): Promise<{ id: string; state: string }[]> {
  const { body } = await library.api('GET', '/api/v1/deliveries');
  return body['items'] as { id: string; state: string }[];
}
