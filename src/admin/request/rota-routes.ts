import type { Request, Response, Router } from 'express';
import type { ChoiceAnswer } from '../../exchange/index.js';
import { answerNoPage } from '../answer-page-errors.js';
import { textIn, withQuery, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { wordOf } from '../words/word-of.js';
import { showRequest } from './request-routes.js';

/** No list of suppliers is longer. */
const SUPPLIERS_AT_MOST = 50;

/** Who is asked, in which order: changed by a form, without any script. */
export function rotaRoutes(parts: PageParts): Router {
  return pageRouter({
    'POST /requests/:id/suppliers': async (req, res) => {
      const { suppliers, unreadable } = orderIn(req.body);
      if (unreadable !== undefined)
        return showFault(req, res, { parts, fault: 'unreadable', added: unreadable });
      const answer = await parts.gateway.rota.order(loanIn(req), suppliers, signedOf(res).caller);
      return answerChoice(req, res, { parts, answer });
    },
    'POST /requests/:id/holdings': async (req, res) => {
      const answer = await parts.gateway.rota.seek(loanIn(req), signedOf(res).caller);
      return answerChoice(req, res, { parts, answer });
    },
  });
}

function loanIn(req: Request): { by: 'id'; id: string } {
  return { by: 'id', id: String(req.params['id']) };
}

/** Those that have a number, by their numbers; whoever is added comes behind them. */
function orderIn(body: unknown): { suppliers: string[]; unreadable?: string } {
  const numbered: { name: string; place: number }[] = [];
  for (let index = 1; index <= SUPPLIERS_AT_MOST; index += 1) {
    const name = textIn(body, `supplier${index}`);
    const place = Number(textIn(body, `place${index}`) ?? Number.NaN);
    if (name !== undefined && Number.isFinite(place)) numbered.push({ name, place });
  }
  const names = numbered.sort((one, other) => one.place - other.place).map(({ name }) => name);
  const added = textIn(body, 'added');
  const all = added === undefined || names.includes(added) ? names : [...names, added];
  const unreadable = all.find((name) => !/^[^:\s]+:\S.{0,63}$/.test(name));
  return { suppliers: all, ...(unreadable === undefined ? {} : { unreadable }) };
}

async function answerChoice(
  req: Request,
  res: Response,
  { parts, answer }: { parts: PageParts; answer: ChoiceAnswer },
): Promise<void> {
  switch (answer.kind) {
    case 'done':
      res.redirect(303, withQuery(`/requests/${encodeURIComponent(answer.loan)}`, { outcome: 'done' }));
      return;
    case 'refused':
      return showFault(req, res, { parts, fault: answer.refusal });
    case 'unknown-loan':
      await answerNoPage(parts.readerOf)(req, res, () => undefined);
  }
}

async function showFault(
  req: Request,
  res: Response,
  { parts, fault, added }: { parts: PageParts; fault: string; added?: string },
): Promise<void> {
  const { t } = parts.readerOf(req, res);
  const text = fault === 'unreadable' ? t('rota.fault.unreadable') : wordOf(t, 'refusal', fault);
  const tried = added === undefined ? { text } : { text, added };
  await showRequest(req, res, { parts, orderFault: tried, statusCode: 422 });
}
