import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { startServer } from '../../../src/http/index.js';
import { OperatorError } from '../../../src/platform/index.js';

const ok: RequestListener = (_req, res) => {
  res.end('ok');
};
const here = { host: '127.0.0.1', port: 0 };

describe('the server', () => {
  it('says which port is in use, and what to do', async () => {
    const other = createServer(ok).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const thrown: unknown = await startServer(ok, { ...here, port }).catch((error: unknown) => error);
    other.close();
    expect(thrown).to.be.instanceOf(OperatorError);
    expect((thrown as Error).message).to.match(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use.*server\\.port`),
    );
  });

  it('closes a connection that sends its head a byte at a time, and serves the others meanwhile [nr 34]', async () => {
    const server = await startServer(ok, { ...here, headersTimeoutMs: 200, requestTimeoutMs: 200 });
    const slow = createConnection(server.port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.resume();
    slow.write('POST / HTTP/1.1\r\nHost');
    const closed = once(slow, 'close');
    const [answer] = (await once(get({ port: server.port }), 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).to.equal(200);
    await closed;
    await server.stop(1_000);
  });

  it('closes a connection whose body does not come [nr 34]', async () => {
    const server = await startServer((req, res) => req.resume().on('end', () => res.end()), {
      ...here,
      headersTimeoutMs: 200,
      requestTimeoutMs: 200,
    });
    const slow = createConnection(server.port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.resume();
    slow.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhal');
    await once(slow, 'close');
    await server.stop(1_000);
  });

  it('finishes what runs when it stops, and takes no more', async () => {
    let finish: () => void = () => undefined;
    const asked = new Promise<void>((heard) => {
      finish = heard;
    });
    let answerNow: () => void = () => undefined;
    const server = await startServer((_req, res) => {
      answerNow = () => res.end('late');
      finish();
    }, here);
    const response = once(get({ port: server.port }), 'response') as Promise<[IncomingMessage]>;
    await asked;
    const stopped = server.stop(10_000);
    const refused = once(createConnection(server.port, '127.0.0.1'), 'connect').then(
      () => 'taken',
      () => 'refused',
    );
    expect(await refused).to.equal('refused');
    answerNow();
    const [answer] = await response;
    answer.resume();
    expect(answer.statusCode).to.equal(200);
    await stopped;
  });

  it('does not wait for connections on which nothing runs', async () => {
    const server = await startServer(ok, here);
    const silent = createConnection(server.port, '127.0.0.1');
    await once(silent, 'connect');
    const idle = createConnection(server.port, '127.0.0.1');
    idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'data');
    const closed = [once(silent, 'close'), once(idle, 'close')];
    silent.resume();
    idle.resume();
    await server.stop(60_000);
    await Promise.all(closed);
  });

  it('closes by force what has not finished at the deadline', async () => {
    let heard: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const server = await startServer(() => heard(), here);
    const request = get({ port: server.port });
    const broken = once(request, 'error');
    await asked;
    await server.stop(20);
    await broken;
  });
});
