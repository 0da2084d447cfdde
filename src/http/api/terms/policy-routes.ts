import type { Response, Router } from 'express';
import { z } from 'zod';
import { calendarSchema, policyProfileNames } from '../../../config/index.js';
import type { PolicyDesk } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { cursor, day, numberIn, readContent, readQuery, shortText } from '../query.js';

const reason = z.string().trim().min(3, 'say why, in a few words').max(500);
const asked = {
  peer: shortText.exactOptional(),
  profile: z.enum(policyProfileNames).exactOptional(),
  set: z.record(z.string(), z.unknown()).default({}),
};
const shown = z.strictObject({ peer: shortText.exactOptional() });
const changeBody = z.strictObject({ ...asked, reason });
const dryRunBody = z.strictObject({
  ...asked,
  from: day,
  to: day,
  limit: z.number().int().min(1).max(500).default(200),
  after: cursor.exactOptional(),
});
const undoBody = z.strictObject({ seq: z.number().int().min(1), reason: reason.exactOptional() });
const historyQuery = z.strictObject({ limit: numberIn({ from: 1, to: 200, otherwise: 50 }) });
const calendarBody = z.strictObject({
  agency: shortText,
  set: calendarSchema.partial(),
  reason,
});

/** What clocks count by: policies, calendars, what stood in them, and what another policy would do. */
export function policyRoutes(desk: PolicyDesk): Router {
  return router({
    'GET /api/v1/policy': (req, res) => {
      const { peer } = readQuery(req, shown);
      answer(res, desk.show(peer));
      return Promise.resolve();
    },
    'PUT /api/v1/policy': async (req, res) => {
      answer(res, await desk.change(readContent(req, changeBody), callerOf(res)));
    },
    'GET /api/v1/policy/history': async (req, res) => {
      res.json({ items: await desk.history(readQuery(req, historyQuery).limit) });
    },
    'POST /api/v1/policy/undo': async (req, res) => {
      answer(res, await desk.undo(readContent(req, undoBody), callerOf(res)));
    },
    'POST /api/v1/policy/dry-run': async (req, res) => {
      answer(res, await desk.dryRun(readContent(req, dryRunBody), callerOf(res)));
    },
    'GET /api/v1/calendars': (_req, res) => {
      res.json({ items: desk.calendars(), peers: desk.peerCalendars() });
      return Promise.resolve();
    },
    'PUT /api/v1/calendars': async (req, res) => {
      const { set, ...body } = readContent(req, calendarBody);
      const change = Object.fromEntries(Object.entries(set).filter(([, part]) => part !== undefined));
      answer(res, await desk.changeCalendar({ ...body, set: change }, callerOf(res)));
    },
  });
}

type Refused = { kind: 'faults'; faults: string[] } | { kind: keyof typeof unknown };

const unknown = {
  'unknown-peer': 'There is no such peer.',
  'unknown-agency': 'That is no agency of ours.',
  'unknown-entry': 'That entry changed no policy and no calendar.',
} as const;

function answer(res: Response, given: object | Refused): void {
  if (isRefused(given)) throw problemOf(given);
  res.json(given);
}

function isRefused(given: object): given is Refused {
  const { kind } = given as { kind?: unknown };
  return typeof kind === 'string' && (kind === 'faults' || Object.hasOwn(unknown, kind));
}

function problemOf(refused: Refused): ProblemError {
  if (refused.kind === 'faults') {
    const errors = refused.faults.map((fault) => {
      const [key = '', ...rest] = fault.split(': ');
      return { field: `/set/${key.replaceAll('.', '/')}`, detail: rest.join(': ') };
    });
    return new ProblemError(problems.badBody, { errors });
  }
  return new ProblemError(problems.notFound, { detail: unknown[refused.kind] });
}
