import type { Router } from 'express';
import { z } from 'zod';
import type { CarrierDesk } from '../../../desk/index.js';
import { numberForms, type Carrier, type NumberForm } from '../../../tracking/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart, readContent } from '../query.js';

const word = z.string().trim().min(1).max(100);
const address = z.string().trim().min(1).max(2_000);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

const carrierBody: z.ZodType<Carrier> = z.strictObject({
  name: word,
  aliases: z.array(word).max(20).exactOptional(),
  url: address
    .regex(/^https:\/\/\S*\{id\}\S*$/, 'an https address with {id} where the number stands')
    .exactOptional(),
  numbers: z.enum(Object.keys(numberForms) as [NumberForm, ...NumberForm[]]).exactOptional(),
  source: z
    .union([
      z.strictObject({ kind: z.literal('feed'), url: address }),
      z.strictObject({ kind: z.literal('csv') }),
    ])
    .exactOptional(),
  routing: z.record(word, word).exactOptional(),
});

/** Who carries parcels: the ready ones, and what people make of them. */
export function carriersRoutes(desk: CarrierDesk): Router {
  return router({
    'GET /api/v1/carriers': (_req, res) => {
      res.json({ items: desk.list() });
    },
    'PUT /api/v1/carriers/:id': async (req, res) => {
      const name = id.safeParse(pathPart(req, 'id'));
      if (!name.success)
        throw new ProblemError(problems.badBody, {
          errors: [{ field: '/id', detail: 'is lower-case letters, digits and hyphens, at most 40' }],
        });
      const result = await desk.change(name.data, readContent(req, carrierBody), callerOf(res));
      if (typeof result === 'object')
        throw new ProblemError(problems.badBody, {
          errors: [{ field: '/source/url', detail: result.fault }],
        });
      res.json({ result });
    },
    'DELETE /api/v1/carriers/:id': async (req, res) => {
      const result = await desk.remove(pathPart(req, 'id'), callerOf(res));
      if (result === 'unknown-carrier')
        throw new ProblemError(problems.notFound, { detail: 'No carrier has this id.' });
      res.json({ result });
    },
  });
}
