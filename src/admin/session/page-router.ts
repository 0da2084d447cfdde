import { Router, urlencoded, type Request, type RequestHandler, type Response } from 'express';
import { narrowed, OPEN, pageTable, SIGNED_IN, type Needed, type PageKey } from '../../access/index.js';
import type { HandedIn } from '../../desk/index.js';
import { isForm } from '../../files/index.js';
import { isOurForm } from './forms.js';
import { PageRefusal, Refusal } from './refusals.js';
import { localsOf, visitorOf } from './signed.js';

export type PageHandler = (req: Request, res: Response) => void | Promise<void>;

/** Largest form, in bytes. */
const FORM_LIMIT = '256kb';

const readForm = urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: 5_000 });

/** Whoever is not signed in is led to where that is done, and from there back. */
const needsSignIn: RequestHandler = (req, res, next) => {
  const { signed, isOver } = localsOf(res);
  if (signed !== undefined) {
    next();
    return;
  }
  const to = encodeURIComponent(req.method === 'GET' ? req.originalUrl : '/');
  res.redirect(303, `/sign-in?to=${to}${isOver === true ? '&note=expired' : ''}`);
};

function needsRight(key: PageKey, right: Exclude<Needed, typeof OPEN | typeof SIGNED_IN>): RequestHandler {
  return (_req, res, next) => {
    const locals = localsOf(res);
    const person = locals.signed?.person;
    const caller = person === undefined ? undefined : narrowed(person, right);
    if (caller === undefined) {
      if (person !== undefined) locals.denied?.({ caller: person, route: key, right });
      throw new PageRefusal(Refusal.Denied, right);
    }
    locals.caller = caller;
    next();
  };
}

/** A form is taken only where its token is this session's. */
const needsOurForm: RequestHandler = (req, res, next) => {
  const { secret } = localsOf(res);
  if (secret === undefined || !isOurForm(req, secret, visitorOf(res).transport.host))
    throw new PageRefusal(Refusal.FormExpired);
  next();
};

/** Reads a form with files, within the limits of the settings. */
export type FormTaker = (req: Request) => Promise<HandedIn>;

/** A form that brings files; any other is read as always. Refuses one that is too large or broken. */
function readFormWithFiles(takeForm: FormTaker): RequestHandler {
  return async (req, res, next) => {
    if (!isForm(req.headers['content-type'])) {
      readForm(req, res, next);
      return;
    }
    const handedIn = await takeForm(req);
    if (handedIn.kind === 'no-form') {
      if (!req.complete) res.set('Connection', 'close');
      throw new PageRefusal(Refusal.FormUnreadable);
    }
    const { fields, photos, document, fault } = handedIn;
    req.body = Object.fromEntries(
      Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
    );
    localsOf(res).handedIn = { photos, document, fault };
    next();
  };
}

/** What stands before a page's handler: who is signed in, the right that the access table names, and for a POST our own form. */
export function before(key: PageKey, { takeForm }: PageOptions = {}): RequestHandler[] {
  const needed: Needed = pageTable[key];
  const rights =
    needed === OPEN ? [] : needed === SIGNED_IN ? [needsSignIn] : [needsSignIn, needsRight(key, needed)];
  const form = takeForm === undefined ? readForm : readFormWithFiles(takeForm);
  return key.startsWith('POST ') ? [...rights, form, needsOurForm] : rights;
}

export interface PageOptions {
  /** For forms that may bring files. */
  takeForm?: FormTaker;
}

const registrars = { ALL: 'all', GET: 'get', POST: 'post' } as const;

/** Pages by their key in the access table: one that is not in it does not compile. */
export function pageRouter(routes: Partial<Record<PageKey, PageHandler>>, options: PageOptions = {}): Router {
  const made = Router({ caseSensitive: true });
  for (const [key, handler] of Object.entries(routes) as [PageKey, PageHandler][]) {
    const [method, path] = key.split(' ') as [keyof typeof registrars, string];
    made[registrars[method]](path, ...before(key, options), handler);
  }
  return made;
}
