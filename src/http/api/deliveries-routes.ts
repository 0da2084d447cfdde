import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Caller } from '../../access/index.js';
import { DeliveryStateName } from '../../loan/index.js';
import type { DeliveryAnswer, DeliveryDesk, DeliveryFilter } from '../gateway.js';
import { callerOf, router, type Handler } from '../guard.js';
import { deliveryProblems, ProblemError, problems, sendProblem } from '../problems.js';
import { cursor, nextAddress, numberIn, pathPart, readContent, readQuery, shortText } from './query.js';

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
    'POST /api/v1/deliveries/:id/send-again': acted((id, by) => desk.sendAgain(id, by)),
    'POST /api/v1/deliveries/:id/compose-anew': acted((id, by) => desk.composeAnew(id, by)),
    'POST /api/v1/deliveries/:id/probe': acted((id, by) => desk.probe(id, by)),
    'POST /api/v1/deliveries/:id/drop': acted((id, by, req) =>
      desk.drop(id, readContent(req, dropBody).reason, by),
    ),
  });
}

function acted(act: (id: string, by: Caller, req: Request) => Promise<DeliveryAnswer>): Handler {
  return async (req, res) => answerDelivery(res, await act(pathPart(req, 'id'), callerOf(res), req));
}

function answerDelivery(res: Response, answer: DeliveryAnswer): void {
  switch (answer.kind) {
    case 'done': {
      const { delivery, made } = answer;
      res.json({ result: 'done', delivery, ...(made === undefined ? {} : { made }) });
      return;
    }
    case 'refused': {
      const { refusal, detail } = answer;
      const said = detail === undefined ? {} : { detail };
      return sendProblem(res, deliveryProblems[refusal], { ...said, more: { refusal } });
    }
    case 'unknown':
      throw new ProblemError(problems.notFound, { detail: 'No delivery has this id.' });
  }
}
