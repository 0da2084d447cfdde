import type { Router } from 'express';
import { z } from 'zod';
import type { EraseDesk } from '../../audit/index.js';
import { callerOf, router } from '../guard.js';
import { readContent } from './query.js';

const patron = z.string().trim().min(1, 'say which patron, by the library’s own reference').max(500);
const looked = z.strictObject({ patron });
const asked = z.strictObject({
  patron,
  because: z.string().trim().min(3, 'say why, in a few words').max(500),
});

/** Erasing a person from all requests that have ended: first how many, then for good. */
export function erasuresRoutes(desk: EraseDesk): Router {
  return router({
    'POST /api/v1/erasures/preview': async (req, res) => {
      res.json(await desk.preview(readContent(req, looked), callerOf(res)));
    },
    'POST /api/v1/erasures': async (req, res) => {
      res.json(await desk.erase(readContent(req, asked), callerOf(res)));
    },
  });
}
