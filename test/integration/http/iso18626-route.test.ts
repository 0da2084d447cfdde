import { createConnection, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import request from 'supertest';
import { startServer, type RunningServer } from '../../../src/http/index.js';
import type { Incoming } from '../../../src/inbound/index.js';
import type { Logger } from '../../../src/platform/index.js';
import { harness, LIMIT, type Harness } from './harness.js';

const XML = 'application/xml; charset="utf-8"';

class StoreBusy extends Error {
  readonly retryAfterSeconds = 1.2;
}

describe('the ISO 18626 endpoint', () => {
  let edge: Harness;
  let logged: string[];
  beforeEach(() => {
    logged = [];
    const note = (text: string, facts?: object): void => void logged.push(`${text} ${JSON.stringify(facts)}`);
    const log: Logger = { error: note, warn: note, info: note, debug: note };
    edge = harness({ log });
  });

  const post = (body: Buffer | string, type = XML) =>
    request(edge.app).post('/iso18626').set('Content-Type', type).send(body);
  const received = (): Incoming => edge.asked.at(-1)!.with as Incoming;

  it('hands on the body as it came, with its charset undecoded, and answers as the standard says', async () => {
    const body = Buffer.from([0xff, 0xfe, 0x3c, 0x00, 0xe9]);
    const answer = await request(edge.app)
      .post('/iso18626')
      .set('Content-Type', 'Application/XML ; charset=ISO-8859-1')
      .set('X-Key', 'abc')
      .serialize((raw: Buffer) => raw as unknown as string)
      .send(body);
    expect(answer.status).to.equal(200);
    expect(answer.get('Content-Type')).to.equal('application/xml; charset="utf-8"');
    expect(answer.get('Content-Length')).to.equal(String(Buffer.byteLength('<ISO18626Message/>')));
    expect(answer.get('Transfer-Encoding')).to.equal(undefined);
    expect(received().body.equals(body)).to.be.true;
    expect(received().charset).to.equal('ISO-8859-1');
    expect(received().admitted.presented.headers['x-key']).to.equal('abc');
    expect(received().admitted.presented.address).to.match(/127\.0\.0\.1|::1/);
  });

  for (const type of ['text/xml', 'APPLICATION/XML', 'application/soap+xml', XML])
    it(`takes ${type}`, async () => {
      expect((await post('<x/>', type)).status).to.equal(200);
    });

  for (const type of ['text/plain', 'application/json', 'application/xmlish', 'text/html'])
    it(`answers 415 to ${type}, and has nobody read it`, async () => {
      expect((await post('<x/>', type)).status).to.equal(415);
      expect(edge.asked.map(({ what }) => what)).to.deep.equal(['turnAway']);
    });

  for (const method of ['get', 'put', 'delete', 'patch'] as const)
    it(`answers 405 to ${method.toUpperCase()}, and says what is allowed`, async () => {
      const answer = await request(edge.app)[method]('/iso18626');
      expect(answer.status).to.equal(405);
      expect(answer.get('Allow')).to.equal('POST');
    });

  it('inflates gzip, and answers 415 to any other encoding and 400 to a broken one', async () => {
    const send = (encoding: string, body: Buffer) =>
      request(edge.app)
        .post('/iso18626')
        .set({ 'Content-Type': XML, 'Content-Encoding': encoding })
        .serialize((raw: Buffer) => raw as unknown as string)
        .send(body);
    expect((await send('gzip', gzipSync('<zipped/>'))).status).to.equal(200);
    expect(received().body.toString()).to.equal('<zipped/>');
    expect((await send('br', Buffer.from('x'))).status).to.equal(415);
    expect((await send('gzip', Buffer.from('no gzip'))).status).to.equal(400);
    expect((await send('gzip', gzipSync('<zipped/>').subarray(0, 12))).status).to.equal(400);
  });

  it('takes a body of exactly the limit, and stops unpacking one that grows beyond it', async () => {
    expect((await post('x'.repeat(LIMIT))).status).to.equal(200);
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const answer = await request(edge.app)
      .post('/iso18626')
      .set({ 'Content-Type': XML, 'Content-Encoding': 'gzip' })
      .serialize((raw: Buffer) => raw as unknown as string)
      .send(bomb);
    expect(answer.status).to.equal(413);
    expect(edge.asked.map(({ what }) => what)).to.deep.equal(['receive', 'turnAway']);
  });

  it('answers 503 with Retry-After and no word where the store is busy', async () => {
    edge.gateway.receive = () => Promise.reject(new StoreBusy('SQLITE_BUSY: /secret/path'));
    const answer = await post('<x/>');
    expect(answer.status).to.equal(503);
    expect(answer.get('Retry-After')).to.equal('2');
    expect(answer.get('Content-Length')).to.equal('0');
  });

  it('passes a 503 and a 401 of the way in on as they are', async () => {
    edge.gateway.receive = () => Promise.resolve({ statusCode: 503, retryAfterSeconds: 60 });
    expect((await post('<x/>')).get('Retry-After')).to.equal('60');
    edge.gateway.receive = () => Promise.resolve({ statusCode: 401 });
    const answer = await post('<x/>');
    expect(answer.status).to.equal(401);
    expect(answer.get('Content-Length')).to.equal('0');
  });

  it('answers 500 without a word of an exception, which only the log hears', async () => {
    edge.gateway.receive = () => Promise.reject(new Error('cannot read /secret/path'));
    const answer = await post('<x/>');
    expect(answer.status).to.equal(500);
    expect(answer.get('Content-Length')).to.equal('0');
    expect(logged.join()).to.include('cannot read /secret/path');
  });

  describe('over a bare connection', () => {
    let server: RunningServer;
    beforeEach(async () => {
      server = await startServer(edge.app, { host: '127.0.0.1', port: 0 });
    });
    afterEach(() => server.stop(0));

    function connect(text: string): { socket: Socket; answer: Promise<string> } {
      const socket = createConnection(server.port, '127.0.0.1', () => socket.write(text));
      const answer = new Promise<string>((resolve) => {
        let said = '';
        socket.on('data', (chunk) => {
          said += chunk.toString();
          if (said.includes('\r\n\r\n')) resolve(said);
        });
        socket.on('close', () => resolve(said));
        socket.on('error', () => resolve(said));
      });
      return { socket, answer };
    }
    const head = (more: string): string =>
      `POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n${more}\r\n\r\n`;

    it('answers 413 to an honest length over the limit before a byte of the body has come', async () => {
      const { socket, answer } = connect(head(`Content-Length: ${LIMIT + 1}`));
      expect(await answer).to.match(/^HTTP\/1\.1 413 /);
      socket.destroy();
    });

    it('answers 413 to a chunked body as soon as the limit is passed, though more is announced', async () => {
      const chunk = `${(LIMIT + 1).toString(16)}\r\n${'x'.repeat(LIMIT + 1)}\r\n`;
      const { socket, answer } = connect(head('Transfer-Encoding: chunked') + chunk);
      expect(await answer).to.match(/^HTTP\/1\.1 413 /);
      expect(edge.asked.map(({ what }) => what)).to.deep.equal(['turnAway']);
      socket.destroy();
    });

    it('asks nobody when the other side goes away in the middle of a body', async () => {
      const { socket, answer } = connect(`${head('Content-Length: 100')}<half`);
      const aborted = new Promise((resolve) => {
        const look = (): void => {
          void edge.metrics
            .expose({ waiting: {}, undelivered: [], oldestUndeliveredSeconds: 0, ledgerEntries: 0, jobs: [] })
            .then((text) => (text.includes('status="aborted"') ? resolve(true) : setImmediate(look)));
        };
        look();
      });
      // Ends the connection only once the head has surely been read: the half body follows it in one piece.
      setImmediate(() => setImmediate(() => socket.end()));
      await aborted;
      expect(await answer).to.not.match(/^HTTP\/1\.1 200 /);
      expect(edge.asked).to.deep.equal([]);
    });

    it('keeps a connection for the next message', async () => {
      const body = '<x/>';
      const message = `${head(`Content-Length: ${body.length}`)}${body}`;
      const { socket, answer } = connect(message);
      expect(await answer).to.match(/^HTTP\/1\.1 200 /);
      const second = new Promise<string>((resolve) =>
        socket.once('data', (chunk) => resolve(chunk.toString())),
      );
      socket.write(message);
      expect(await second).to.match(/^HTTP\/1\.1 200 /);
      socket.destroy();
    });
  });
});
