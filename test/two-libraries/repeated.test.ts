import { connect } from 'node:net';
import { expect } from 'chai';
import { heldBack, scriptedPeer, type Play, type ScriptedPeer } from '../support/scripted-peer.js';
import {
  introduce,
  ledgersHold,
  story,
  told,
  twoLibraries,
  type Libraries,
} from '../support/two-libraries.js';

const others: ScriptedPeer[] = [];

async function closeAll(): Promise<void> {
  await ledgersHold();
  await Promise.all(others.splice(0).map((other) => other.close()));
}

describe('a message that is posted ten times at once', () => {
  afterEach(closeAll);

  it('as a Request makes one loan, and is confirmed ten times with the same bytes [nr 65]', async () => {
    const { south, ...two } = await twoLibraries();
    await another(south, 'west');

    const confirmations = await tenTimes(south, requestFromWest());

    expect(confirmations.statuses).to.deep.equal([200]);
    expect(confirmations.bodies).to.have.length(1);
    expect(confirmations.bodies[0]).to.match(/messageStatus>OK</);
    await two.settle();
    const { items } = (await south.api('GET', '/api/v1/loan-records')).body as { items: { id: string }[] };
    expect(items).to.have.length(1);
    expect(await story(south, items[0]?.id ?? '')).to.equal(told('received  Request [attention]'));
  });

  it('as Loaned changes the loan once, and is confirmed ten times with the same bytes [nr 77]', async () => {
    const { north, ...two } = await twoLibraries();
    const west = await another(north, 'west');
    const loan = await two.handIn({ suppliers: ['ISIL:SE-WEST'] });
    await two.settle();

    const confirmations = await tenTimes(north, loanedByWest(requestIdOf(west)));

    expect(confirmations.statuses).to.deep.equal([200]);
    expect(confirmations.bodies).to.have.length(1);
    expect(await story(north, loan)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse Loaned [shipped]
      `),
    );
  });

  it('and again after a restart gets the confirmation of the first time [nr 65]', async () => {
    const two = await twoLibraries();
    await another(two.south, 'west');
    const first = await two.south.post(requestFromWest());

    two.clock.move(60_000);
    await two.down('south');
    await two.up('south');
    const again = await two.south.post(requestFromWest());

    expect(again.body.equals(first.body)).to.equal(true);
  });
});

describe('another request under an id that is known', () => {
  afterEach(closeAll);

  it('is refused, and the first one stands [nr 66]', async () => {
    const { south } = await twoLibraries();
    await another(south, 'west');
    await south.post(requestFromWest());

    const { text } = await south.post(requestFromWest('Astarte'));

    expect(text).to.match(/errorValue>requestingAgencyRequestId: W-1 exists</);
    const { items } = (await south.api('GET', '/api/v1/loan-records')).body as { items: object[] };
    expect(items).to.have.length(1);
    expect(items[0]).to.have.property('title', 'Kallocain');
  });

  it('of another library is another request [nr 48]', async () => {
    const { south } = await twoLibraries();
    await another(south, 'west');
    await another(south, 'coast');
    await south.post(requestFromWest());
    await south.post(requestFromWest().replace('SE-WEST', 'SE-COAST'));

    const { items } = (await south.api('GET', '/api/v1/loan-records')).body as { items: object[] };
    expect(items).to.have.length(2);
  });
});

describe('one peer that makes trouble', () => {
  afterEach(closeAll);

  it('by being slow holds its own messages up and nobody else’s', async () => {
    const { north, ...two } = await twoLibraries({ settings: { outbound: { inFlightPerPeer: 2 } } });
    const slow = await another(north, 'west');
    const quick = await another(north, 'coast');
    const held = heldBack();
    slow.always(held.play);

    for (let count = 0; count < 6; count += 1) await two.handIn({ suppliers: ['ISIL:SE-WEST'] });
    for (let count = 0; count < 6; count += 1) await two.handIn({ suppliers: ['ISIL:SE-COAST'] });
    await quick.hasReceived(6);
    await slow.hasReceived(2);

    expect(slow.open).to.equal(2);
    expect(slow.arrived).to.have.length(2);
    held.letGo();
    await two.settle();
    expect(slow.arrived).to.have.length(6);
    expect(slow.mostAtOnce).to.equal(2);
  });

  it('by answering without end is cut off, and the others get their messages', async () => {
    const { north, ...two } = await twoLibraries({ settings: { outbound: { answerLimitBytes: 10_000 } } });
    const hostile = await another(north, 'west');
    const quick = await another(north, 'coast');
    hostile.always(endless);

    const bad = await two.handIn({ suppliers: ['ISIL:SE-WEST'] });
    await two.handIn({ suppliers: ['ISIL:SE-COAST'] });
    await two.settle();

    expect(quick.arrived).to.have.length(1);
    expect(await story(north, bad)).to.equal(
      told(`
        record    accepted
        sent      Request – undecided
        tried     Request: answer too large [attention]
      `),
    );
  });

  it('by posting half a message and no more keeps nobody else from posting', async () => {
    const { south } = await twoLibraries();
    await another(south, 'west');
    const half = connect(south.port, '127.0.0.1');
    half.on('error', () => undefined);
    half.write(
      'POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: 900\r\n\r\n<half',
    );

    const posted = await south.post(requestFromWest());

    expect(posted.status).to.equal(200);
    half.destroy();
  });
});

/** One more peer, with an agency of its own, that is played by a script. */
async function another(library: Libraries['north'], name: string): Promise<ScriptedPeer> {
  const peer = await scriptedPeer();
  others.push(peer);
  await introduce(library, { as: name, agencies: [`ISIL:SE-${name.toUpperCase()}`], url: peer.url });
  return peer;
}

async function tenTimes(
  library: Libraries['north'],
  body: string,
): Promise<{ statuses: number[]; bodies: string[] }> {
  const posted = await Promise.all(Array.from({ length: 10 }, () => library.post(body)));
  return {
    statuses: [...new Set(posted.map(({ status }) => status))],
    bodies: [...new Set(posted.map(({ text }) => text))],
  };
}

const endless: Play = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/xml' });
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(4096)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

function requestIdOf(peer: ScriptedPeer): string {
  return peer.arrived[0]?.message?.header.requestingAgencyRequestId ?? '';
}

const namespace = 'http://illtransactions.org/2013/iso18626';

function requestFromWest(title = 'Kallocain'): string {
  return enveloped(`<request>${header({ from: 'SE-WEST', to: 'SE-SOUTH', id: 'W-1' })}
    <bibliographicInfo><title>${title}</title></bibliographicInfo>
    <serviceInfo><serviceType>Loan</serviceType></serviceInfo></request>`);
}

function loanedByWest(id: string): string {
  return enveloped(`<supplyingAgencyMessage>${header({ from: 'SE-NORTH', to: 'SE-WEST', id })}
    <messageInfo><reasonForMessage>RequestResponse</reasonForMessage></messageInfo>
    <statusInfo><status>Loaned</status><dueDate>2026-04-01T00:00:00Z</dueDate>
    <lastChange>2026-03-02T08:00:00Z</lastChange></statusInfo></supplyingAgencyMessage>`);
}

function enveloped(message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><ISO18626Message xmlns="${namespace}" xmlns:ill="${namespace}" ill:version="1.2">${message}</ISO18626Message>`;
}

function header({ from, to, id }: { from: string; to: string; id: string }): string {
  const agency = (value: string): string =>
    `<agencyIdType>ISIL</agencyIdType><agencyIdValue>${value}</agencyIdValue>`;
  return `<header><supplyingAgencyId>${agency(to)}</supplyingAgencyId><requestingAgencyId>${agency(from)}</requestingAgencyId>
    <multipleItemRequestId/><timestamp>2026-03-02T08:00:00Z</timestamp>
    <requestingAgencyRequestId>${id}</requestingAgencyRequestId></header>`;
}
