import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  confirm,
  decode,
  edition2017,
  encode,
  formatInstant,
  refuse,
  type ErrorData,
  type Initiating,
} from '../../src/iso18626/index.js';

/** One message as it arrived. */
export interface Arrived {
  body: Buffer;
  headers: IncomingHttpHeaders;
  message: Initiating | undefined;
}

/** What the peer does with one message. */
export type Play = (exchange: { arrived: Arrived; response: ServerResponse; socket: Socket }) => void;

/** A peer over real HTTP on loopback that does what it is told: well, badly, late or not at all. */
export interface ScriptedPeer {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** The most messages that were ever open at once. */
  readonly mostAtOnce: number;
  readonly open: number;
  /** Plays these for the next messages, in order. */
  next(...plays: readonly Play[]): void;
  /** Plays this for every message that nothing else was said about. */
  always(play: Play): void;
  /** Resolves when so many messages have arrived. */
  hasReceived(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function scriptedPeer(): Promise<ScriptedPeer> {
  const arrived: Arrived[] = [];
  const planned: Play[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const counts = { open: 0, most: 0 };
  let usual: Play = plays.ok;

  const server = createServer((request, response) => {
    counts.open += 1;
    counts.most = Math.max(counts.most, counts.open);
    response.on('close', () => (counts.open -= 1));
    void bodyOf(request).then((body) => {
      const one = { body, headers: request.headers, message: messageIn(body) };
      arrived.push(one);
      for (const { count, resolve } of waiting) if (arrived.length >= count) resolve();
      (planned.shift() ?? usual)({ arrived: one, response, socket: request.socket });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/iso18626`,
    arrived,
    get mostAtOnce() {
      return counts.most;
    },
    get open() {
      return counts.open;
    },
    next: (...some) => void planned.push(...some),
    always: (play) => (usual = play),
    hasReceived: (count) =>
      new Promise((resolve) => {
        if (arrived.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const xml = { 'content-type': 'application/xml; charset="utf-8"' };

/** The confirmation of a message as bytes; an ERROR where errors are given. */
export function confirmationOf(message: Initiating, errors?: ErrorData[]): Buffer {
  const now = formatInstant(0);
  const answer = errors === undefined ? confirm(message, { now }) : refuse(message, errors, { now });
  return encode(answer, edition2017).bytes;
}

function answering(statusCode: number, errors?: ErrorData[]): Play {
  return ({ arrived: { message }, response }) => {
    if (message === undefined) response.writeHead(400).end();
    else response.writeHead(statusCode, xml).end(confirmationOf(message, errors));
  };
}

/** What peers are known to do, and a few things that they should not. */
export const plays = {
  ok: answering(200),
  /** As Koha confirms. */
  created: answering(201),
  refuses: (errors: ErrorData[], statusCode?: number): Play => answering(statusCode ?? 200, errors),
  http:
    (statusCode: number, headers?: Record<string, string>, body?: string): Play =>
    ({ response }) =>
      void response.writeHead(statusCode, headers).end(body ?? ''),
  page: ({ response }: { response: ServerResponse }) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><p>Welcome<br></html>'),
  malformed: ({ response }: { response: ServerResponse }) =>
    void response
      .writeHead(200, xml)
      .end('<ISO18626Message xmlns="http://illtransactions.org/2013/iso18626"><req'),
  /** The right words for another kind of message. */
  wrongConfirmation: ({ response }: { response: ServerResponse }) => {
    const header = {
      requestingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'NO-1' },
      timestamp: '2026-03-02T08:00:00Z',
      requestingAgencyRequestId: 'other',
    };
    const other: Initiating = { kind: 'request', header, bibliographicInfo: {} };
    response.writeHead(200, xml).end(confirmationOf(other));
  },
  /** Takes the message and breaks the connection. */
  reset: ({ socket }: { socket: Socket }) => void socket.resetAndDestroy(),
  /** Takes the message and says nothing, ever. */
  silent: () => undefined,
} satisfies Record<string, Play | ((...given: never[]) => Play)>;

/** A play that waits until it is let go: a slow peer, or one that answers after the sender has gone. */
export function heldBack(then: Play = plays.ok): { play: Play; letGo(): void } {
  const held: (() => void)[] = [];
  let isFree = false;
  return {
    play: (exchange) => {
      if (isFree) then(exchange);
      else held.push(() => then(exchange));
    },
    letGo() {
      isFree = true;
      for (const go of held.splice(0)) go();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function messageIn(body: Buffer): Initiating | undefined {
  const reading = decode(body, { edition: edition2017 });
  return reading.ok && 'header' in reading.message ? reading.message : undefined;
}
