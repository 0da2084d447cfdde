import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  buildFetchOut,
  isLinkLocalAddress,
  isPrivateAddress,
  type FetchOut,
} from '../../../src/platform/index.js';

const deadlines = { connect: 500, headers: 300, body: 300 };
const message = (url: string): { url: string; headers: Record<string, string>; body: Buffer } => ({
  url,
  headers: { 'content-type': 'application/xml; charset="utf-8"' },
  body: Buffer.from('<x/>'),
});

describe('the way out by HTTP', () => {
  let fetchOut: FetchOut;
  let server: Server;
  let url: string;
  let answer: Parameters<typeof createServer>[1];

  beforeEach(async () => {
    fetchOut = buildFetchOut({ allowPrivateAddresses: true, maxAnswerBytes: 1000, connectionsPerLine: 2 });
    server = createServer((req, res) => {
      answer?.(req, res);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    await fetchOut.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives back the answer of whatever status', async () => {
    answer = (_req, res) => res.writeHead(503, { 'retry-after': '7' }).end('busy');
    const outcome = await fetchOut.post('peer', message(url), deadlines);
    expect(outcome).to.include({ kind: 'answered', statusCode: 503, retryAfter: '7' });
  });

  it('knows that a refused connection took nothing', async () => {
    const outcome = await fetchOut.post('peer', message('http://127.0.0.1:1/'), deadlines);
    expect(outcome).to.deep.equal({ kind: 'not-sent', cause: 'connection refused' });
  });

  it('cannot know what became of a message that was sent and not answered', async () => {
    answer = (req) => req.resume();
    expect(await fetchOut.post('peer', message(url), deadlines)).to.deep.equal({
      kind: 'unknown',
      cause: 'no answer in time',
    });
    answer = (req) => req.socket.destroy();
    expect((await fetchOut.post('peer', message(url), deadlines)).kind).to.equal('unknown');
  });

  it('cuts off an answer that is too large', async () => {
    answer = (_req, res) => res.end('x'.repeat(5000));
    expect((await fetchOut.post('peer', message(url), deadlines)).kind).to.equal('unknown');
  });

  it('follows no redirect', async () => {
    let asked = 0;
    answer = (_req, res) => {
      asked += 1;
      res.writeHead(307, { location: url }).end();
    };
    expect(await fetchOut.post('peer', message(url), deadlines)).to.include({ statusCode: 307 });
    expect(asked).to.equal(1);
  });

  it('refuses private addresses, written or resolved, unless they are allowed', async () => {
    const strict = buildFetchOut({
      allowPrivateAddresses: false,
      maxAnswerBytes: 1000,
      connectionsPerLine: 2,
    });
    const byNumber = await strict.post('peer', message(url), deadlines);
    const byName = await strict.post('peer', message(url.replace('127.0.0.1', 'localhost')), deadlines);
    await strict.close();
    expect(byNumber).to.deep.equal({ kind: 'not-sent', cause: 'address not allowed' });
    expect(byName).to.deep.equal({ kind: 'not-sent', cause: 'address not allowed' });
  });

  it('never goes where a machine is told its own secrets, also where private addresses are allowed', async () => {
    for (const host of ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '[fd00:ec2::254]'])
      expect(await fetchOut.post(host, message(`http://${host}/`), deadlines), host).to.deep.equal({
        kind: 'not-sent',
        cause: 'address not allowed',
      });
    expect(isLinkLocalAddress('127.0.0.1')).to.equal(false);
    expect(isLinkLocalAddress('10.0.0.1')).to.equal(false);
  });

  it('knows which addresses no peer on the open network has', () => {
    for (const address of [
      '10.1.2.3',
      '127.0.0.1',
      '169.254.169.254',
      '192.168.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '::ffff:10.0.0.1',
    ])
      expect(isPrivateAddress(address), address).to.equal(true);
    for (const address of ['193.10.250.187', '2001:6b0::1', 'ill.example.org'])
      expect(isPrivateAddress(address), address).to.equal(false);
  });
});
