import type { Request, Response, Router } from 'express';
import { statementCsv } from '../../audit/index.js';
import type { Statement } from '../../desk/index.js';
import { answerNoPage } from '../answer-page-errors.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { claimsPage } from './claims-page.js';
import { statementPage } from './statement-page.js';

/** What is late, missing and owed; and what was booked with one peer. */
export function claimsPages(parts: PageParts): Router {
  const { gateway, readerOf } = parts;
  return pageRouter({
    'GET /claims': async (req, res) => {
      const by = signedOf(res).caller;
      const reader = readerOf(req, res);
      const [columns, balances] = [await gateway.claims.board(by), await gateway.claims.balances(by)];
      sendPage(res, claimsPage({ columns, balances, peers: gateway.work.peers() }, reader), reader);
    },
    'GET /claims/statement': (req, res) => statement(req, res, parts),
  });
}

/** From the first day up to and with the last, both in UTC as the ledger has its times. */
async function statement(req: Request, res: Response, parts: PageParts): Promise<void> {
  const peer = textIn(req.query, 'peer') ?? '';
  const from = dayIn(req, 'from');
  const last = dayIn(req, 'to');
  const asked =
    from === undefined || last === undefined
      ? undefined
      : { peer, from, to: new Date(Date.parse(last) + 86_400_000).toISOString() };
  const found =
    asked === undefined ? undefined : await parts.gateway.claims.statement(asked, signedOf(res).caller);
  if (found === undefined) await answerNoPage(parts.readerOf)(req, res, () => undefined);
  else if (textIn(req.query, 'format') === 'csv') sendCsv(res, found);
  else {
    const reader = parts.readerOf(req, res);
    sendPage(res, statementPage(found, reader), reader);
  }
}

function sendCsv(res: Response, found: Statement): void {
  const name = `statement-${found.peer}-${found.from.slice(0, 10)}-${found.to.slice(0, 10)}.csv`;
  res
    .type('text/csv; charset=utf-8')
    .attachment(name)
    .send(statementCsv(found, 'us', found.peer));
}

function dayIn(req: Request, name: string): string | undefined {
  const day = textIn(req.query, name);
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
