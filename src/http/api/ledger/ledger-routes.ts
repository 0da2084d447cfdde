import type { Request, Router } from 'express';
import { z } from 'zod';
import type { LedgerDesk, LedgerLine, SeqCursor, SeqPage } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { nextAddress, numberIn, readQuery, seqCursor } from '../query.js';

const cursors: z.ZodType<SeqCursor> = z.strictObject({
  after: seqCursor,
  limit: numberIn({ from: 1, to: 1_000, otherwise: 100 }),
});

/** The ledger by cursor: for the library's own system its events, for auditors its entries and the newest signed note. */
export function ledgerRoutes(desk: LedgerDesk): Router {
  return router({
    'GET /api/v1/events': async (req, res) => {
      res.json(pageOf(req, await desk.events(readQuery(req, cursors), callerOf(res))));
    },
    'GET /api/v1/ledger': async (req, res) => {
      const page = await desk.entries(readQuery(req, cursors), callerOf(res));
      res.json(pageOf(req, { ...page, items: page.items.map(presentLine) }));
    },
    'GET /ledger/checkpoint': async (_req, res) => {
      const note = await desk.checkpoint();
      if (note === undefined) throw new ProblemError(problems.noCheckpoint);
      res.set('Cache-Control', 'no-cache').type('text/plain').send(note);
    },
  });
}

/** `after` is where to ask from next time, also when nothing is left for now. */
function pageOf<Item>(req: Request, { items, after, more }: SeqPage<Item>): object {
  return { items, after, ...(more ? { next: nextAddress(req, String(after)) } : {}) };
}

function presentLine({ seq, leafHash, text }: LedgerLine): object {
  return { seq, leafHash, entry: JSON.parse(text) as unknown };
}
