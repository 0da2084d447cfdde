import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { NoticeBoard, NoticeFilter, PreviewAsked, ReportTaken } from '../../../desk/index.js';
import type { NoticeAnswer } from '../../../exchange/index.js';
import { noticeReceivers, NoticeState, type ActRefusal, type NoticeDecision } from '../../../loan/index.js';
import { reportForms } from '../../../notices/index.js';
import { callerOf, router, type Handler } from '../../guard.js';
import { actProblems, noticeProblems, ProblemError, problems, sendProblem } from '../../problems.js';
import { cursor, nextAddress, numberIn, pathPart, readContent, readQuery } from '../query.js';
import { loanReferenceIn, noSuchRecord } from './loan-reference.js';
import { presentNotice } from './present-notice.js';

const filter: z.ZodType<NoticeFilter> = z.strictObject({
  state: z.enum(Object.values(NoticeState)).exactOptional(),
  to: z.enum(noticeReceivers).exactOptional(),
  limit: numberIn({ from: 1, to: 200, otherwise: 50 }),
  after: cursor.exactOptional(),
});

const word = z.string().trim().min(1).max(100);
const previewBody: z.ZodType<PreviewAsked> = z.strictObject({
  template: word,
  language: word.exactOptional(),
  way: word.exactOptional(),
  note: z.string().max(2_000).exactOptional(),
});

const againBody: z.ZodType<{ email?: string }> = z.strictObject({
  email: z.string().trim().min(3).max(254).exactOptional(),
});

/** What people were told by mail and letter, what waits there, and what mail servers report of it. */
export function noticesRoutes(board: NoticeBoard): Router {
  return router({
    'GET /api/v1/notices': async (req, res) => {
      const { items, next } = await board.list(readQuery(req, filter), callerOf(res));
      res.json({
        items: items.map(presentNotice),
        ...(next === undefined ? {} : { next: nextAddress(req, next) }),
      });
    },
    'GET /api/v1/notices/counts': async (_req, res) => {
      res.json(await board.counts(callerOf(res)));
    },
    'GET /api/v1/notices/:id': async (req, res) => {
      const notice = await board.get(pathPart(req, 'id'), callerOf(res));
      if (notice === undefined) throw noSuchNotice();
      res.json(presentNotice(notice));
    },
    'POST /api/v1/loan-records/:id/notices/preview': async (req, res) => {
      const asked = readContent(req, previewBody);
      const previewed = await board.preview(loanReferenceIn(req), asked, callerOf(res));
      if (previewed.kind === 'unknown-loan') throw noSuchRecord();
      if (previewed.kind === 'refused') {
        const { refusal, detail } = previewed;
        sendProblem(res, actProblems[refusal as ActRefusal], { detail, more: { refusal } });
        return;
      }
      const { kind: _kind, ...shown } = previewed;
      res.json(shown);
    },
    'POST /api/v1/notices/:id/send-again': async (req, res) => {
      const asked = req.body === undefined ? {} : readContent(req, againBody);
      await decide(req, res, { board, asked: { decision: 'send-again', ...asked } });
    },
    'POST /api/v1/notices/:id/to-letter': decided(board, 'to-letter'),
    'POST /api/v1/notices/:id/was-sent': decided(board, 'was-sent'),
    'POST /api/v1/notices/:id/withdraw': decided(board, 'withdraw'),
    'POST /api/v1/notices/:id/not-printed': decided(board, 'not-printed'),
    'POST /api/v1/notices/:id/print': async (req, res) => {
      const { letters, refused } = await board.print([pathPart(req, 'id')], callerOf(res));
      const [letter] = letters;
      if (letter !== undefined) res.json(letter);
      else answerRefused(res, refused[0]);
    },
    'POST /api/v1/notices/reports': async (req, res) => {
      const type = (req.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
      const form = reportForms.find((one) => one === type) ?? 'message/rfc822';
      const bytes = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
      answerReport(res, await board.hear({ bytes, form }, callerOf(res)));
    },
  });
}

function decided(board: NoticeBoard, decision: NoticeDecision): Handler {
  return (req, res) => decide(req, res, { board, asked: { decision } });
}

async function decide(
  req: Request,
  res: Response,
  { board, asked }: { board: NoticeBoard; asked: Parameters<NoticeBoard['decide']>[1] },
): Promise<void> {
  const [answer] = await board.decide([pathPart(req, 'id')], asked, callerOf(res));
  if (answer?.kind !== 'done') {
    answerRefused(res, answer);
    return;
  }
  const { notice, loan, state, again } = answer;
  res.json({ result: 'done', notice, loanRecord: loan, state, ...(again === undefined ? {} : { again }) });
}

function answerRefused(res: Response, answer: NoticeAnswer | undefined): void {
  if (answer?.kind !== 'refused') throw noSuchNotice();
  const { refusal, detail } = answer;
  sendProblem(res, noticeProblems[refusal], { detail, more: { refusal } });
}

const faults: Readonly<Record<Extract<ReportTaken, { kind: 'not-ours' }>['fault'], string>> = {
  'too-large': 'It is larger than what is read.',
  'no-report': 'It is no delivery report: there is no part message/delivery-status in it (RFC 3464).',
  'no-notice':
    'It names no mail of ours: neither the envelope’s id nor the Message-ID is one that we have given.',
  'unknown-notice': 'It names a notice that is not known here.',
};

function answerReport(res: Response, taken: ReportTaken): void {
  if (taken.kind === 'not-ours') {
    sendProblem(res, problems.reportNotOurs, { detail: faults[taken.fault], more: { fault: taken.fault } });
    return;
  }
  res.json({ result: taken.kind, notice: taken.notice, loanRecord: taken.loan });
}

function noSuchNotice(): ProblemError {
  return new ProblemError(problems.notFound, { detail: 'No notice has this id.' });
}
