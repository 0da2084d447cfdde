import type { Router } from 'express';
import type { CarrierDesk } from '../../../desk/index.js';
import { carrierId, carrierShape } from '../../../tracking/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart, readContent } from '../query.js';

/** Who carries parcels: the ready ones, and what people make of them. */
export function carriersRoutes(desk: CarrierDesk): Router {
  return router({
    'GET /api/v1/carriers': (_req, res) => {
      res.json({ items: desk.list() });
    },
    'PUT /api/v1/carriers/:id': async (req, res) => {
      const name = carrierId.safeParse(pathPart(req, 'id'));
      if (!name.success)
        throw new ProblemError(problems.badBody, {
          errors: [{ field: '/id', detail: 'is lower-case letters, digits and hyphens, at most 40' }],
        });
      const result = await desk.change(name.data, readContent(req, carrierShape), callerOf(res));
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
