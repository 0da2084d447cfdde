import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/** A connection over which a test says whatever it likes, HTTP or not. */
export interface BareConnection {
  readonly socket: Socket;
  /** All that has come back so far. */
  said(): string;
  /** Resolves when so many answers have come, or the connection has ended. */
  answers(count?: number): Promise<string>;
  /** Resolves when the other side has closed it. */
  closed: Promise<void>;
}

export async function bareConnection(port: number): Promise<BareConnection> {
  const socket = createConnection(port, '127.0.0.1');
  let said = '';
  const waiting = new Set<() => void>();
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
    for (const look of waiting) look();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  void closed.then(() => waiting.forEach((look) => look()));
  await once(socket, 'connect');
  return {
    socket,
    said: () => said,
    closed,
    answers: (count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!socket.destroyed && statusesIn(said).length < count) return;
          waiting.delete(look);
          resolve(said);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The status codes of all answers, in their order. */
export function statusesIn(said: string): number[] {
  return [...said.matchAll(/HTTP\/1\.1 (\d{3}) (?!Continue)/g)].map(([, status]) => Number(status));
}

/** A message as it goes over the wire, with headers of the test's own. */
export function posting(body: string | Buffer, headers: Record<string, string> = {}): Buffer {
  const bytes = Buffer.from(body);
  const all = {
    Host: 'library.example',
    'Content-Type': 'application/xml; charset="utf-8"',
    'Content-Length': String(bytes.length),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST /iso18626 HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
}
