import type { Router } from 'express';
import { z } from 'zod';
import type { RuleContent } from '../../../exchange/index.js';
import type { RuleDesk } from '../../../desk/index.js';
import { agencyKey } from '../../../iso18626/index.js';
import { agencyIdFrom } from '../../../peers/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart, readContent } from '../query.js';

const cost = z.strictObject({
  value: z.string().regex(/^\d{1,12}(?:\.\d{1,4})?$/, 'digits with a point, such as 10.00'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three letters of ISO 4217'),
});
const ruleBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  conditions: z.array(z.string().trim().min(1).max(40)).max(20).default([]),
  upTo: cost.exactOptional(),
  peers: z.array(z.string().trim().min(1).max(63)).min(1).max(100).exactOptional(),
  agencies: z
    .array(z.string().regex(/^[^:\s]+:\S.{0,63}$/, 'an agency is written TYPE:VALUE'))
    .min(1)
    .exactOptional(),
});
const dryRunBody = z.strictObject({
  rule: ruleBody.exactOptional(),
  since: z.iso.datetime().exactOptional(),
});

/** Rules that accept offers by themselves, and what they would have done. */
export function rulesRoutes(desk: RuleDesk): Router {
  return router({
    'GET /api/v1/rules': (_req, res) => {
      res.json({ items: desk.list() });
    },
    'POST /api/v1/rules': async (req, res) => {
      res.status(201).json(await desk.add(contentOf(readContent(req, ruleBody)), callerOf(res)));
    },
    'DELETE /api/v1/rules/:id': async (req, res) => {
      if ((await desk.remove(pathPart(req, 'id'), callerOf(res))) === 'unknown-rule')
        throw new ProblemError(problems.notFound, { detail: 'There is no such rule.' });
      res.status(204).end();
    },
    'POST /api/v1/rules/dry-run': async (req, res) => {
      const { rule, since } = readContent(req, dryRunBody);
      const asked = {
        ...(rule === undefined ? {} : { rule: contentOf(rule) }),
        ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
      };
      res.json(await desk.dryRun(asked, callerOf(res)));
    },
  });
}

function contentOf({ upTo, agencies, ...rest }: z.infer<typeof ruleBody>): RuleContent {
  return {
    ...rest,
    ...(upTo === undefined
      ? {}
      : { upTo: { monetaryValue: upTo.value, currencyCode: { value: upTo.currency } } }),
    ...(agencies === undefined ? {} : { agencies: agencies.map((id) => agencyKey(agencyIdFrom(id))) }),
  };
}
