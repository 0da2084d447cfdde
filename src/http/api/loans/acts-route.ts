import type { Response, Router } from 'express';
import type { z } from 'zod';
import type { ActAnswer } from '../../../exchange/index.js';
import type { Act } from '../../../loan/index.js';
import type { LoanRecordDesk } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { actProblems, problems, sendProblem } from '../../problems.js';
import { actBodies, verbOfBody } from './act-bodies.js';
import { idempotencyKeyIn, keyProblem } from '../idempotency-key.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';
import { readContent } from '../query.js';

/** What staff do with a loan. Each act has a key of its own, so that asking twice acts once. */
export function actsRoute(desk: LoanRecordDesk): Router {
  return router({
    'POST /api/v1/loan-records/:id/acts': async (req, res) => {
      const idempotencyKey = idempotencyKeyIn(req);
      if (idempotencyKey === undefined) throw keyProblem('is missing');
      const { verb } = readContent(req, verbOfBody);
      const act = readContent(req, actBodies[verb] as z.ZodType<Act>);
      const asked = { loan: loanReferenceIn(req), act, idempotencyKey, by: callerOf(res) };
      const { answer, replay } = await desk.act(asked);
      if (replay) res.set('Idempotent-Replay', 'true');
      answerAct(res, answer);
    },
  });
}

/** Says what came of an act: done, held for its undo time, or refused with the reason. */
export function answerAct(res: Response, answer: ActAnswer): void {
  switch (answer.kind) {
    case 'done':
      res.json({ result: 'done', loanRecord: answer.loan, deliveries: answer.owed });
      return;
    case 'held':
      res
        .status(202)
        .json({ result: 'held', loanRecord: answer.loan, act: answer.act, decideAt: answer.decideAt });
      return;
    case 'refused':
      sendProblem(res, actProblems[answer.refusal], {
        detail: answer.detail,
        more: { refusal: answer.refusal },
      });
      return;
    case 'unknown-loan':
      throw noSuchRecord();
    case 'key-used-otherwise':
      sendProblem(res, problems.keyUsed);
  }
}
