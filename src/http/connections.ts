import type { IncomingMessage, Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** A connection, in one of three queues, each from the longest there to the newest. */
interface Queues {
  /** No request has come over it yet. */
  silent: Map<string, Socket>;
  /** It waits for its client's next request. */
  idle: Map<string, Socket>;
  /** A request has come, whole or not, and is not answered. */
  busy: Map<string, { socket: Socket; requests: Set<IncomingMessage> }>;
}

/**
 * Never more connections than this. Whoever comes when all are taken gets the place of one that nothing is lost by
 * closing: one that has said nothing yet, else one that waits for its next request, else one whose request is not whole,
 * the longest so first. So no crowd that holds connections keeps a peer out. Only where every place is waiting for an
 * answer of ours is the newcomer closed.
 */
export function boundConnections(server: Server | TlsServer, most: number): void {
  const queues: Queues = { silent: new Map(), idle: new Map(), busy: new Map() };
  // Under TLS a request knows another socket than the connection: both have the same far end.
  server.on('connection', (socket: Socket) => {
    const name = farEnd(socket);
    queues.silent.set(name, socket);
    socket.once('close', () => forget(queues, name, socket));
    if (queues.silent.size + queues.idle.size + queues.busy.size > most)
      close(queues, nextToGo(queues, socket) ?? socket);
  });
  server.on('request', (req, res) => {
    const name = farEnd(req.socket);
    const socket = queues.silent.get(name) ?? queues.idle.get(name) ?? queues.busy.get(name)?.socket;
    if (socket === undefined) return;
    const requests = queues.busy.get(name)?.requests ?? new Set<IncomingMessage>();
    queues.silent.delete(name);
    queues.idle.delete(name);
    queues.busy.set(name, { socket, requests: requests.add(req) });
    res.once('close', () => {
      requests.delete(req);
      if (requests.size > 0 || !queues.busy.delete(name)) return;
      if (!socket.destroyed) queues.idle.set(name, socket);
    });
  });
}

function farEnd({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress ?? ''} ${remotePort ?? ''}`;
}

/** A later connection may have the same far end: only what was of this one goes. */
function forget({ silent, idle, busy }: Queues, name: string, socket: Socket): void {
  if (silent.get(name) === socket) silent.delete(name);
  if (idle.get(name) === socket) idle.delete(name);
  if (busy.get(name)?.socket === socket) busy.delete(name);
}

/** Its place is free at once, not only when the system has closed it. */
function close(queues: Queues, socket: Socket): void {
  forget(queues, farEnd(socket), socket);
  socket.destroy();
}

function nextToGo({ silent, idle, busy }: Queues, newcomer: Socket): Socket | undefined {
  for (const socket of silent.values()) if (socket !== newcomer && !socket.destroyed) return socket;
  for (const socket of idle.values()) if (!socket.destroyed) return socket;
  for (const { socket, requests } of busy.values())
    if (!socket.destroyed && [...requests].every(({ complete }) => !complete)) return socket;
  return undefined;
}
