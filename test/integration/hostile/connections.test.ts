import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { startServer, type RunningServer } from '../../../src/http/index.js';
import { bareConnection, posting, statusesIn, type BareConnection } from './bare-connection.js';

const MOST = 20;
const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a server all of whose connections are taken', () => {
  let server: RunningServer;
  const open: BareConnection[] = [];

  async function serve(
    app: RequestListener,
    more: Parameters<typeof startServer>[1] | object = {},
  ): Promise<void> {
    server = await startServer(app, { host: '127.0.0.1', port: 0, maxConnections: MOST, ...more });
  }
  async function connect(): Promise<BareConnection> {
    const connection = await bareConnection(server.port);
    open.push(connection);
    return connection;
  }
  const connectMany = async (count: number): Promise<BareConnection[]> => {
    const made: BareConnection[] = [];
    for (let one = 0; one < count; one += 1) made.push(await connect());
    return made;
  };
  afterEach(async () => {
    for (const { socket } of open.splice(0)) socket.destroy();
    await server.stop(0);
  });

  const ok: RequestListener = (req, res) => {
    req.resume();
    req.on('end', () => res.end('ok'));
  };

  it('by ones that say nothing answers whoever comes, and closes the one that has been silent longest', async () => {
    await serve(ok);
    const [first, ...others] = await connectMany(MOST);
    const newcomer = await connect();
    newcomer.socket.write(ask);
    expect(statusesIn(await newcomer.answers())).to.deep.equal([200]);
    await first?.closed;
    expect(others.some(({ socket }) => socket.destroyed)).to.equal(false);
  });

  it('by a crowd ten times as large answers each peer among it', async () => {
    await serve(ok);
    for (let round = 0; round < 10; round += 1) {
      await connectMany(MOST);
      const peer = await connect();
      peer.socket.write(ask);
      expect(statusesIn(await peer.answers())).to.deep.equal([200]);
    }
  });

  it('by ones that wait for their next request closes the one that has waited longest', async () => {
    await serve(ok);
    const used = await connectMany(MOST);
    for (const connection of used) {
      connection.socket.write(ask);
      await connection.answers();
    }
    const newcomer = await connect();
    newcomer.socket.write(ask);
    expect(statusesIn(await newcomer.answers())).to.deep.equal([200]);
    await used[0]?.closed;
    expect(used[1]?.socket.destroyed).to.equal(false);
  });

  it('by half requests closes the one that began first', async () => {
    await serve(ok);
    const half = await connectMany(MOST);
    for (const { socket } of half) socket.write(posting('<half', { 'Content-Length': '100' }));
    // Each is seen by the server before the newcomer comes: an answer on one more connection follows them all.
    const probe = await connect();
    probe.socket.write(ask);
    await probe.answers();
    const newcomer = await connect();
    newcomer.socket.write(ask);
    expect(statusesIn(await newcomer.answers())).to.deep.equal([200]);
    expect(half.filter(({ socket }) => !socket.destroyed)).to.have.length.greaterThan(MOST - 3);
  });

  it('by ones that wait for our answer closes the newcomer, and answers them all', async () => {
    const waiting: ServerResponse[] = [];
    let all: () => void = () => undefined;
    const allAsked = new Promise<void>((resolve) => (all = resolve));
    await serve((_req, res) => {
      waiting.push(res);
      if (waiting.length === MOST) all();
    });
    const asking = await connectMany(MOST);
    for (const { socket } of asking) socket.write(ask);
    await allAsked;
    const newcomer = await connect();
    await newcomer.closed;
    for (const res of waiting) res.end('late');
    for (const connection of asking) expect(statusesIn(await connection.answers())).to.deep.equal([200]);
  });

  it('cuts off who does not read what they asked for, and nobody else', async () => {
    await serve((_req, res) => void res.end(Buffer.alloc(50_000_000, 'x')), { stallTimeoutMs: 200 });
    const deaf = await connect();
    deaf.socket.pause();
    deaf.socket.write(ask);
    const reader = await connect();
    reader.socket.write(ask);
    expect(statusesIn(await reader.answers())).to.deep.equal([200]);
    // Only a socket that is read hears that it was closed: what the system had buffered comes first.
    await once(deaf.socket, 'readable');
    await server.stop(5_000);
  });
});
