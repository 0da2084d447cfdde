import type { Request, Response, Router } from 'express';
import { Right } from '../../access/index.js';
import { sendPage } from '../frame/send-page.js';
import { answerNoPage } from '../answer-page-errors.js';
import { outcomes } from '../acts/outcome-notice.js';
import { textIn, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { patronFacts, revealReasons, type PatronView } from './patron.js';
import { requestPage } from './request-page.js';
import { requestView, type Tried } from './request-view.js';
import { timelineFilters } from './timeline-view.js';

/** One request, and who its reader is. */
export function requestRoutes(parts: PageParts): Router {
  return pageRouter({
    'GET /requests/:id': (req, res) => showRequest(req, res, { parts }),
    'GET /requests/:id/case-folder': async (req, res) => {
      const id = String(req.params['id']);
      // Whose request it is, is the desk's to say: the folder itself asks nobody.
      const signed = signedOf(res);
      const item = await parts.gateway.work.item(id, signed.caller);
      if (item === undefined) {
        await answerNoPage(parts.readerOf)(req, res, () => undefined);
        return;
      }
      const photos = signed.can(Right.Work, item.view.record.agency);
      res.attachment(`request-${id}.html`).send(await parts.gateway.caseFolder(id, { photos }));
    },
    'GET /requests/:id/photos/:photo': async (req, res) => {
      const loan = { by: 'id' as const, id: String(req.params['id']) };
      const asked = { loan, photo: String(req.params['photo']) };
      const seen = await parts.gateway.files.photo(asked, signedOf(res).caller);
      if (seen.kind !== 'photo') await answerNoPage(parts.readerOf)(req, res, () => undefined);
      else res.type(seen.type).send(seen.content);
    },
    'POST /requests/:id/reveal': async (req, res) => {
      const { caller } = signedOf(res);
      const revealed = await parts.gateway.reveal.reveal({
        loan: String(req.params['id']),
        reason: wordIn(req.body, 'reason', revealReasons) ?? 'other',
        note: textIn(req.body, 'note') ?? '',
        by: caller,
      });
      const patron: PatronView =
        revealed.kind === 'revealed'
          ? { kind: 'revealed', facts: patronFacts(revealed.patron, parts.readerOf(req, res)) }
          : revealed.kind === 'note-missing'
            ? { kind: 'masked', fault: 'note-missing' }
            : { kind: 'nobody' };
      await showRequest(req, res, {
        parts,
        patron,
        statusCode: revealed.kind === 'note-missing' ? 422 : 200,
      });
    },
  });
}

interface Shown {
  parts: PageParts;
  tried?: Tried;
  patron?: PatronView;
  /** What was wrong with an order of suppliers. */
  orderFault?: { text: string; added?: string };
  statusCode?: number;
}

/** A moment as the page's own links name it; nothing where it is none. */
function momentIn(written: unknown): string | undefined {
  const moment = typeof written === 'string' ? new Date(written) : undefined;
  return moment === undefined || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** A request's page, or that there is none; also where an act was refused or a reader is shown. */
export async function showRequest(req: Request, res: Response, shown: Shown): Promise<void> {
  const { parts, tried, statusCode } = shown;
  const reader = parts.readerOf(req, res);
  const asOf = momentIn(req.query['asOf']);
  const detail = await parts.gateway.work.get(String(req.params['id']), signedOf(res).caller, asOf);
  if (detail === undefined) {
    await answerNoPage(parts.readerOf)(req, res, () => undefined);
    return;
  }
  const view = requestView(
    detail,
    {
      filter: wordIn(req.query, 'show', timelineFilters) ?? 'all',
      word: wordIn(req.query, 'outcome', outcomes),
      tried,
      orderFault: shown.orderFault,
      agencyName: parts.agencyName,
      parcels: parts.gateway.parcels.ofLoan(detail.view),
    },
    reader,
  );
  const masked: PatronView = view.hasPatron ? { kind: 'masked' } : { kind: 'elsewhere' };
  const page = requestPage(view, shown.patron ?? masked);
  sendPage(res, { ...page, ...(statusCode === undefined ? {} : { statusCode }) }, reader);
}
