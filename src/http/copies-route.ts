import type { BlockList } from 'node:net';
import type { RequestHandler, Router } from 'express';
import type { FileDesk } from '../desk/index.js';
import { endingOf } from '../files/index.js';
import { connectionOf } from '../platform/index.js';
import { callsWithin } from './calls-within.js';
import { router } from './guard.js';
import { ProblemError, problems } from './problems.js';

/** So many a minute from one address, and from all of them: guessing a token is hopeless, and asking costs little. */
const LIMITS = { ofOne: 30, ofAll: 600, milliseconds: 60_000 };

/**
 * Where a peer or reader fetches a copy that was supplied as a file: by its link alone. Each time is counted and entered
 * before the first byte goes out. Says nothing else of the request, whatever is asked. Who asks is known behind `proxies`.
 */
export function copiesRoute(files: FileDesk, proxies: BlockList): Router {
  const within = callsWithin(LIMITS);
  const made = router({
    'GET /copies/:token': async (req, res) => {
      // Asking without fetching would count as a view, or tell whether a guess is right.
      if (req.method !== 'GET') throw new ProblemError(problems.notFound);
      if (!within(connectionOf(req, proxies).address)) {
        res.set('Retry-After', '60');
        throw new ProblemError(problems.tooOften);
      }
      const got = await files.fetchCopy(String(req.params['token']));
      if (got.kind === 'unknown') throw new ProblemError(problems.notFound);
      if (got.kind === 'over') throw new ProblemError(problems.copyOver);
      res.set(safe).type(got.type).attachment(`copy.${endingOf[got.type]}`).send(got.content);
    },
  });
  made.use('/copies', onlyFetched);
  return made;
}

const safe = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
};

const onlyFetched: RequestHandler = () => {
  throw new ProblemError(problems.notFound);
};
