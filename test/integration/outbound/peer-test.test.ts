import { expect } from 'chai';
import { decode, edition2017 } from '../../../src/iso18626/index.js';
import type { SealedEntry } from '../../../src/ledger/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import {
  confirmationOf,
  heldBack,
  plays,
  scriptedPeer,
  type Play,
  type ScriptedPeer,
} from '../../support/scripted-peer.js';
import type { Browser } from '../../support/staff.js';
import {
  aRecord,
  closeLibraries,
  introduce,
  settle,
  twoLibraries,
  type Libraries,
} from '../../support/two-libraries.js';

const KEY = 'canary-key-of-ours-77';
const unknownId = { errorType: 'UnrecognisedDataValue', errorValue: 'requestingAgencyRequestId' } as const;

/** It repeats the key that it was given, and what it was asked: as a careless server does. */
const echoes: Play = ({ arrived: { headers }, response }) => {
  const key = String(headers['x-api-key']);
  response.writeHead(401, { 'content-type': 'text/html' }).end(`<p>Invalid key ${key}</p>`);
};

/** As ReShare and Koha say it: in the protocol, with an HTTP status that is no success. */
const authenticationFailed: Play = ({ arrived: { message }, response }) => {
  const said = [{ errorType: 'BadlyFormedMessage', errorValue: `AuthenticationFailed ${KEY}` }] as const;
  response.writeHead(400, { 'content-type': 'application/xml' }).end(confirmationOf(message!, [...said]));
};

interface Expected {
  result: string;
  cause: string;
  statusCode?: number;
  /** On the page, in English. */
  says: string;
}

const cases: readonly (readonly [what: string, play: Play, expected: Expected])[] = [
  [
    'does not know the id',
    plays.refuses([unknownId]),
    { result: 'reached', cause: 'UnrecognisedDataValue', statusCode: 200, says: 'which is the right answer' },
  ],
  [
    'does not know the id, and says so with HTTP 400',
    plays.refuses([unknownId], 400),
    {
      result: 'reached',
      cause: 'UnrecognisedDataValue',
      statusCode: 400,
      says: 'keys and protocol are right',
    },
  ],
  ['says OK', plays.ok, { result: 'reached', cause: 'confirmed', statusCode: 200, says: 'They said OK' }],
  [
    'takes no StatusRequest',
    plays.refuses([{ errorType: 'UnsupportedActionType', errorValue: 'StatusRequest' }]),
    { result: 'objects', cause: 'UnsupportedActionType', statusCode: 200, says: 'They take no questions' },
  ],
  [
    'says within the protocol that the key is wrong',
    authenticationFailed,
    { result: 'objects', cause: 'BadlyFormedMessage', statusCode: 400, says: 'They do not accept our key' },
  ],
  [
    'turns the key away',
    echoes,
    { result: 'not-reached', cause: 'HTTP 401', statusCode: 401, says: 'They do not accept our key' },
  ],
  [
    'is a web page',
    plays.page,
    {
      ...{ result: 'not-reached', cause: 'HTTP 200 without a confirmation', statusCode: 200 },
      says: 'Something other than an ISO 18626 system',
    },
  ],
  [
    'has nothing at that address',
    plays.http(404),
    { result: 'not-reached', cause: 'HTTP 404', statusCode: 404, says: 'There is nothing at this address' },
  ],
  [
    'says nothing',
    plays.silent,
    { result: 'not-reached', cause: 'no answer in time', says: 'nothing came back in time' },
  ],
  [
    'breaks the connection',
    plays.reset,
    { result: 'not-reached', cause: 'connection broken: ECONNRESET', says: 'nothing came back in time' },
  ],
];

describe('a test message to a peer', () => {
  let libraries: Libraries;
  let peer: ScriptedPeer;
  let nora: Browser;

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true });
    peer = await scriptedPeer();
    const { north } = libraries;
    const over = {
      deadlines: { connectMs: 500, headersMs: 300, bodyMs: 300 },
      outgoingKey: { header: 'X-Api-Key', key: KEY },
    };
    await introduce(north, { as: 'east', agencies: ['ISIL:SE-EASTERN'], url: peer.url, ...over });
    await introduce(north, { as: 'gone', agencies: ['ISIL:SE-GONE'], url: 'http://127.0.0.1:9/iso18626' });
    ({ browser: nora } = await atTheDesk(north, 'nora'));
    expect((await nora.get('/peers')).text).to.include('action="/peers/east/test"');
  });
  after(async () => {
    await peer.close();
    await closeLibraries(libraries);
  });

  beforeEach(() => peer.always(plays.ok));

  const test = (id: string) => libraries.north.api('POST', `/api/v1/peers/${id}/test`);
  const told = async (): Promise<SealedEntry[]> =>
    (await libraries.north.entries()).filter(({ kind }) => kind.startsWith('peer-test'));

  for (const [what, play, { says, ...expected }] of cases)
    it(`tells what a peer that ${what} proves, in words and as data`, async () => {
      const before = await told();
      peer.always(play);
      const { status, body } = await test('east');
      expect([status, body['result'], body['cause'], body['statusCode']]).to.deep.equal([
        ...[200, expected.result, expected.cause, expected.statusCode],
      ]);
      const { text } = await nora.post('/peers/east/test');
      expect(text).to.include(says).and.include('What was sent').and.include(String(body['from']));
      const [owed, tested, ...again] = (await told()).slice(before.length);
      expect([owed?.kind, tested?.kind]).to.deep.equal(['peer-test-owed', 'peer-tested']);
      expect(again).to.have.length(2);
      expect(tested?.facts).to.deep.include({ requestId: body['requestId'], cause: expected.cause });
      expect(tested?.facts?.['statusCode']).to.equal(expected.statusCode);
      expect(tested).to.deep.include({ peer: 'east', changes: [] });
      expect(tested).to.not.have.property('loan');
      for (const shown of [text, JSON.stringify(body), JSON.stringify(await told()), libraries.north.log()])
        expect(shown.includes(KEY)).to.be.false;
    });

  it('is a question for the status of an id that nobody has, with the peer’s key, shown as it went', async () => {
    const { body } = await test('east');
    const { body: bytes, headers, message } = peer.arrived.at(-1)!;
    expect(message).to.deep.include({ kind: 'requestingAgencyMessage', action: 'StatusRequest' });
    expect(message?.header.requestingAgencyRequestId)
      .to.equal(body['requestId'])
      .and.to.match(/^[A-Z0-9]{26}$/);
    expect(bytes.toString('utf8')).to.equal(body['sent']);
    expect(headers).to.include({ 'x-api-key': KEY, 'content-type': 'application/xml; charset="utf-8"' });
    const [answer] = [body['answer'] as { text: string }];
    expect(decode(Buffer.from(answer.text), { edition: edition2017 }).ok).to.be.true;
    expect((await test('east')).body['requestId']).to.not.equal(body['requestId']);
  });

  it('is entered before it leaves', async () => {
    const held = heldBack();
    const before = peer.arrived.length;
    const count = (await told()).length;
    peer.next(held.play);
    const answer = test('east');
    await peer.hasReceived(before + 1);
    expect((await told()).slice(count).map(({ kind }) => kind)).to.deep.equal(['peer-test-owed']);
    expect((await test('east')).status).to.equal(409);
    expect((await nora.post('/peers/east/test')).text).to.include('testing this peer at this moment');
    held.letGo();
    expect((await answer).body['result']).to.equal('reached');
    expect((await told()).slice(count).map(({ kind }) => kind)).to.deep.equal([
      'peer-test-owed',
      'peer-tested',
    ]);
  });

  it('says that a line is dead, and that there is no such peer', async () => {
    const { body } = await test('gone');
    expect(body).to.deep.include({ result: 'not-reached', cause: 'connection refused', errors: [] });
    expect(body).to.not.have.any.keys('answer', 'statusCode');
    expect((await nora.post('/peers/gone/test')).text)
      .to.include('a firewall')
      .and.include('Nothing came back.');
    expect((await test('nobody')).status).to.equal(404);
    expect((await nora.post('/peers/nobody/test')).status).to.equal(404);
  });

  it('goes to a peer that is paused, and leaves it paused', async () => {
    await nora.post('/peers/east/pause');
    expect((await test('east')).body['result']).to.equal('reached');
    expect((await nora.get('/peers')).text).to.include('Paused since');
    await nora.post('/peers/east/resume');
  });

  it('makes no wait longer, and ends the wait for a peer that is there again', async () => {
    const { north, clock } = libraries;
    const lineOf = async () => (await north.app.storage.readers.peers.lines()).get('east');
    peer.always(plays.http(503));
    for (const n of [1, 2, 3, 4, 5]) {
      const item = { title: `Book ${n}` };
      await north.api(
        'POST',
        '/api/v1/loan-records',
        aRecord({ id: `E-${n}`, item, suppliers: ['ISIL:SE-EASTERN'] }),
      );
      await settle([north], clock);
    }
    const open = await lineOf();
    expect(new Date(open?.openUntil ?? 0)).to.be.greaterThan(clock.now());
    expect((await test('east')).body['cause']).to.equal('HTTP 503');
    expect(await lineOf()).to.deep.equal(open);
    peer.always(plays.ok);
    expect((await test('east')).body['result']).to.equal('reached');
    await settle([north], clock);
    expect(await lineOf())
      .to.include({ failures: 0 })
      .and.to.not.have.property('openUntil');
  });

  it('is refused by another of our kind as its rules say, and leaves no loan behind there', async () => {
    const { north, south } = libraries;
    const loans = (await south.api('GET', '/api/v1/loan-records')).body['items'];
    const { body } = await test('south');
    expect(body).to.deep.include({
      ...{ result: 'reached', cause: 'UnrecognisedDataValue', statusCode: 200 },
      ...{ from: 'ISIL:SE-NORTH', to: 'ISIL:SE-SOUTH' },
    });
    expect((await south.api('GET', '/api/v1/loan-records')).body['items']).to.deep.equal(loans);
    expect((await north.api('GET', '/api/v1/deliveries?peer=south')).body['items']).to.deep.equal([]);
  });
});
