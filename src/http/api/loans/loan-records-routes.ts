import type { Response, Router } from 'express';
import { z } from 'zod';
import { ServiceType } from '../../../iso18626/index.js';
import { Queue, RequesterState, Role, SupplierState } from '../../../loan/index.js';
import type { LoanFilter, LoanRecordDesk, RecordOutcome } from '../../../desk/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems, sendProblem } from '../../problems.js';
import { answerAct } from './acts-route.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';
import { presentLoan } from './present-loan.js';
import { cursor, day, nextAddress, numberIn, readContent, readQuery, shortText } from '../query.js';

/** How many loan records one call may hand in. */
export const RECORDS_AT_MOST = 500;

const states = [...new Set([...Object.values(RequesterState), ...Object.values(SupplierState)])];

const filter: z.ZodType<LoanFilter> = z.strictObject({
  role: z.enum(Object.values(Role)).exactOptional(),
  phase: z.enum(['open', 'closed', 'withdrawn']).exactOptional(),
  state: z.enum(states).exactOptional(),
  peer: shortText.exactOptional(),
  type: z.enum(Object.values(ServiceType)).exactOptional(),
  dueBefore: day.exactOptional(),
  attention: z.enum([...Object.values(Queue), 'any']).exactOptional(),
  text: shortText.exactOptional(),
  libraryId: shortText.exactOptional(),
  limit: numberIn({ from: 1, to: 200, otherwise: 50 }),
  after: cursor.exactOptional(),
});

const reading = z.strictObject({ asOf: day.exactOptional(), agency: z.string().exactOptional() });

/** Loan records in, changed, withdrawn and read. What a record must say is for `intake` to judge. */
export function loanRecordsRoutes(desk: LoanRecordDesk): Router {
  return router({
    'POST /api/v1/loan-records': async (req, res) => {
      const records = recordsIn(req.body);
      const outcomes = await desk.accept(records ?? [req.body], callerOf(res));
      if (records !== undefined) return void res.json({ counts: countsOf(outcomes), records: outcomes });
      const [outcome] = outcomes;
      if (outcome !== undefined) answerRecord(res, outcome);
    },
    'GET /api/v1/loan-records': async (req, res) => {
      const { items, next } = await desk.list(readQuery(req, filter), callerOf(res));
      res.json({ items, ...(next === undefined ? {} : { next: nextAddress(req, next) }) });
    },
    'GET /api/v1/loan-records/:id': async (req, res) => {
      const { asOf } = readQuery(req, reading);
      const detail = await desk.get(loanReferenceIn(req), callerOf(res), asOf);
      if (detail === undefined) throw noSuchRecord();
      res.json(presentLoan(detail));
    },
    'PUT /api/v1/loan-records/:id': async (req, res) => {
      const content = readContent(req, z.looseObject({}));
      const outcome = await desk.change(loanReferenceIn(req), content, callerOf(res));
      if (outcome.status === 'unknown') throw noSuchRecord();
      answerRecord(res, outcome);
    },
    'DELETE /api/v1/loan-records/:id': async (req, res) => {
      answerAct(res, await desk.withdraw(loanReferenceIn(req), callerOf(res)));
    },
  });
}

/** The records of `{ "records": [...] }`; nothing where the body is one record. */
function recordsIn(body: unknown): unknown[] | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ProblemError(problems.badBody, {
      errors: [{ field: '/', detail: 'one loan record, or an object with a list "records"' }],
    });
  if (!('records' in body)) return undefined;
  const records: unknown = body.records;
  if (Array.isArray(records) && records.length >= 1 && records.length <= RECORDS_AT_MOST)
    return records as unknown[];
  throw new ProblemError(problems.badBody, {
    errors: [{ field: '/records', detail: `a list of 1 to ${RECORDS_AT_MOST} loan records` }],
  });
}

function countsOf(outcomes: readonly RecordOutcome[]): Record<RecordOutcome['status'], number> {
  const counts = { accepted: 0, unchanged: 0, replaced: 0, conflict: 0, refused: 0 };
  for (const { status } of outcomes) counts[status]++;
  return counts;
}

function answerRecord(res: Response, outcome: RecordOutcome): void {
  switch (outcome.status) {
    case 'accepted':
      res.status(201).location(`/api/v1/loan-records/${outcome.id}`).json(outcome);
      return;
    case 'unchanged':
    case 'replaced':
      res.json(outcome);
      return;
    case 'conflict': {
      const { id, libraryId, detail, difference } = outcome;
      return sendProblem(res, problems.recordConflict, { detail, more: { id, libraryId, difference } });
    }
    case 'refused':
      return sendProblem(res, problems.recordRefused, {
        detail: `${outcome.faults.length} fault${outcome.faults.length === 1 ? '' : 's'}: see errors.`,
        errors: outcome.faults.map(({ at, field, reason }) => ({ at, field, detail: reason })),
      });
  }
}
