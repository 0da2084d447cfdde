import type { Response, Router } from 'express';
import { z } from 'zod';
import type { ParcelDesk, ParcelsAsked, ScannedCode } from '../../../desk/index.js';
import type { ParcelAnswer } from '../../../exchange/index.js';
import type { ParcelAct, ParcelRefusal, ParcelVerb } from '../../../loan/index.js';
import { callerOf, router } from '../../guard.js';
import { parcelProblems, ProblemError, problems, sendProblem } from '../../problems.js';
import { idempotencyKeyIn, keyProblem } from '../idempotency-key.js';
import { nextAddress, numberIn, pathPart, readContent, readQuery } from '../query.js';

const code = z.string().trim().min(1).max(200);
const note = z.string().trim().max(2_000).exactOptional();
const instant = z.iso
  .datetime('an instant, as in 2026-03-02T00:00:00Z')
  .transform((at) => new Date(at).toISOString());
const parcelsQuery = z
  .strictObject({
    way: z.enum(['out', 'in']).exactOptional(),
    peer: code.exactOptional(),
    late: z.enum(['true', 'false']).exactOptional(),
    sentFrom: instant.exactOptional(),
    sentBefore: instant.exactOptional(),
    limit: numberIn({ from: 1, to: 200, otherwise: 50 }),
    after: z
      .string()
      .regex(/^[0-9TZ:.-]{20,30}~[0-9a-f-]{36}$/, 'the cursor that `next` of the page before names')
      .exactOptional(),
  })
  .refine(({ sentFrom, sentBefore }) => (sentFrom === undefined) === (sentBefore === undefined), {
    path: ['sentBefore'],
    error: 'sentFrom and sentBefore go together',
  });

/** What each act on a parcel may say. */
const parcelActs: { [V in ParcelVerb]: z.ZodType<Extract<ParcelAct, { verb: V }>> } = {
  join: z.strictObject({ verb: z.literal('join'), parcel: code }),
  split: z.strictObject({ verb: z.literal('split'), shipment: code }),
  'add-tracking': z.strictObject({
    verb: z.literal('add-tracking'),
    trackingIds: z.array(code).min(1).max(20),
    carrier: code.exactOptional(),
  }),
  arrived: z.strictObject({ verb: z.literal('arrived') }),
  trace: z.strictObject({ verb: z.literal('trace') }),
  lost: z.strictObject({ verb: z.literal('lost'), note }),
  found: z.strictObject({ verb: z.literal('found'), note }),
};
const verbs = Object.keys(parcelActs) as [ParcelVerb, ...ParcelVerb[]];
const verbOfBody = z.looseObject({ verb: z.enum(verbs, `one of: ${verbs.join(', ')}`) });

const scanned: z.ZodType<ScannedCode> = z.union([
  code.transform((text): ScannedCode => ({ code: text })),
  z.strictObject({ code, as: z.enum(['item', 'tracking']).exactOptional() }),
]);
const scanBody = z.strictObject({
  codes: z.array(scanned).min(1).max(200),
  /** Whether what the codes lead to is done. */
  act: z.boolean().default(false),
});

/** Parcels: where they are, what staff do with them, and what a scanner says. */
export function parcelsRoutes(desk: ParcelDesk): Router {
  return router({
    'GET /api/v1/parcels': async (req, res) => {
      const { items, next } = await desk.list(asked(readQuery(req, parcelsQuery)), callerOf(res));
      res.json({ items, ...(next === undefined ? {} : { next: nextAddress(req, next) }) });
    },
    'GET /api/v1/parcels/:id': async (req, res) => {
      const parcel = await desk.get(pathPart(req, 'id'), callerOf(res));
      if (parcel === undefined) throw noSuchParcel();
      res.json(parcel);
    },
    'POST /api/v1/parcels/:id/acts': async (req, res) => {
      const idempotencyKey = idempotencyKeyIn(req);
      if (idempotencyKey === undefined) throw keyProblem('is missing');
      const { verb } = readContent(req, verbOfBody);
      const act = readContent(req, parcelActs[verb] as z.ZodType<ParcelAct>);
      const parcel = pathPart(req, 'id');
      answerParcel(res, await desk.act({ parcel, act, idempotencyKey, by: callerOf(res) }));
    },
    'POST /api/v1/scan': async (req, res) => {
      const { codes, act } = readContent(req, scanBody);
      const by = callerOf(res);
      if (!act) {
        res.json({ reading: await desk.read(codes, by), acts: [] });
        return;
      }
      const idempotencyKey = idempotencyKeyIn(req);
      if (idempotencyKey === undefined) throw keyProblem('is missing');
      const { reading, answers, parcel, added } = await desk.scan({ codes, idempotencyKey }, by);
      if (added !== undefined && added.kind !== 'done') {
        answerParcel(res, added);
        return;
      }
      const acts = answers.map(({ loan, answer }) =>
        answer.kind === 'refused'
          ? { loan, result: 'refused', refusal: answer.refusal, detail: answer.detail }
          : { loan, result: answer.kind },
      );
      res.json({ reading, acts, ...(parcel === undefined ? {} : { parcel }) });
    },
  });
}

function asked({ late, sentFrom, sentBefore, ...rest }: z.infer<typeof parcelsQuery>): ParcelsAsked {
  return {
    ...rest,
    ...(late === 'true' ? { isLate: true } : {}),
    ...(sentFrom === undefined || sentBefore === undefined
      ? {}
      : { sent: { from: sentFrom, before: sentBefore } }),
  };
}

function noSuchParcel(): ProblemError {
  return new ProblemError(problems.notFound, { detail: 'No parcel has this id.' });
}

function answerParcel(res: Response, answer: ParcelAnswer): void {
  switch (answer.kind) {
    case 'done':
      res.json({ result: 'done', parcel: answer.parcel, loanRecords: answer.loans, deliveries: answer.owed });
      return;
    case 'refused':
      sendProblem(res, parcelProblems[answer.refusal satisfies ParcelRefusal], {
        detail: answer.detail,
        more: { refusal: answer.refusal },
      });
      return;
    case 'unknown-parcel':
      throw noSuchParcel();
    case 'key-used-otherwise':
      sendProblem(res, problems.keyUsed);
  }
}
