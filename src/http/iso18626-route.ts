import type { Request, Response, Router } from 'express';
import type { Admission, Admitted, NotAdmitted, TurnedAway } from '../inbound/index.js';
import type { Presented } from '../peers/index.js';
import { readBody, reasonOf, type BodyReading, type Logger } from '../platform/index.js';
import { retryAfterOf } from './answer-errors.js';
import type { Gateway } from '../desk/index.js';
import { router } from './guard.js';
import { presentedOf, type Believed } from './presented.js';

export interface Iso18626RouteOptions {
  gateway: Pick<Gateway, 'admit' | 'receive' | 'turnAway'>;
  believed: Believed;
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
      const presented = presentedOf(req, options.believed);
      const admission = await admit(presented, res, options);
      if (admission === undefined) return;
      if (admission.kind === 'not-admitted')
        return notAdmitted(req, res, { admission, address: presented.address, options });
      try {
        await take(req, res, { admitted: admission, options });
      } finally {
        admission.done();
      }
    },
  });
}

/** Who asks, by the address and the credentials of the connection and the head; nothing where that cannot be told now. */
async function admit(
  presented: Presented,
  res: Response,
  { gateway, log }: Iso18626RouteOptions,
): Promise<Admission | undefined> {
  try {
    const admission = gateway.admit(presented);
    return admission instanceof Promise ? await admission : admission;
  } catch (thrown) {
    unavailable(res, { thrown, log });
    return undefined;
  }
}

interface Taking {
  admitted: Admitted;
  options: Iso18626RouteOptions;
}

async function take(req: Request, res: Response, taking: Taking): Promise<void> {
  const { admitted } = taking;
  if (!isXml(req.headers['content-type'])) {
    turnAway(req, res, { why: 'not-xml', ...taking });
    return;
  }
  const reading = await readBody(req, admitted.bodyLimitBytes);
  if (reading.kind === 'aborted') return void res.destroy();
  if (reading.kind === 'read') await answer(req, res, { body: reading.body, ...taking });
  else turnAway(req, res, { why: reading.kind, ...taking });
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
  { body, admitted, options }: Taking & { body: Buffer },
): Promise<void> {
  const { gateway, log } = options;
  const charset = charsetOf(req.headers['content-type']);
  try {
    const answered = await gateway.receive({ body, admitted, ...(charset === undefined ? {} : { charset }) });
    retryAfter(res, answered.retryAfterSeconds);
    send(res, answered.statusCode, answered.body);
  } catch (thrown) {
    unavailable(res, { thrown, log });
  }
}

/** What cannot be done now is asked for again; anything else is a fault of ours. */
function unavailable(res: Response, { thrown, log }: { thrown: unknown; log: Logger }): void {
  const seconds = retryAfterOf(thrown);
  if (seconds === undefined) log.error('a message could not be taken', { reason: reasonOf(thrown) });
  retryAfter(res, seconds);
  send(res, seconds === undefined ? 500 : 503);
}

function retryAfter(res: Response, seconds: number | undefined): void {
  if (seconds !== undefined) res.set('Retry-After', String(Math.ceil(seconds)));
}

function send(res: Response, statusCode: number, body: Buffer = Buffer.alloc(0)): void {
  res.status(statusCode);
  if (body.length > 0) res.setHeader('Content-Type', XML);
  res.setHeader('Content-Length', body.length);
  res.end(body);
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

function turnAway(req: Request, res: Response, { why, admitted, options }: Taking & { why: Unread }): void {
  const { text, statusCode, cause } = unread[why];
  void options.gateway.turnAway({ statusCode, cause, remoteAddress: admitted.presented.address });
  refuse(req, res, { statusCode, text: text(admitted.bodyLimitBytes) });
}

function notAdmitted(
  req: Request,
  res: Response,
  refused: { admission: NotAdmitted; address: string; options: Iso18626RouteOptions },
): void {
  const { admission, address, options } = refused;
  const { statusCode, cause, retryAfterSeconds } = admission;
  void options.gateway.turnAway({ statusCode, cause, remoteAddress: address });
  retryAfter(res, retryAfterSeconds);
  refuse(req, res, { statusCode, text: '' });
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
  res.status(statusCode);
  if (text !== '') res.set('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  if (!hasBody(req)) return void res.end(text);
  res.setHeader('Connection', 'close');
  if (text === '') res.flushHeaders();
  else res.write(text);
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
