import type { Response, Router } from 'express';
import type { PauseAnswer } from '../../exchange/deliveries/index.js';
import { PeersFileError } from '../../peers/index.js';
import type { PeerDesk, PeerTestAnswer } from '../../desk/index.js';
import { callerOf, router } from '../guard.js';
import { ProblemError, problems } from '../problems.js';
import { pathPart } from './query.js';

/** Peers as they stand, taken from a file, tested, and held or let go. Their keys are written here and never read back. */
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
    'POST /api/v1/peers/:id/test': async (req, res) => {
      res.json(tested(await desk.test(pathPart(req, 'id'), callerOf(res))));
    },
  });
}

// The file's faults name places and rules: they are written for whoever made the file.
function orProblem(thrown: unknown): never {
  if (!(thrown instanceof PeersFileError)) throw thrown;
  throw new ProblemError(problems.peersFile, { detail: thrown.message });
}

function tested(answer: PeerTestAnswer): object {
  if (answer.kind === 'unknown-peer') throw unknownPeer();
  if (answer.kind === 'running') throw new ProblemError(problems.peerTestRuns);
  const { verdict, ...rest } = answer.test;
  return { result: verdict, ...rest };
}

const unknownPeer = (): ProblemError =>
  new ProblemError(problems.notFound, { detail: 'No peer has this id.' });

function answerPause(res: Response, answer: PauseAnswer): void {
  if (answer.kind === 'unknown-peer') throw unknownPeer();
  res.json({ result: answer.kind });
}
