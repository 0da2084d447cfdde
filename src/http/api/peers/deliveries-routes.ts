import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { DeliveryActAnswer } from '../../../exchange/deliveries/index.js';
import { DeliveryStateName } from '../../../loan/index.js';
import { newId } from '../../../platform/index.js';
import type { DeliveryAsk, DeliveryDesk, DeliveryFilter } from '../../../desk/index.js';
import { callerOf, router, type Handler } from '../../guard.js';
import { deliveryProblems, ProblemError, problems, sendProblem } from '../../problems.js';
import { idempotencyKeyIn } from '../idempotency-key.js';
import { cursor, nextAddress, numberIn, pathPart, readContent, readQuery, shortText } from '../query.js';

const filter: z.ZodType<DeliveryFilter> = z.strictObject({
  state: z.enum(Object.values(DeliveryStateName)).exactOptional(),
  peer: shortText.exactOptional(),
  cause: shortText.exactOptional(),
  limit: numberIn({ from: 1, to: 200, otherwise: 50 }),
  after: cursor.exactOptional(),
});

const dropBody = z.strictObject({ reason: z.string().trim().min(3, 'say why, in a few words').max(500) });

/** What is owed to peers: what waits, why, and what a person may do about it. */
export function deliveriesRoutes(desk: DeliveryDesk): Router {
  return router({
    'GET /api/v1/deliveries': async (req, res) => {
      const { items, next } = await desk.list(readQuery(req, filter), callerOf(res));
      res.json({ items, ...(next === undefined ? {} : { next: nextAddress(req, next) }) });
    },
    'GET /api/v1/deliveries/causes': async (_req, res) => {
      res.json({ items: await desk.causes(callerOf(res)) });
    },
    'POST /api/v1/deliveries/:id/send-again': acted(desk, () => ({ verb: 'send-again' })),
    'POST /api/v1/deliveries/:id/compose-anew': acted(desk, () => ({ verb: 'compose-anew' })),
    'POST /api/v1/deliveries/:id/probe': acted(desk, () => ({ verb: 'probe' })),
    'POST /api/v1/deliveries/:id/drop': acted(desk, (req) => ({
      verb: 'drop',
      reason: readContent(req, dropBody).reason,
    })),
  });
}

function acted(desk: DeliveryDesk, askIn: (req: Request) => DeliveryAsk): Handler {
  return async (req, res) => {
    // Without a key each call is an act of its own: sending the same bytes once more is asked for on purpose.
    const idempotencyKey = idempotencyKeyIn(req) ?? newId();
    const asked = { delivery: pathPart(req, 'id'), ask: askIn(req), idempotencyKey, by: callerOf(res) };
    const { answer, replay } = await desk.act(asked);
    if (replay) res.set('Idempotent-Replay', 'true');
    answerDelivery(res, answer);
  };
}

function answerDelivery(res: Response, answer: DeliveryActAnswer): void {
  switch (answer.kind) {
    case 'done':
      res.json({
        result: 'done',
        loanRecord: answer.loan,
        delivery: answer.delivery,
        deliveries: answer.wake,
      });
      return;
    case 'refused': {
      const { refusal, detail } = answer;
      sendProblem(res, deliveryProblems[refusal], { detail, more: { refusal } });
      return;
    }
    case 'unknown-delivery':
      throw new ProblemError(problems.notFound, { detail: 'No delivery has this id.' });
    case 'key-used-otherwise':
      sendProblem(res, problems.keyUsed);
  }
}
