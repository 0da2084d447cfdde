import type { Router } from 'express';
import { z } from 'zod';
import { approvalRefusalWords, type ApprovalRefusal, type EraseDesk } from '../../../audit/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems, type Problem } from '../../problems.js';
import { readContent } from '../query.js';

const patron = z.string().trim().min(1, 'say which patron, by the library’s own reference').max(500);
const looked = z.strictObject({ patron });
const asked = z.strictObject({
  patron,
  because: z.string().trim().min(3, 'say why, in a few words').max(500),
});

const problemOf: Readonly<Record<ApprovalRefusal, Problem>> = {
  unknown: problems.notFound,
  'same-person': problems.secondPerson,
  'ran-out': problems.ranOut,
};

/** Erasing a person from all requests that have ended: first how many, then for good, by one person or by two. */
export function erasuresRoutes(desk: EraseDesk): Router {
  return router({
    'POST /api/v1/erasures/preview': async (req, res) => {
      res.json(await desk.preview(readContent(req, looked), callerOf(res)));
    },
    'POST /api/v1/erasures': async (req, res) => {
      const answer = await desk.erase(readContent(req, asked), callerOf(res));
      if (answer.kind === 'erased') res.json(answer.done);
      else res.status(202).json(answer.proposal);
    },
    'GET /api/v1/erasures/proposals': async (_req, res) => {
      res.json({ items: await desk.waiting(callerOf(res)) });
    },
    'POST /api/v1/erasures/proposals/:id/approve': async (req, res) => {
      const answer = await desk.approve(String(req.params['id']), callerOf(res));
      if (answer.kind === 'refused')
        throw new ProblemError(problemOf[answer.why], { detail: approvalRefusalWords[answer.why] });
      res.json(answer.done);
    },
  });
}
