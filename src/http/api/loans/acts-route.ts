import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { ActAnswer } from '../../../exchange/index.js';
import { fileFaultText, isForm, type FormFault } from '../../../files/index.js';
import type { Act } from '../../../loan/index.js';
import type { FileDesk, HandedIn, LoanRecordDesk } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { actProblems, ProblemError, problems, sendProblem } from '../../problems.js';
import { actBodies, verbOfBody } from './act-bodies.js';
import { idempotencyKeyIn, keyProblem } from '../idempotency-key.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';
import { readContent } from '../query.js';

/** What staff do with a loan. Each act has a key of its own, so that asking twice acts once. */
export function actsRoute(desk: LoanRecordDesk, files: FileDesk): Router {
  return router(
    {
      'POST /api/v1/loan-records/:id/acts': async (req, res) => {
        const idempotencyKey = idempotencyKeyIn(req);
        if (idempotencyKey === undefined) throw keyProblem('is missing');
        const handedIn = isForm(req.get('content-type')) ? await formOf(req, res, files) : undefined;
        if (handedIn !== undefined) req.body = actInForm(handedIn);
        const { verb } = readContent(req, verbOfBody);
        const read = readContent(req, actBodies[verb] as z.ZodType<Act>);
        const act = handedIn === undefined ? read : withFiles(read, handedIn);
        const asked = { loan: loanReferenceIn(req), act, idempotencyKey, by: callerOf(res) };
        const { answer, replay } = await desk.act(asked);
        if (replay) res.set('Idempotent-Replay', 'true');
        answerAct(res, answer);
      },
    },
    { takesForms: true },
  );
}

type Taken = Extract<HandedIn, { kind: 'form' }>;

const formProblems: Record<FormFault, { problem: (typeof problems)[keyof typeof problems]; detail: string }> =
  {
    'not-a-form': {
      problem: problems.formUnreadable,
      detail: 'It is no multipart/form-data with a boundary.',
    },
    'form-broken': { problem: problems.formUnreadable, detail: 'It is broken or cut off.' },
    'form-of-too-many-parts': { problem: problems.tooLarge, detail: 'The form has too many parts.' },
    'form-too-large': { problem: problems.tooLarge, detail: 'The form, or a part of it, is too large.' },
  };

/** The form with its files, each cleaned. Where it cannot be taken nothing of it is, and the connection ends. */
async function formOf(req: Request, res: Response, files: FileDesk): Promise<Taken> {
  const handedIn = await files.take(req);
  if (handedIn.kind === 'no-form') {
    if (!req.complete) res.set('Connection', 'close');
    const { problem, detail } = formProblems[handedIn.fault];
    throw new ProblemError(problem, { detail });
  }
  if (handedIn.fault === undefined) return handedIn;
  throw new ProblemError(problems.fileRefused, {
    detail: fileFaultText[handedIn.fault],
    more: { refusal: handedIn.fault },
  });
}

/** The part `act` is the act as JSON. */
function actInForm({ fields }: Taken): unknown {
  const [text = '', ...others] = fields['act'] ?? [];
  if (others.length > 0 || Object.keys(fields).some((name) => name !== 'act'))
    throw new ProblemError(problems.badBody, { errors: [{ field: '/', detail: 'one field: act' }] });
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(problems.notJson, { detail: 'The field act is no JSON.' });
  }
}

const takePhotos: ReadonlySet<string> = new Set([
  ...['ship', 'receive', 'return', 'check-in', 'report-damaged', 'report-condition'],
]);

function withFiles(act: Act, { photos, document }: Taken): Act {
  if (document !== undefined && act.verb !== 'supply-copy')
    throw new ProblemError(problems.badBody, {
      errors: [{ field: '/document', detail: `${act.verb} takes no document` }],
    });
  const copy = document === undefined ? act : ({ ...act, document } as Act);
  return photos.length === 0 ? copy : withPhotos(copy, photos);
}

function withPhotos(act: Act, photos: Taken['photos']): Act {
  if (!takePhotos.has(act.verb))
    throw new ProblemError(problems.badBody, {
      errors: [{ field: '/photo', detail: `${act.verb} takes no photos` }],
    });
  const condition = 'condition' in act ? act.condition : undefined;
  return { ...act, condition: { ...condition, photos } } as Act;
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
