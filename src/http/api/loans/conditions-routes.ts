import type { Router } from 'express';
import type { FileDesk } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart } from '../query.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';

/** How items looked, and the photos of it. */
export function conditionsRoutes(files: FileDesk): Router {
  return router({
    'GET /api/v1/loan-records/:id/conditions': async (req, res) => {
      const items = await files.conditions(loanReferenceIn(req), callerOf(res));
      if (items === undefined) throw noSuchRecord();
      res.json({
        items: items.map(({ photos = {}, ...report }) => ({
          ...report,
          photos: Object.entries(photos).map(([id, photo]) => ({ id, ...photo })),
        })),
      });
    },
    'GET /api/v1/loan-records/:id/photos/:photo': async (req, res) => {
      const asked = { loan: loanReferenceIn(req), photo: pathPart(req, 'photo') };
      const seen = await files.photo(asked, callerOf(res));
      if (seen.kind === 'unknown')
        throw new ProblemError(problems.notFound, { detail: 'No photo has this id.' });
      if (seen.kind === 'destroyed') throw new ProblemError(problems.fileDestroyed);
      res.set('Content-Security-Policy', "default-src 'none'; sandbox").type(seen.type).send(seen.content);
    },
  });
}
