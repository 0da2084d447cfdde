import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Settings } from '../config/index.js';
import { LendwireError, OperatorError } from '../platform/index.js';

export interface RunningServer {
  port: number;
  /** Takes no more, finishes what runs, and closes by force what has not finished within the time. */
  stop(withinMs: number): Promise<void>;
}

// How often idle connections are looked for: a connection that waits for its client's next request holds `close` up.
const SWEEP_MS = 50;
// How often Node looks for heads and bodies that are over their deadline; its own 30 s would let them overstay.
const DEADLINE_CHECK_MS = 500;

/** Listens. Throws `OperatorError` where the address cannot be had, naming it. */
export async function startServer(
  app: RequestListener,
  settings: Pick<Settings['server'], 'host' | 'port'> & Partial<Settings['server']>,
): Promise<RunningServer> {
  const server = createServer({ connectionsCheckingInterval: DEADLINE_CHECK_MS }, app);
  server.headersTimeout = settings.headersTimeoutMs ?? 10_000;
  server.requestTimeout = settings.requestTimeoutMs ?? 20_000;
  server.keepAliveTimeout = settings.keepAliveTimeoutMs ?? 65_000;
  server.maxConnections = settings.maxConnections ?? 2_000;
  const silent = silentConnections(server);
  await listen(server, settings.host, settings.port);
  const { port } = server.address() as AddressInfo;
  return { port, stop: (withinMs) => stop(server, silent, withinMs) };
}

/** Connections over which no request has come yet: Node does not count them as idle, and nothing runs on them. */
function silentConnections(server: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(whyNot(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: another program listens there. Stop it, or set server.port (LENDWIRE_PORT)',
  EACCES: 'may not be used by this user: choose a port above 1023, or give the right to it',
  EADDRNOTAVAIL: 'is no address of this machine: set server.host (LENDWIRE_HOST)',
  ENOTFOUND: 'is no known host: set server.host (LENDWIRE_HOST)',
};

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): LendwireError {
  const fault = listenFaults[error.code ?? ''];
  if (fault === undefined) return new LendwireError(`Cannot listen on ${host}:${port}`, { cause: error });
  return new OperatorError(`Port ${port} on ${host} ${fault}.`, { cause: error });
}

function stop(server: Server, silent: ReadonlySet<Socket>, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const force = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(force);
      resolve();
    });
    for (const socket of silent) socket.destroy();
    server.closeIdleConnections();
  });
}
