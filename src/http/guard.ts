// Before every route: who asks, whether the access table lets them, and whether the body is JSON of a bearable size.
import type { IncomingMessage } from 'node:http';
import {
  Router,
  json,
  raw,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import {
  apiTable,
  bearerToken,
  holdsPartly,
  narrowed,
  OPEN,
  scopeFor,
  type ApiKey,
  type Caller,
  type Denial,
  type Needed,
  type Right,
  type TokenCheck,
} from '../access/index.js';
import { isForm } from '../files/index.js';
import { REPORT_LIMIT_BYTES, reportForms } from '../notices/index.js';
import { ProblemError, problems, type ProblemDetails } from './problems.js';

/** Largest JSON body, in bytes. */
export const JSON_LIMIT_BYTES = 2 * 1024 * 1024;

export type Handler = (req: Request, res: Response) => void | Promise<void>;

interface Locals {
  caller?: Caller;
  denied?: (denial: Denial) => void;
}

/** The one who asks; only where the route needs a token. */
export function callerOf(res: Response): Caller {
  const { caller } = res.locals as Locals;
  if (caller === undefined) throw new Error('a route without a guard asked for its caller');
  return caller;
}

/** Everything under `/api` needs a token that is known, whether the route exists or not. */
export function authenticate(tokens: TokenCheck, denied?: (denial: Denial) => void): RequestHandler {
  return async (req: Request, res: Response, next: NextFunction) => {
    const given = req.headers.authorization;
    const token = bearerToken(given);
    const caller = token === undefined ? undefined : await tokens.callerOf(token);
    if (caller === undefined) {
      const isMissing = given === undefined;
      res.set('WWW-Authenticate', `Bearer realm="lendwire"${isMissing ? '' : ', error="invalid_token"'}`);
      throw new ProblemError(isMissing ? problems.tokenMissing : problems.tokenUnknown);
    }
    Object.assign(res.locals, { caller, denied });
    next();
  };
}

const readJson = json({ limit: JSON_LIMIT_BYTES, type: isJson, strict: false });

function isJson(req: IncomingMessage): boolean {
  return /^application\/(?:json|[^\s/]+\+json)$/.test(typeOf(req));
}

/** Routes whose body is no JSON: its types, and its largest size in bytes. */
const otherBodies: Partial<Record<ApiKey, { types: readonly string[]; limitBytes: number }>> = {
  'POST /api/v1/notices/reports': { types: reportForms, limitBytes: REPORT_LIMIT_BYTES },
};

/** A body of one of those types, as it came; anything else is refused. */
function readOther(types: readonly string[], limitBytes: number): RequestHandler[] {
  const isOne = (req: IncomingMessage): boolean => types.includes(typeOf(req));
  return [
    (req, _res, next) => {
      if (!isOne(req))
        throw new ProblemError(problems.notOurType, { detail: `It must be one of ${types.join(', ')}.` });
      next();
    },
    raw({ limit: limitBytes, type: isOne }),
  ];
}

function typeOf(req: IncomingMessage): string {
  return (req.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** A body is JSON and says so, or there is none at all. */
const jsonOnly: RequestHandler = (req, _res, next) => {
  const isSent =
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (isSent && !isJson(req))
    throw new ProblemError(problems.notOurType, { detail: 'It must be application/json.' });
  next();
};

/** The caller is bound to those agencies where the right is held, so that a desk asks for nothing else. */
function needsRight(key: ApiKey): RequestHandler[] {
  const right: Needed = apiTable[key];
  if (right === OPEN) return [];
  return [
    (_req, res, next) => {
      const asked = callerOf(res);
      const caller = narrowed(asked, right);
      if (caller === undefined) {
        (res.locals as Locals).denied?.({ caller: asked, route: key, right });
        throw new ProblemError(problems.scopeMissing, lacking(asked, right));
      }
      Object.assign(res.locals, { caller });
      next();
    },
  ];
}

function lacking(caller: Caller, right: Right): ProblemDetails {
  const scope = scopeFor(right);
  if (scope === undefined) return { detail: 'No token may do this.' };
  const detail = holdsPartly(caller, right)
    ? `The token holds the scope ${scope} for one agency; this takes it for the whole gateway.`
    : `The token lacks the scope ${scope}.`;
  return { detail, more: { scope } };
}

/** A form with parts is left to the route, which reads it within its own limits. */
const orForm =
  (handler: RequestHandler): RequestHandler =>
  (req, res, next) => {
    if (isForm(req.headers['content-type'])) next();
    else return handler(req, res, next);
    return undefined;
  };

/** What stands before a route's handler: its right, read from the access table, then the body's type and size. */
function before(key: ApiKey, { takesForms = false }: RouterOptions): RequestHandler[] {
  const other = otherBodies[key];
  if (other !== undefined) return [...needsRight(key), ...readOther(other.types, other.limitBytes)];
  const body = takesForms ? [orForm(jsonOnly), orForm(readJson)] : [jsonOnly, readJson];
  return [...needsRight(key), ...(/^(POST|PUT) /.test(key) ? body : [])];
}

export interface RouterOptions {
  /** Whether a body may be a form with files instead of JSON. */
  takesForms?: boolean;
}

const registrars = {
  ALL: 'all',
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  DELETE: 'delete',
} as const;

/** Routes by their key in the access table: one that is not in it does not compile. */
export function router(routes: Partial<Record<ApiKey, Handler>>, options: RouterOptions = {}): Router {
  const made = Router({ caseSensitive: true });
  for (const [key, handler] of Object.entries(routes) as [ApiKey, Handler][]) {
    const [method, path] = key.split(' ') as [keyof typeof registrars, string];
    made[registrars[method]](path, ...before(key, options), handler);
  }
  return made;
}
