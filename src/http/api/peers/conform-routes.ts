import type { Router } from 'express';
import { z } from 'zod';
import type { TestBegun } from '../../../conform/index.js';
import type { ConformDesk } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart, readContent } from '../query.js';

/** For a peer's engineer who tests their own system; two a second is what a system in use is asked. */
const MOST_PER_SECOND = 200;

const asked = z.strictObject({
  as: z.enum(['requester', 'supplier']).optional(),
  answerSeconds: z.number().min(0).max(600).default(10),
  waitSeconds: z.number().min(0).max(3600).default(0),
  messagesPerSecond: z.number().min(0.1).max(MOST_PER_SECOND).default(2),
});

/** The test of a peer: begun, looked at until it is over, and ended early. */
export function conformRoutes(desk: ConformDesk): Router {
  return router({
    'POST /api/v1/peers/:id/conformance': async (req, res) => {
      const { as, ...rest } = readContent(req, asked);
      const test = { peer: pathPart(req, 'id'), ...rest, ...(as === undefined ? {} : { as }) };
      res.status(202).json(begun(await desk.begin(test, callerOf(res))));
    },
    'GET /api/v1/peers/:id/conformance': (req, res) => {
      const view = desk.view(pathPart(req, 'id'), callerOf(res));
      if (view === undefined) throw new ProblemError(problems.notFound, { detail: NO_TEST });
      res.json(view);
    },
    'DELETE /api/v1/peers/:id/conformance': (req, res) => {
      const isStopped = desk.stop(pathPart(req, 'id'), callerOf(res));
      res.json({ result: isStopped ? 'done' : 'unchanged' });
    },
  });
}

const NO_TEST = 'This peer was not tested since the gateway started.';

function begun(answer: TestBegun): object {
  if (answer.kind === 'begun') return { mark: answer.mark, checks: answer.checks };
  if (answer.kind === 'running') throw new ProblemError(problems.peerTestRuns);
  const detail = answer.kind === 'no-line' ? answer.why : 'No peer has this id.';
  throw new ProblemError(answer.kind === 'no-line' ? problems.noTestLine : problems.notFound, { detail });
}
