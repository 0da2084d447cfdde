import type { Request, Response, Router } from 'express';
import type { ActAnswer } from '../../exchange/index.js';
import type { LoanRecordDesk } from '../gateway.js';
import { callerOf, router } from '../guard.js';
import { actProblems, ProblemError, problems, sendProblem } from '../problems.js';
import { actBodies, verbOfBody } from './act-bodies.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';
import { readContent } from './query.js';

/** What staff do with a loan. Each act has a key of its own, so that asking twice acts once. */
export function actsRoute(desk: LoanRecordDesk): Router {
  return router({
    'POST /api/v1/loan-records/:id/acts': async (req, res) => {
      const idempotencyKey = idempotencyKeyOf(req);
      const { verb } = readContent(req, verbOfBody);
      const act = readContent(req, actBodies[verb]);
      const asked = { loan: loanReferenceIn(req), act, idempotencyKey, by: callerOf(res) };
      const { answer, replay } = await desk.act(asked);
      if (replay) res.set('Idempotent-Replay', 'true');
      answerAct(res, answer);
    },
  });
}

function idempotencyKeyOf(req: Request): string {
  const key = req.get('Idempotency-Key')?.trim() ?? '';
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new ProblemError(problems.keyMissing, {
    detail:
      'Send a header Idempotency-Key: 1 to 200 printable characters without blanks, new for each new act.',
    errors: [{ header: 'Idempotency-Key', detail: key === '' ? 'is missing' : 'cannot be used' }],
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
      return sendProblem(res, actProblems[answer.refusal], {
        detail: answer.detail,
        more: { refusal: answer.refusal },
      });
    case 'unknown-loan':
      throw noSuchRecord();
    case 'key-used-otherwise':
      return sendProblem(res, problems.keyUsed);
  }
}
