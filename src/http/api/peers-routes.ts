import type { Response, Router } from 'express';
import type { PauseAnswer } from '../../exchange/deliveries/index.js';
import { PeersFileError } from '../../peers/index.js';
import type { PeerDesk } from '../../desk/index.js';
import { callerOf, router } from '../guard.js';
import { ProblemError, problems } from '../problems.js';
import { pathPart } from './query.js';

/** Peers as they stand, taken from a file, and held or let go. Their keys are written here and never read back. */
export function peersRoutes(desk: PeerDesk): Router {
  return router({
    'GET /api/v1/peers': async (_req, res) => {
      res.json({ items: await desk.list(callerOf(res)) });
    },
    'POST /api/v1/peers/import': async (req, res) => {
      res.json(await desk.import(req.body, callerOf(res)).catch(orProblem));
    },
    'POST /api/v1/peers/:id/pause': async (req, res) => {
      answerPause(res, await desk.pause(pathPart(req, 'id'), callerOf(res)));
    },
    'POST /api/v1/peers/:id/resume': async (req, res) => {
      answerPause(res, await desk.resume(pathPart(req, 'id'), callerOf(res)));
    },
  });
}

// The file's faults name places and rules: they are written for whoever made the file.
function orProblem(thrown: unknown): never {
  if (!(thrown instanceof PeersFileError)) throw thrown;
  throw new ProblemError(problems.peersFile, { detail: thrown.message });
}

function answerPause(res: Response, answer: PauseAnswer): void {
  if (answer.kind === 'unknown-peer')
    throw new ProblemError(problems.notFound, { detail: 'No peer has this id.' });
  res.json({ result: answer.kind });
}
