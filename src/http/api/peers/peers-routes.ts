import type { Response, Router } from 'express';
import type { PauseAnswer } from '../../../exchange/deliveries/index.js';
import type { PeerDesk, PeerTestAnswer } from '../../../desk/index.js';
import { z } from 'zod';
import { PeersFileError, ProfileError } from '../../../peers/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart, readContent, shortText } from '../query.js';

const dryRunAsked = z.strictObject({
  profile: shortText,
  last: z.number().int().min(1).max(1_000).default(100),
});
const adoptAsked = z.strictObject({ proposal: shortText, because: z.string().trim().min(1).max(500) });

/** Peers as they stand, taken from a file, tested, and held or let go. Their keys are written here and never read back. */
export function peersRoutes(desk: PeerDesk): Router {
  return router({
    'GET /api/v1/peers': async (_req, res) => {
      res.json({ items: await desk.list(callerOf(res)) });
    },
    'POST /api/v1/peers/import': async (req, res) => {
      res.json(await desk.import(req.body, callerOf(res)).catch(orProblem));
    },
    'GET /api/v1/peers/profiles': (_req, res) => {
      res.json({ items: desk.profiles() });
    },
    'POST /api/v1/peers/:id/dry-run': async (req, res) => {
      const asked = { peer: pathPart(req, 'id'), ...readContent(req, dryRunAsked) };
      const done = await desk.dryRun(asked, callerOf(res)).catch(orNoProfile);
      if (done === undefined) throw unknownPeer();
      res.json(done);
    },
    'GET /api/v1/peers/:id/quirks': async (req, res) => {
      const items = await desk.quirks(pathPart(req, 'id'), callerOf(res));
      if (items === undefined) throw unknownPeer();
      res.json({ items });
    },
    'POST /api/v1/peers/:id/adopt': async (req, res) => {
      const asked = { peer: pathPart(req, 'id'), ...readContent(req, adoptAsked) };
      const answer = await desk.adopt(asked, callerOf(res));
      if (answer.kind === 'unknown-proposal')
        throw new ProblemError(problems.notFound, { detail: 'No such habit is proposed for this peer.' });
      answerPause(res, answer);
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

function orNoProfile(thrown: unknown): never {
  if (!(thrown instanceof ProfileError)) throw thrown;
  throw new ProblemError(problems.noSuchProfile, { detail: thrown.message });
}

function answerPause(res: Response, answer: PauseAnswer): void {
  if (answer.kind === 'unknown-peer') throw unknownPeer();
  res.json({ result: answer.kind });
}
