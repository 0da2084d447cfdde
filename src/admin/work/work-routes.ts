import type { Request, Response, Router } from 'express';
import { attentionQueues } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { OutcomeNotice, outcomes, outcomeView } from '../acts/outcome-notice.js';
import { h, type ComponentChildren } from 'preact';
import type { Reader } from '../frame/reader.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, withQuery, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { attentionPage, attentionView } from './attention-page.js';
import {
  phases,
  requestsPage,
  requestsView,
  roles,
  states,
  types,
  workQueues,
  type RequestsAsked,
} from './requests-page.js';
import { rowView } from './row.js';

/** Requests on one page. */
const PAGE = 25;

/** What needs attention, all requests, and the one box that finds. */
export function workRoutes(parts: PageParts): Router {
  return pageRouter({
    'GET /': (req, res) => showAttention(req, res, parts),
    'GET /requests': (req, res) => showRequests(req, res, parts),
    'GET /search': (req, res) => search(req, res, parts),
  });
}

function placeIn(req: Request): { before?: string; after?: string } {
  return present({ before: textIn(req.query, 'before'), after: textIn(req.query, 'after') });
}

async function showAttention(req: Request, res: Response, parts: PageParts): Promise<void> {
  const reader = parts.readerOf(req, res);
  const by = signedOf(res).caller;
  const { work } = parts.gateway;
  const queue = wordIn(req.query, 'queue', attentionQueues);
  const side = wordIn(req.query, 'side', roles);
  const queues = queue === undefined ? attentionQueues : [queue];
  const asked = present({ queues, role: side, limit: PAGE, ...placeIn(req) });
  const [counts, found, notice] = await Promise.all([
    work.counts(by),
    work.queue(asked, by),
    noticeOf(req, res, { parts, reader, back: withQuery('/', { queue, side }) }),
  ]);
  const { items, ...around } = found;
  const rows = items.map((item) => rowView(item, reader));
  const view = attentionView(present({ queue, side }), { rows, counts, ...around }, reader);
  sendPage(res, attentionPage(view, reader, notice), reader);
}

/** What came of what was done in this list. */
async function noticeOf(
  req: Request,
  res: Response,
  { parts, reader, back }: { parts: PageParts; reader: Reader; back: string },
): Promise<ComponentChildren> {
  const about = textIn(req.query, 'about');
  const item = about === undefined ? undefined : await parts.gateway.work.item(about, signedOf(res).caller);
  const outcome =
    item === undefined ? undefined : outcomeView(item, wordIn(req.query, 'outcome', outcomes), reader);
  return outcome === undefined ? undefined : h(OutcomeNotice, { outcome, back });
}

async function showRequests(req: Request, res: Response, parts: PageParts): Promise<void> {
  const reader = parts.readerOf(req, res);
  const by = signedOf(res).caller;
  const asked = requestsAsked(req);
  const { side, due, ...rest } = asked;
  const { work } = parts.gateway;
  const { items, ...around } = await work.list(
    present({ ...rest, role: side, dueBefore: due, limit: PAGE, ...placeIn(req) }),
    by,
  );
  const rows = items.map((item) => rowView(item, reader));
  const choices = work.peers().map(({ id, name }) => ({ value: id, label: name }));
  const view = requestsView(asked, { rows, peers: choices, ...around });
  sendPage(res, requestsPage(view, reader, textIn(req.query, 'q')), reader);
}

function requestsAsked({ query }: Request): RequestsAsked {
  return present({
    text: textIn(query, 'text'),
    side: wordIn(query, 'side', roles),
    phase: wordIn(query, 'phase', phases),
    state: wordIn(query, 'state', states),
    queue: wordIn(query, 'queue', workQueues),
    peer: textIn(query, 'peer'),
    type: wordIn(query, 'type', types),
    due: textIn(query, 'due'),
  });
}

/** An exact id opens its request; a peer's name or agency lists its requests; anything else is words of the title. */
async function search(req: Request, res: Response, parts: PageParts): Promise<void> {
  const sought = textIn(req.query, 'q');
  const by = signedOf(res).caller;
  if (sought === undefined) {
    res.redirect(303, '/requests');
    return;
  }
  const [only, ...others] = await parts.gateway.work.withId(sought, by);
  if (only !== undefined && others.length === 0) {
    res.redirect(303, `/requests/${only}`);
    return;
  }
  if (only !== undefined) {
    await showFound(req, res, { parts, ids: [only, ...others], sought });
    return;
  }
  const word = sought.toLowerCase();
  const peer = parts.gateway.work
    .peers()
    .find(
      ({ id, name, agencies }) =>
        id === word ||
        name.toLowerCase() === word ||
        agencies.some((agency) => agency.toLowerCase() === word || agency.toLowerCase().endsWith(`:${word}`)),
    );
  res.redirect(
    303,
    withQuery('/requests', peer === undefined ? { text: sought, q: sought } : { peer: peer.id, q: sought }),
  );
}

async function showFound(
  req: Request,
  res: Response,
  { parts, ids, sought }: { parts: PageParts; ids: readonly string[]; sought: string },
): Promise<void> {
  const reader = parts.readerOf(req, res);
  const items = await parts.gateway.work.items(ids, signedOf(res).caller);
  const rows = items.map((item) => rowView(item, reader));
  const page = requestsPage(requestsView({}, { rows, peers: [] }), reader, sought);
  sendPage(res, { ...page, title: reader.t('search.found', { n: rows.length, q: sought }) }, reader);
}
