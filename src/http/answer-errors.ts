import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AgencyNeeded } from '../desk/index.js';
import { reasonOf, type Logger } from '../platform/index.js';
import { ProblemError, problems, sendProblem, type Problem, type ProblemDetails } from './problems.js';

/** The one place where what went wrong becomes an answer. Says nothing that an exception said. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- express knows an error handler by its four parameters
  return (thrown: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) {
      next(thrown);
      return;
    }
    const { problem, details, retryAfterSeconds } = problemOf(thrown);
    if (problem.status === 500)
      log.error('a request failed', { method: req.method, route: routeOf(req), reason: reasonOf(thrown) });
    if (retryAfterSeconds !== undefined) res.set('Retry-After', String(retryAfterSeconds));
    sendProblem(res, problem, details);
  };
}

/** What is at no address. */
export const answerNotFound: RequestHandler = (req, res) => {
  sendProblem(res, problems.notFound, { detail: `No route answers ${req.method} here.` });
};

/** The pattern that a request matched: what logs and metrics may know of an address. */
export function routeOf(req: Request): string {
  const route = req.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}

/** Seconds after which a store that cannot write asks to be tried again; nothing for any other error. */
export function retryAfterOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('retryAfterSeconds' in thrown)) return undefined;
  const { retryAfterSeconds } = thrown;
  return typeof retryAfterSeconds === 'number' ? Math.max(1, Math.ceil(retryAfterSeconds)) : undefined;
}

interface Answer {
  problem: Problem;
  details?: ProblemDetails;
  retryAfterSeconds?: number;
}

// What the body parser names so; its messages may repeat what was sent and are never passed on.
const parserProblems: Readonly<Record<string, Problem>> = {
  'entity.parse.failed': problems.notJson,
  'entity.too.large': problems.tooLarge,
  'encoding.unsupported': problems.encoding,
  'charset.unsupported': problems.encoding,
};

function problemOf(thrown: unknown): Answer {
  if (thrown instanceof ProblemError) return { problem: thrown.problem, details: thrown.details };
  if (thrown instanceof AgencyNeeded) return { problem: problems.agencyNeeded, details: whoseOf(thrown) };
  const retryAfterSeconds = retryAfterOf(thrown);
  if (retryAfterSeconds !== undefined) return { problem: problems.unavailable, retryAfterSeconds };
  const { type, status } = marksOf(thrown);
  const known = typeof type === 'string' ? parserProblems[type] : undefined;
  if (known !== undefined) return { problem: known };
  const isCallersFault = typeof status === 'number' && status >= 400 && status < 500;
  return { problem: isCallersFault ? problems.badRequest : problems.unexpected };
}

function whoseOf({ agencies }: AgencyNeeded): ProblemDetails {
  return {
    detail: 'Say whose it is: ?agency=TYPE:VALUE, or on the command line --agency TYPE:VALUE.',
    errors: [{ parameter: 'agency', detail: `one of ${agencies.join(', ')}` }],
  };
}

function marksOf(thrown: unknown): { type?: unknown; status?: unknown } {
  return thrown instanceof Error ? (thrown as { type?: unknown; status?: unknown }) : {};
}
