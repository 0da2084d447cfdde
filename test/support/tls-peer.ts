import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { IncomingHttpHeaders } from 'node:http';
import { decode, edition2017, type Initiating } from '../../src/iso18626/index.js';
import type { Pair } from './certificates.js';
import { confirmationOf } from './scripted-peer.js';

/** What came to a peer over TLS. */
export interface TlsArrived {
  headers: IncomingHttpHeaders;
  body: string;
  message: Initiating | undefined;
  /** Common name of the client's certificate. */
  client: string | undefined;
}

export interface TlsPeer {
  readonly port: number;
  readonly arrived: readonly TlsArrived[];
  close(): Promise<void>;
}

/** A peer that speaks TLS on loopback, and lets in only those whose certificate `clients` has signed, where it is given. */
export async function tlsPeer(server: Pair, clients?: Pair): Promise<TlsPeer> {
  const arrived: TlsArrived[] = [];
  const demands =
    clients === undefined ? {} : { ca: clients.cert, requestCert: true, rejectUnauthorized: true };
  const listening = createServer({ ...server, ...demands }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => {
      const body = Buffer.concat(parts);
      const reading = decode(body, { edition: edition2017 });
      const message = reading.ok && 'header' in reading.message ? reading.message : undefined;
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      const client = (subject as { CN?: string } | undefined)?.CN;
      arrived.push({ headers: request.headers, body: body.toString('utf8'), message, client });
      if (message === undefined) return void response.writeHead(400).end();
      response.writeHead(200, { 'content-type': 'application/xml' }).end(confirmationOf(message));
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return {
    port: (listening.address() as AddressInfo).port,
    arrived,
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  };
}
