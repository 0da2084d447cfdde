import type { Response, Router } from 'express';
import { z } from 'zod';
import type {
  WebhookAnswer,
  WebhookAsked,
  WebhookDesk,
  WebhookRefusal,
  WebhookSwitch,
} from '../../desk/index.js';
import { LoanEventType } from '../../loan/index.js';
import type { WebhookOutcome } from '../../outbound/index.js';
import { callerOf, router } from '../guard.js';
import { ProblemError, problems } from '../problems.js';
import { numberIn, pathPart, readContent } from './query.js';

const seq = z.number().int().min(0).max(999_999_999_999_999);
const said = {
  name: z.string().trim().min(1).max(100),
  url: z.string().trim().min(1).max(2_000),
  events: z
    .array(z.enum(Object.values(LoanEventType)))
    .min(1)
    .exactOptional(),
  agencies: z
    .array(z.string().regex(/^[^:\s]+:\S.{0,63}$/, 'an agency is written TYPE:VALUE'))
    .min(1)
    .exactOptional(),
};
const changeBody: z.ZodType<WebhookAsked> = z.strictObject(said);
const addBody: z.ZodType<WebhookAsked & { after?: number }> = z.strictObject({
  ...said,
  after: seq.exactOptional(),
});
/** A week is long enough for a receiver to take over a new secret. */
const rotateBody = z.strictObject({ keepHours: z.number().int().min(0).max(168).default(24) });
const replayBody = z.strictObject({ after: seq });
const dropBody = z.strictObject({ reason: z.string().trim().min(3, 'say why, in a few words').max(500) });
const seqInPath = numberIn({ from: 1, to: 999_999_999_999_999, otherwise: 0 });

/** The library's own systems: which are told, how it goes, and what a person does about it. */
export function webhooksRoutes(desk: WebhookDesk): Router {
  return router({
    'GET /api/v1/webhooks': async (_req, res) => {
      res.json({ items: await desk.list(callerOf(res)) });
    },
    'POST /api/v1/webhooks': async (req, res) => {
      const { webhook, secret } = done(await desk.add(readContent(req, addBody), callerOf(res)));
      res.status(201).json({ webhook, secret });
    },
    'PUT /api/v1/webhooks/:id': async (req, res) => {
      const content = readContent(req, changeBody);
      const { webhook } = done(await desk.change(pathPart(req, 'id'), content, callerOf(res)));
      res.json({ webhook });
    },
    'DELETE /api/v1/webhooks/:id': async (req, res) => {
      answerSwitch(res, await desk.remove(pathPart(req, 'id'), callerOf(res)));
    },
    'POST /api/v1/webhooks/:id/rotate-secret': async (req, res) => {
      const { keepHours } = rotateBody.parse(req.body === undefined ? {} : readContent(req, rotateBody));
      const { kind: _done, ...made } = done(
        await desk.rotateSecret(pathPart(req, 'id'), keepHours, callerOf(res)),
      );
      res.json(made);
    },
    'POST /api/v1/webhooks/:id/pause': async (req, res) => {
      answerSwitch(res, await desk.pause(pathPart(req, 'id'), callerOf(res)));
    },
    'POST /api/v1/webhooks/:id/resume': async (req, res) => {
      answerSwitch(res, await desk.resume(pathPart(req, 'id'), callerOf(res)));
    },
    'POST /api/v1/webhooks/:id/test': async (req, res) => {
      answerOutcome(res, done(await desk.test(pathPart(req, 'id'), callerOf(res))).outcome);
    },
    ...boardRoutes(desk),
  });
}

function boardRoutes(desk: WebhookDesk): Parameters<typeof router>[0] {
  return {
    'GET /api/v1/webhooks/failed': async (_req, res) => {
      res.json(await desk.board(callerOf(res)));
    },
    'POST /api/v1/webhooks/:id/replay': async (req, res) => {
      const { after } = readContent(req, replayBody);
      done(await desk.replay(pathPart(req, 'id'), after, callerOf(res)));
      res.json({ result: 'done' });
    },
    'POST /api/v1/webhooks/:id/failed/:seq/send-again': async (req, res) => {
      const event = seqOf(pathPart(req, 'seq'));
      answerOutcome(res, done(await desk.sendAgain(pathPart(req, 'id'), event, callerOf(res))).outcome);
    },
    'POST /api/v1/webhooks/:id/failed/:seq/drop': async (req, res) => {
      const { reason } = readContent(req, dropBody);
      const event = seqOf(pathPart(req, 'seq'));
      done(await desk.drop(pathPart(req, 'id'), event, { reason, by: callerOf(res) }));
      res.json({ result: 'done' });
    },
  };
}

function seqOf(text: string): number {
  const read = seqInPath.safeParse(text);
  if (read.success) return read.data;
  throw new ProblemError(problems.notFound, { detail: 'No event of the board has this number.' });
}

function done<Done>(answer: WebhookAnswer<Done>): { kind: 'done' } & Done {
  if (answer.kind === 'done') return answer;
  throw refusalOf(answer);
}

function refusalOf(answer: WebhookRefusal): ProblemError {
  switch (answer.kind) {
    case 'unknown-webhook':
      return new ProblemError(problems.notFound, { detail: 'No webhook has this id.' });
    case 'unknown-event':
      return new ProblemError(problems.notFound, { detail: 'No event of the board has this number.' });
    case 'too-many':
      return new ProblemError(problems.webhooksFull);
    case 'changed-meanwhile':
      return new ProblemError(problems.changedMeanwhile, { detail: 'Ask again.' });
    case 'faults': {
      const errors = answer.faults.map(({ field, detail }) => ({ field: `/${field}`, detail }));
      return new ProblemError(problems.webhookRefused, { errors });
    }
  }
}

function answerSwitch(res: Response, { kind }: WebhookSwitch): void {
  if (kind === 'unknown-webhook') throw refusalOf({ kind });
  res.json({ result: kind });
}

function answerOutcome(res: Response, outcome: WebhookOutcome): void {
  const { cause, statusCode } = outcome;
  const isTaken = outcome.class === 'taken';
  res.json({
    result: isTaken ? 'taken' : 'not-taken',
    cause,
    ...(statusCode === undefined ? {} : { statusCode }),
  });
}
