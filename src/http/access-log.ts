import type { RequestHandler, Response } from 'express';
import { actorOf, type Caller } from '../access/index.js';
import type { Logger } from '../platform/index.js';
import { routeOf } from './answer-errors.js';

/** What is asked for with every page and tells nothing of whoever asks. */
const NOT_TOLD: ReadonlySet<string> = new Set(['/assets/:file']);

/**
 * A line for each request to page and API: who asked (by id), for which pattern of the access table, how it ended and how
 * long it took in milliseconds. Never an address as it came: ids, patrons and what was searched for would stand in it.
 * Peers' messages have lines and entries of their own.
 */
export function accessLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const route = routeOf(req);
      if (NOT_TOLD.has(route)) return;
      const caller = whoAsked(res);
      log.info('answered', {
        method: req.method,
        route,
        status: res.writableFinished ? res.statusCode : 'aborted',
        ms: Math.round(performance.now() - startedAt),
        ...(caller === undefined ? {} : { caller: caller.kind, id: actorOf(caller).id }),
      });
    });
    next();
  };
}

/** A token's caller, or whoever has signed in: the page's door says so in the same place. */
function whoAsked({ locals }: Response): Caller | undefined {
  const { caller, signed } = locals as { caller?: Caller; signed?: { person: Caller } };
  return caller ?? signed?.person;
}
