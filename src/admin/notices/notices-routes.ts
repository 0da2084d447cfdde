import type { Request, Response, Router } from 'express';
import type { NoticeFilter, ReportTaken } from '../../desk/index.js';
import { noticeReceivers, NoticeState, type NoticeDecision } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Reader } from '../frame/reader.js';
import { sendPage } from '../frame/send-page.js';
import { localPath, manyIn, textIn, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf, type PageHandler } from '../session/index.js';
import { lettersPage, refusedPage } from './letters-page.js';
import { noticesPage, noticesView, type ReportSaid } from './notices-page.js';
import { refusalText } from './refusal-text.js';

/** Notices on one page. */
const PAGE = 25;

/** Letters that are printed at once. */
const PRINTED_AT_ONCE = 50;

/** What people were told, what waits there, letters, and mails that came back. */
export function noticesPages(parts: PageParts): Router {
  return pageRouter({
    'GET /notices': (req, res) => showNotices(req, res, { parts }),
    'POST /notices/print': (req, res) => print(req, res, parts),
    'POST /notices/not-printed': (req, res) => decide(req, res, { parts, decision: 'not-printed' }),
    'POST /notices/:id/send-again': decided(parts, 'send-again'),
    'POST /notices/:id/to-letter': decided(parts, 'to-letter'),
    'POST /notices/:id/was-sent': decided(parts, 'was-sent'),
    'POST /notices/:id/withdraw': decided(parts, 'withdraw'),
    'POST /notices/reports': async (req, res) => {
      const given = (req.body as Record<string, unknown> | undefined)?.['report'];
      const bytes = Buffer.from(typeof given === 'string' ? given : '', 'utf8');
      const by = signedOf(res).caller;
      const taken = await parts.gateway.notices.hear({ bytes, form: 'message/rfc822' }, by);
      await showNotices(req, res, { parts, said: saidOf(taken, parts.readerOf(req, res)) });
    },
  });
}

function cursorIn(req: Request): string | undefined {
  const after = textIn(req.query, 'after');
  return after !== undefined && /^[0-9a-f-]{36}$/.test(after) ? after : undefined;
}

async function showNotices(
  req: Request,
  res: Response,
  { parts, said }: { parts: PageParts; said?: ReportSaid },
): Promise<void> {
  const by = signedOf(res).caller;
  const reader = parts.readerOf(req, res);
  const asked = present({
    state: wordIn(req.query, 'state', Object.values(NoticeState)),
    to: wordIn(req.query, 'to', noticeReceivers),
    after: cursorIn(req),
  });
  const filter: NoticeFilter = { ...asked, limit: PAGE };
  const { notices } = parts.gateway;
  const [page, counts] = await Promise.all([notices.list(filter, by), notices.counts(by)]);
  const view = noticesView(asked, { ...page, counts, said }, reader);
  const statusCode = said?.tone === 'warn' ? 422 : 200;
  sendPage(res, { ...noticesPage(view, reader), statusCode }, reader);
}

function saidOf(taken: ReportTaken, { t }: Reader): ReportSaid {
  if (taken.kind === 'not-ours') return { text: t(`report.${taken.fault}`), tone: 'warn' };
  return {
    text: t(`report.${taken.kind}`),
    tone: 'good',
    href: `/requests/${taken.loan}#notice-${taken.notice}`,
  };
}

async function print(req: Request, res: Response, parts: PageParts): Promise<void> {
  const reader = parts.readerOf(req, res);
  const back = localPath(textIn(req.body, 'back'), '/notices');
  const ids = manyIn(req.body, 'id').slice(0, PRINTED_AT_ONCE);
  if (ids.length === 0) {
    sendPage(res, refusedPage(reader.t('notices.print-none'), back, reader), reader);
    return;
  }
  const printed = await parts.gateway.notices.print(ids, signedOf(res).caller);
  const page = lettersPage(printed, back, reader);
  sendPage(res, { ...page, statusCode: printed.letters.length === 0 ? 422 : 200 }, reader);
}

function decided(parts: PageParts, decision: NoticeDecision): PageHandler {
  return (req, res) => decide(req, res, { parts, decision });
}

/** Leads back to where the form stood; or says why nothing was done. */
async function decide(
  req: Request,
  res: Response,
  { parts, decision }: { parts: PageParts; decision: NoticeDecision },
): Promise<void> {
  const one = req.params['id'];
  const ids = typeof one === 'string' ? [one] : manyIn(req.body, 'id').slice(0, PRINTED_AT_ONCE);
  const back = localPath(textIn(req.body, 'back'), '/notices');
  const email = textIn(req.body, 'email');
  const asked = present({ decision, email });
  const answers = await parts.gateway.notices.decide(ids, asked, signedOf(res).caller);
  const refused = answers.find((answer) => answer.kind !== 'done');
  if (refused === undefined) {
    res.redirect(303, back);
    return;
  }
  const reader = parts.readerOf(req, res);
  sendPage(res, refusedPage(refusalText(refused, reader), back, reader), reader);
}
