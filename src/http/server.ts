import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Settings } from '../config/index.js';
import { LendwireError, OperatorError } from '../platform/index.js';
import { boundConnections } from './connections.js';
import type { TlsFiles } from './tls-files.js';

export interface RunningServer {
  port: number;
  /** Takes no more, finishes what runs, and closes by force what has not finished within the time. */
  stop(withinMs: number): Promise<void>;
}

// How often idle connections are looked for: a connection that waits for its client's next request holds `close` up.
const SWEEP_MS = 50;
// How often Node looks for heads and bodies that are over their deadline; its own 30 s would let them overstay.
const DEADLINE_CHECK_MS = 500;
const HANDSHAKE_MS = 10_000;
// How long no byte may move either way on a connection that is owed something: who does not read is cut off.
const STALL_MS = 120_000;

/** Listens, under TLS where there are files for it. Throws `OperatorError` where the address cannot be had, naming it. */
export async function startServer(
  app: RequestListener,
  settings: Pick<Settings['server'], 'host' | 'port'> &
    Partial<Settings['server']> & { stallTimeoutMs?: number },
  tls?: TlsFiles,
): Promise<RunningServer> {
  const server = tls === undefined ? plainServer(app) : tlsServer(app, tls);
  server.headersTimeout = settings.headersTimeoutMs ?? 10_000;
  server.requestTimeout = settings.requestTimeoutMs ?? 20_000;
  server.keepAliveTimeout = settings.keepAliveTimeoutMs ?? 65_000;
  server.timeout = settings.stallTimeoutMs ?? STALL_MS;
  boundConnections(server, settings.maxConnections ?? 2_000);
  const silent = silentConnections(server);
  await listen(server, settings.host, settings.port);
  const { port } = server.address() as AddressInfo;
  return { port, stop: (withinMs) => stop(server, silent, withinMs) };
}

function plainServer(app: RequestListener): Server {
  return createServer({ connectionsCheckingInterval: DEADLINE_CHECK_MS }, app);
}

/**
 * Asks for a client certificate and turns nobody away for it: which one is whose is for the gate to say, and people have
 * none. Connections that are open stay with the certificate that they began with.
 */
function tlsServer(app: RequestListener, tls: TlsFiles): TlsServer {
  const server = createTlsServer(
    {
      connectionsCheckingInterval: DEADLINE_CHECK_MS,
      handshakeTimeout: HANDSHAKE_MS,
      requestCert: tls.settings.requestClientCertificates,
      rejectUnauthorized: false,
      ...tls.context(),
    },
    app,
  );
  const unwatch = tls.watch(() => server.setSecureContext(tls.context()));
  server.once('close', unwatch);
  return server;
}

/** Connections over which no request has come yet: Node does not count them as idle, and nothing runs on them. */
function silentConnections(server: Server | TlsServer): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  const shaking = new Map<string, Socket>();
  const add = (socket: Socket): void => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  };
  server.on('connection', (socket: Socket) => {
    add(socket);
    if (!('setSecureContext' in server)) return;
    const name = endsOf(socket);
    shaking.set(name, socket);
    socket.once('close', () => shaking.delete(name));
  });
  // Under TLS another socket carries the requests; the one below it is no longer ours to close.
  server.on('secureConnection', (socket: Socket) => {
    const below = shaking.get(endsOf(socket));
    if (below !== undefined) silent.delete(below);
    add(socket);
  });
  server.on('request', ({ socket }: { socket: Socket }) => silent.delete(socket));
  return silent;
}

function endsOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress ?? ''} ${remotePort ?? 0}`;
}

function listen(server: Server | TlsServer, host: string, port: number): Promise<void> {
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

function stop(server: Server | TlsServer, silent: ReadonlySet<Socket>, withinMs: number): Promise<void> {
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
