import type { Router } from 'express';
import { z } from 'zod';
import type { RotaDesk, RotaView } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { answerAct } from './acts-route.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';
import { readContent } from '../query.js';

/** No list of suppliers is longer. */
const SUPPLIERS_AT_MOST = 50;

const order = z.strictObject({
  suppliers: z
    .array(z.string().regex(/^[^:\s]+:\S.{0,63}$/, 'is written TYPE:VALUE, for example ISIL:SE-UMUB'))
    .max(SUPPLIERS_AT_MOST)
    .refine((list) => new Set(list).size === list.length, 'names one twice'),
});

/** Who is asked for a request, in which order, and why; a person changes it, or has the catalogues asked again. */
export function rotaRoutes(desk: RotaDesk): Router {
  return router({
    'GET /api/v1/loan-records/:id/rota': async (req, res) => {
      const rota = await desk.explain(loanReferenceIn(req), callerOf(res));
      if (rota === undefined) throw noSuchRecord();
      res.json(presentRota(rota));
    },
    'PUT /api/v1/loan-records/:id/suppliers': async (req, res) => {
      const { suppliers } = readContent(req, order);
      answerAct(res, await desk.order(loanReferenceIn(req), suppliers, callerOf(res)));
    },
    'POST /api/v1/loan-records/:id/holdings': async (req, res) => {
      answerAct(res, await desk.seek(loanReferenceIn(req), callerOf(res)));
    },
  });
}

/** Sentences stand for themselves outside: the codes behind them are the page's. */
function presentRota({ suppliers, ...rota }: RotaView): object {
  return {
    ...rota,
    suppliers: suppliers.map(({ remarkWhy: _code, parts, ...supplier }) => ({
      ...supplier,
      parts: parts.map(({ reason: _reason, ...part }) => part),
    })),
  };
}
