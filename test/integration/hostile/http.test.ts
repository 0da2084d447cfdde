import { expect } from 'chai';
import { settle } from '../../support/two-libraries.js';
import {
  lendingLibrary,
  actionFromNorth,
  requestFromNorth,
  statusOf,
  type LendingLibrary,
} from '../bad-input/lending-library.js';
import { bareConnection, posting, statusesIn } from './bare-connection.js';

const XML = 'application/xml; charset="utf-8"';

describe('HTTP that is odd or hostile', () => {
  let library: LendingLibrary;
  beforeEach(async () => {
    library = await lendingLibrary(
      {},
      { server: { host: '127.0.0.1', port: 0, headersTimeoutMs: 300, requestTimeoutMs: 600 } },
    );
  });
  afterEach(() => library.worksAndCloses());
  const head = (lines: string): string => `POST /iso18626 HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n`;

  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    it(`${method} is answered 405, and POST is named [nr 89]`, async () => {
      const connection = await bareConnection(library.south.port);
      connection.socket.write(posting(requestFromNorth()).toString().replace('POST', method));
      expect(await connection.answers())
        .to.match(/^HTTP\/1\.1 405 /)
        .and.match(/\r\nAllow: POST\r\n/);
      connection.socket.destroy();
    });

  for (const [type, status] of Object.entries({
    'text/plain': 415,
    'application/json': 415,
    'text/xml': 200,
    'application/xml; charset="utf-8"': 200,
    'APPLICATION/XML': 200,
  }))
    it(`${type} is answered ${status} [nr 89]`, async () => {
      expect((await library.south.post(requestFromNorth(), { 'content-type': type })).status).to.equal(
        status,
      );
      expect(await library.loans()).to.equal(status === 200 ? 1 : 0);
    });

  it('messages sent one behind the other are answered one behind the other, each its own', async () => {
    const connection = await bareConnection(library.south.port);
    const ids = Array.from({ length: 20 }, (_, at) => `P-${at}`);
    connection.socket.write(Buffer.concat(ids.map((requestId) => posting(requestFromNorth({ requestId })))));
    const said = await connection.answers(ids.length);
    expect(statusesIn(said)).to.deep.equal(ids.map(() => 200));
    expect([...said.matchAll(/requestingAgencyRequestId>([^<]+)</g)].map(([, id]) => id)).to.deep.equal(ids);
    connection.socket.destroy();
  });

  it('a head of too many headers, and one that is too long, are answered 431', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `X-${at}: a`).join('\r\n');
    for (const lines of [many, `X-Long: ${'a'.repeat(20_000)}`]) {
      const connection = await bareConnection(library.south.port);
      connection.socket.write(head(`${lines}\r\nContent-Length: 0`));
      expect(statusesIn(await connection.answers())).to.deep.equal([431]);
      await connection.closed;
    }
    const few = Array.from({ length: 90 }, (_, at): [string, string] => [`X-${at}`, 'a']);
    expect(
      (await library.south.post(requestFromNorth(), { 'content-type': XML, ...Object.fromEntries(few) }))
        .status,
    ).to.equal(200);
  });

  for (const [what, start] of Object.entries({
    'its head': 'POST /iso18626 HTTP/1.1\r\nHost: ',
    'its body': head('Content-Type: application/xml\r\nContent-Length: 100000'),
  }))
    it(`whoever sends ${what} a byte at a time is cut off at the deadline, and others are answered meanwhile [nr 34]`, async () => {
      const slow = await bareConnection(library.south.port);
      slow.socket.write(start);
      const timer = setInterval(() => slow.socket.write('a'), 20);
      const posted = await library.south.post(requestFromNorth());
      expect(statusOf(posted)).to.equal('OK');
      await slow.closed;
      clearInterval(timer);
      expect(statusesIn(slow.said()).filter((status) => status !== 408)).to.deep.equal([]);
    });
});

describe('what leaves the gateway', () => {
  it('as message and as answer has its type, its exact length, no mark, and begins with < [nr 90]', async () => {
    const library = await lendingLibrary();
    const { south, north, clock } = library;
    const answered = [
      await south.post(requestFromNorth({ title: 'Väder 𝄞' })),
      await south.post(actionFromNorth({ action: 'StatusRequest' })),
      await south.post(requestFromNorth({ to: 'SE-NOBODY' })),
      await south.post('rubbish'),
    ];
    await settle([south], clock);

    const sent = north.arrived.map(({ headers, body }) => ({
      headers: new Headers(headers as Record<string, string>),
      body,
    }));
    expect(sent).to.have.length(1);
    for (const { headers, body } of [...answered, ...sent]) {
      expect(headers.get('content-type')).to.equal(XML);
      expect(headers.get('content-length')).to.equal(String(body.length));
      expect(headers.get('transfer-encoding')).to.equal(null);
      expect(body[0]).to.equal('<'.charCodeAt(0));
    }
    await library.worksAndCloses();
  });
});
