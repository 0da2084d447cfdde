import type { BlockList } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Denial, SessionCheck } from '../../access/index.js';
import { CookieName, readCookie } from './cookies.js';
import { formToken } from './forms.js';
import { setPageHeaders } from './headers.js';
import { chosenLocale } from './locale.js';
import { PageRefusal, Refusal } from './refusals.js';
import { localsOf } from './signed.js';
import { transportOf } from './transport.js';

export interface DoorOptions {
  sessions: SessionCheck;
  /** Proxies whose word about TLS and addresses counts. */
  proxies: BlockList;
  denied: (denial: Denial) => void;
}

/** Stands before every page: how it is asked for, by whom, and what the browser may do with it. Refuses plain HTTP. */
export function door({ sessions, proxies, denied }: DoorOptions): RequestHandler {
  return async (req: Request, res: Response, next: NextFunction) => {
    const transport = transportOf(req, proxies);
    setPageHeaders(res, transport);
    const locals = localsOf(res);
    locals.visitor = { transport, locale: chosenLocale(req, transport), form: '' };
    locals.denied = denied;
    if (transport.kind === 'plain') throw new PageRefusal(Refusal.NotSecure);
    const secret = readCookie(req, CookieName.Session, transport);
    const session =
      secret === undefined ? undefined : await sessions.signedIn(secret, { isUse: !isAskedByItself(req) });
    if (secret !== undefined && session !== undefined) {
      locals.signed = { session, person: session.caller };
      giveForms(res, secret);
    } else {
      locals.isOver = secret !== undefined;
      const visit = readCookie(req, CookieName.Visit, transport);
      if (visit !== undefined) giveForms(res, visit);
    }
    next();
  };
}

/** Agendash asks every few seconds for as long as it lies open: that keeps nobody signed in. */
function isAskedByItself({ path }: Request): boolean {
  return path === '/jobs/agendash/api' || path.startsWith('/jobs/agendash/api/');
}

/** From here on the forms of this answer are bound to that secret. */
export function giveForms(res: Response, secret: string): void {
  const locals = localsOf(res);
  locals.secret = secret;
  if (locals.visitor !== undefined) locals.visitor = { ...locals.visitor, form: formToken(secret) };
}
