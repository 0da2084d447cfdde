import type { Router } from 'express';
import { z } from 'zod';
import { statementCsv } from '../../../audit/index.js';
import type { ClaimDesk, ClaimSummary } from '../../../desk/index.js';
import { ClaimState } from '../../../loan/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { presentClaim } from './present-claim.js';
import { cursor, day, nextAddress, numberIn, pathPart, readQuery, shortText } from '../query.js';

const filter = z.strictObject({
  peer: shortText.exactOptional(),
  state: z.enum(Object.values(ClaimState)).exactOptional(),
  limit: numberIn({ from: 1, to: 200, otherwise: 50 }),
  after: cursor.exactOptional(),
});

const period = z.strictObject({
  from: day,
  to: day,
  format: z.enum(['json', 'csv']).default('json'),
});

/** What is claimed for items lost or damaged, how we stand with each peer, and what was booked with one. */
export function claimsRoutes(desk: ClaimDesk): Router {
  return router({
    'GET /api/v1/claims': async (req, res) => {
      const { state, ...asked } = readQuery(req, filter);
      const states = state === undefined ? {} : { states: [state] };
      const { items, next } = await desk.list({ ...asked, ...states }, callerOf(res));
      res.json({
        items: items.map(({ id, claim, ...about }) => ({
          ...presentClaim({ id, ...claim }),
          ...shown(about),
        })),
        ...(next === undefined ? {} : { next: nextAddress(req, next) }),
      });
    },
    'GET /api/v1/balances': async (_req, res) => {
      res.json({ items: await desk.balances(callerOf(res)) });
    },
    'GET /api/v1/peers/:id/statement': async (req, res) => {
      const { format, ...asked } = readQuery(req, period);
      const peer = pathPart(req, 'id');
      const statement = await desk.statement({ peer, ...asked }, callerOf(res));
      if (statement === undefined)
        throw new ProblemError(problems.notFound, { detail: 'There is no such peer.' });
      if (format === 'json') res.json(statement);
      else
        res
          .type('text/csv; charset=utf-8')
          .attachment(`statement-${peer}-${asked.from.slice(0, 10)}-${asked.to.slice(0, 10)}.csv`)
          .send(statementCsv(statement, 'us', statement.peer));
    },
  });
}

function shown({ title, peerName, requestingAgencyRequestId }: Omit<ClaimSummary, 'id' | 'claim'>): object {
  return { title, peerName, requestingAgencyRequestId };
}
