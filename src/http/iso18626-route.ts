import type { Request, Response, Router } from 'express';
import type { TurnedAway } from '../inbound/index.js';
import { reasonOf, type Logger } from '../platform/index.js';
import { retryAfterOf } from './answer-errors.js';
import type { Gateway } from '../desk/index.js';
import { router } from './guard.js';
import { readBody, type BodyReading } from './read-body.js';

export interface Iso18626RouteOptions {
  gateway: Pick<Gateway, 'receive' | 'turnAway'>;
  bodyLimitBytes: number;
  log: Logger;
}

/** The standard's own headers: exact length, nothing before the first `<`. Source: iso18626.md 4.4. */
const XML = 'application/xml; charset="utf-8"';

const NOT_POSTED = { statusCode: 405, text: 'Messages are posted here.\n' };

// How long whoever was answered before the end of their body may go on sending, so that they can read the answer.
const LINGER_MS = 1_000;

/**
 * Where peers post their messages: step 1 of architecture §3. Its own errors speak no JSON and no exception's words.
 * Source: iso18626.md 4.7.
 */
export function iso18626Route(options: Iso18626RouteOptions): Router {
  return router({
    'ALL /iso18626': async (req, res) => {
      if (req.method !== 'POST') return refuse(req, res.set('Allow', 'POST'), NOT_POSTED);
      if (!isXml(req.headers['content-type'])) return turnAway(req, res, { why: 'not-xml', options });
      const reading = await readBody(req, options.bodyLimitBytes);
      if (reading.kind === 'aborted') return void res.destroy();
      if (reading.kind !== 'read') return turnAway(req, res, { why: reading.kind, options });
      await answer(req, res, { body: reading.body, options });
    },
  });
}

/** `application/xml`, `text/xml` or `application/*+xml`, in any case. */
function isXml(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim() ?? '';
  return /^(?:(?:application|text)\/xml|application\/[^\s/]+\+xml)$/i.test(type);
}

/** The charset as it is written in the Content-Type: what it means is for whoever reads the body. */
export function charsetOf(contentType: string | undefined): string | undefined {
  const [, quoted, bare] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType ?? '') ?? [];
  return quoted ?? bare;
}

async function answer(
  req: Request,
  res: Response,
  received: { body: Buffer; options: Iso18626RouteOptions },
): Promise<void> {
  const { gateway, log } = received.options;
  const charset = charsetOf(req.headers['content-type']);
  try {
    const answered = await gateway.receive({
      body: received.body,
      ...(charset === undefined ? {} : { charset }),
      remoteAddress: req.socket.remoteAddress ?? 'unknown',
      headers: singleHeaders(req),
    });
    if (answered.retryAfterSeconds !== undefined)
      res.set('Retry-After', String(Math.ceil(answered.retryAfterSeconds)));
    send(res, answered.statusCode, answered.body);
  } catch (thrown) {
    const retryAfter = retryAfterOf(thrown);
    if (retryAfter === undefined) log.error('a message could not be taken', { reason: reasonOf(thrown) });
    else res.set('Retry-After', String(retryAfter));
    send(res, retryAfter === undefined ? 500 : 503);
  }
}

function send(res: Response, statusCode: number, body: Buffer = Buffer.alloc(0)): void {
  res.status(statusCode);
  if (body.length > 0) res.setHeader('Content-Type', XML);
  res.setHeader('Content-Length', body.length);
  res.end(body);
}

/** Of all headers, Node keeps only `set-cookie` as a list, and none that asks for anything sends it. */
function singleHeaders({ headers }: Request): Readonly<Record<string, string | undefined>> {
  const { 'set-cookie': _cookies, ...single } = headers;
  return single as Readonly<Record<string, string | undefined>>;
}

type Unread = 'not-xml' | Exclude<BodyReading['kind'], 'read' | 'aborted'>;

/** What a body that is refused unread is answered, and how the ledger names it. Source: iso18626.md 4.7. */
const unread: Record<Unread, Omit<TurnedAway, 'remoteAddress'> & { text: (limitBytes: number) => string }> = {
  'not-xml': {
    statusCode: 415,
    cause: 'HTTP 415: no XML by its headers',
    text: () => 'Messages are XML: application/xml or text/xml.\n',
  },
  'unknown-encoding': {
    statusCode: 415,
    cause: 'HTTP 415: unknown content encoding',
    text: () => 'Messages are sent plain or as gzip.\n',
  },
  'broken-encoding': {
    statusCode: 400,
    cause: 'HTTP 400: broken gzip',
    text: () => 'The body cannot be unpacked.\n',
  },
  'too-large': {
    statusCode: 413,
    cause: 'HTTP 413: too large',
    text: (limitBytes) => `The message is too large: at most ${limitBytes} bytes are taken.\n`,
  },
};

function turnAway(
  req: Request,
  res: Response,
  { why, options }: { why: Unread; options: Iso18626RouteOptions },
): void {
  const { text, statusCode, cause } = unread[why];
  const remoteAddress = req.socket.remoteAddress ?? 'unknown';
  void options.gateway.turnAway({ statusCode, cause, remoteAddress });
  refuse(req, res, { statusCode, text: text(options.bodyLimitBytes) });
}

/**
 * Answers at once and in full, also where the body has not been read: closing with bytes unread would take the answer
 * away from a client that still sends, so what comes is thrown away for a moment first.
 */
function refuse(
  req: Request,
  res: Response,
  { statusCode, text }: { statusCode: number; text: string },
): void {
  res.status(statusCode).set('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  if (!hasBody(req)) return void res.end(text);
  res.setHeader('Connection', 'close');
  res.write(text);
  const enough = setTimeout(() => res.end(), LINGER_MS);
  enough.unref();
  for (const event of ['end', 'close', 'error'] as const)
    req.once(event, () => {
      clearTimeout(enough);
      res.end();
    });
  req.resume();
}

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
