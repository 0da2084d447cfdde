import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  badlyFormed,
  confirm,
  decode,
  edition2017,
  encode,
  formatInstant,
  refuse,
  refuseReading,
  type Confirmation,
  type ErrorData,
  type Initiating,
} from '../../src/iso18626/index.js';

/** What a peer does otherwise than it should. */
export interface Faults {
  /** Says OK before it has read anything. */
  confirmsUnread?: true;
  /** Takes whatever comes under an id that it has. */
  forgetsRequests?: true;
  /** Says ERROR where the same bytes come again. */
  refusesRepeats?: true;
  /** Takes a DOCTYPE, and puts entities in. */
  expandsEntities?: true;
  /** Repeats another id and its own clock. */
  echoesWrong?: true;
  /** Confirms with 201, and says errors as a page with HTTP 500. */
  speaksHttp?: true;
  /** Answers for any agency, about any id. */
  answersAnyone?: true;
}

/** A peer that supplies, with its own small memory, over real HTTP on loopback: right in everything that was not asked otherwise. */
export interface PeerUnderTest {
  readonly url: string;
  /** Requests that it holds, each as often as it took it. */
  readonly held: readonly string[];
  close(): Promise<void>;
}

const OURS = 'SE-SOUTH';
const THEIRS = 'SE-NORTH';
const XML = 'application/xml; charset="utf-8"';

export async function peerUnderTest(faults: Faults = {}): Promise<PeerUnderTest> {
  const held: string[] = [];
  const bodies = new Map<string, { body: Buffer; answer: Buffer }>();
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
    const type = request.headers['content-type'] ?? '';
    if (!/^(application|text)\/xml/i.test(type)) return void response.writeHead(415).end();
    const charset = /charset="?([\w-]+)/i.exec(type)?.[1];
    const said = judged(body, charset);
    send(response, said);
  }

  /** The answer's bytes and HTTP status. */
  function judged(body: Buffer, charset: string | undefined): Said {
    if (faults.confirmsUnread === true) return { ok: true, http: 200, body: unread() };
    const isExpanded = faults.expandsEntities === true && body.includes('<!DOCTYPE');
    const source = isExpanded ? Buffer.from(expanded(body.toString('utf8'))) : body;
    const reading = decode(source, { edition: edition2017, ...(charset && { charset }) });
    const now = formatInstant(Date.now());
    if (!reading.ok)
      return { ok: false, http: reading.refusal.http, body: written(refuseReading(reading, { now })) };
    const { message } = reading;
    if (!('header' in message)) return { ok: false, http: 400, body: written(badlyFormed([], { now })) };
    const known = bodies.get(message.header.requestingAgencyRequestId);
    if (message.kind === 'request' && known?.body.equals(body) === true) return repeat(message, known.answer);
    const errors = objections(message);
    const confirmation = errors.length === 0 ? confirm(message, { now }) : refuse(message, errors, { now });
    const bytes = written(faults.echoesWrong === true ? wronged(confirmation, now) : confirmation);
    if (errors.length === 0 && message.kind === 'request') {
      held.push(message.header.requestingAgencyRequestId);
      bodies.set(message.header.requestingAgencyRequestId, { body, answer: bytes });
    }
    return { ok: errors.length === 0, http: 200, body: bytes };
  }

  function repeat(message: Initiating, first: Buffer): Said {
    const now = formatInstant(Date.now() + 60_000);
    if (faults.forgetsRequests === true) {
      held.push(message.header.requestingAgencyRequestId);
      return { ok: true, http: 200, body: written(confirm(message, { now })) };
    }
    if (faults.refusesRepeats !== true) return { ok: true, http: 200, body: first };
    return { ok: false, http: 200, body: written(refuse(message, [idExists], { now })) };
  }

  function objections(message: Initiating): ErrorData[] {
    const { supplyingAgencyId, requestingAgencyId, requestingAgencyRequestId: id } = message.header;
    if (faults.answersAnyone === true) return message.kind === 'request' && bodies.has(id) ? [idExists] : [];
    if (requestingAgencyId.agencyIdValue !== THEIRS) return [unusable('requestingAgencyId')];
    if (supplyingAgencyId?.agencyIdValue !== OURS) return [unusable('supplyingAgencyId')];
    if (message.kind !== 'request') return bodies.has(id) ? [] : [unusable('requestingAgencyRequestId')];
    if (message.serviceInfo?.requestType === 'Retry') return [unusable('requestingAgencyPreviousRequestId')];
    return bodies.has(id) && faults.forgetsRequests !== true ? [idExists] : [];
  }

  function send(response: ServerResponse, { ok, http, body }: Said): void {
    if (faults.speaksHttp !== true)
      return void response.writeHead(http, { 'content-type': XML, 'content-length': body.length }).end(body);
    if (ok) response.writeHead(201, { 'content-type': XML, 'content-length': body.length }).end(body);
    else response.writeHead(500, { 'content-type': 'text/html' }).end('<html><h1>Server error</h1></html>');
  }

  await listening(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/iso18626`,
    held,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Said {
  ok: boolean;
  http: number;
  body: Buffer;
}

const unusable = (element: string): ErrorData => ({
  errorType: 'UnrecognisedDataValue',
  errorValue: `${element}: not known`,
});
const idExists: ErrorData = {
  errorType: 'UnrecognisedDataValue',
  errorValue: 'requestingAgencyRequestId: request with a given ID already exists',
};

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

const written = (confirmation: Confirmation): Buffer => encode(confirmation, edition2017).bytes;

function unread(): Buffer {
  const now = formatInstant(Date.now());
  return written({
    kind: 'requestConfirmation',
    confirmationHeader: { timestamp: now, timestampReceived: now, messageStatus: 'OK' },
  });
}

/** As a parser does that believes what it is told. */
function expanded(text: string): string {
  const entities = [...text.matchAll(/<!ENTITY (\w+) (?:SYSTEM )?"([^"]*)">/g)];
  const plain = text.replace(/<!DOCTYPE[^[>]*(\[[^\]]*\])?>/, '');
  return entities.reduceRight((so, [, name = '', value = '']) => so.replaceAll(`&${name};`, value), plain);
}

function wronged(confirmation: Confirmation, now: string): Confirmation {
  const { confirmationHeader: header } = confirmation;
  const id = `${header.requestingAgencyRequestId ?? ''}-2`;
  const told = formatInstant(Date.parse(now) + 3_600_000);
  return {
    ...confirmation,
    confirmationHeader: { ...header, requestingAgencyRequestId: id, timestampReceived: told },
  };
}
