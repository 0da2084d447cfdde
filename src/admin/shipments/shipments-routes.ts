import type { Request, Response, Router } from 'express';
import type { ParcelView } from '../../desk/index.js';
import type { ParcelAnswer } from '../../exchange/index.js';
import { present } from '../../loan/present.js';
import { newId } from '../../platform/index.js';
import { answerNoPage } from '../answer-page-errors.js';
import { sendPage } from '../frame/send-page.js';
import { localPath, textIn, withQuery, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { wordOf } from '../words/word-of.js';
import { carrierNames, manifestOfDay, showManifest } from './manifest-routes.js';
import type { TriedOnParcel } from './parcel-forms.js';
import { parcelPage, type ShownParcel } from './parcel-page.js';
import { parcelActIn, parcelVerbs } from './read-parcel-act.js';
import { shipmentsPage } from './shipments-page.js';

/** Parcels on a page. */
const PER_PAGE = 25;

/** Where the boxes are, one of them, and what staff do with it. */
export function shipmentsPages(parts: PageParts): Router {
  return pageRouter({
    'GET /shipments': (req, res) => list(req, res, parts),
    'GET /shipments/manifest': (req, res) => manifestOfDay(req, res, parts),
    'GET /shipments/:id': (req, res) =>
      withParcel(req, res, { parts, then: (parcel) => showParcel(req, res, { parts, parcel }) }),
    'GET /shipments/:id/manifest': (req, res) =>
      withParcel(req, res, { parts, then: (parcel) => showManifest(req, res, { parts, parcel }) }),
    'POST /shipments/:id/acts': (req, res) =>
      withParcel(req, res, { parts, then: (parcel) => act(req, res, { parts, parcel }) }),
  });
}

async function list(req: Request, res: Response, { gateway, readerOf }: PageParts): Promise<void> {
  const reader = readerOf(req, res);
  const way = wordIn(req.query, 'way', ['out', 'in'] as const);
  const isLate = textIn(req.query, 'late') === 'yes';
  const after = placeIn(textIn(req.query, 'after'));
  const verb = wordIn(req.query, 'outcome', parcelVerbs);
  const parcel = textIn(req.query, 'about');
  const { items, next } = await gateway.parcels.list(
    present({ limit: PER_PAGE, way, after, isLate: isLate || undefined }),
    signedOf(res).caller,
  );
  const done = verb === undefined || parcel === undefined ? undefined : { verb, parcel };
  const asked = { way, isLate, after, done };
  sendPage(res, shipmentsPage(present({ asked, items, next }), reader), reader);
}

/** A place as a page before has named it; another one is the beginning. */
function placeIn(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9TZ:.-]{20,30}~[0-9a-f-]{36}$/.test(text) ? text : undefined;
}

type Handled = { parts: PageParts; parcel: ParcelView };

async function withParcel(
  req: Request,
  res: Response,
  { parts, then }: { parts: PageParts; then: (parcel: ParcelView) => void | Promise<void> },
): Promise<void> {
  const parcel = await parts.gateway.parcels.get(String(req.params['id']), signedOf(res).caller);
  if (parcel === undefined) await answerNoPage(parts.readerOf)(req, res, () => undefined);
  else await then(parcel);
}

async function showParcel(
  req: Request,
  res: Response,
  { parts, parcel, tried, statusCode }: Handled & { tried?: TriedOnParcel; statusCode?: number },
): Promise<void> {
  const { gateway } = parts;
  const reader = parts.readerOf(req, res);
  const shown: ShownParcel = {
    parcel,
    companions: await gateway.parcels.companions(parcel, signedOf(res).caller),
    carriers: carrierNames(gateway.carriers),
    done: tried === undefined ? wordIn(req.query, 'outcome', parcelVerbs) : undefined,
    tried,
  };
  sendPage(res, { ...parcelPage(shown, reader), ...present({ statusCode }) }, reader);
}

async function act(req: Request, res: Response, { parts, parcel }: Handled): Promise<void> {
  const asked = parcelActIn(req.body);
  if (asked === undefined) {
    await answerNoPage(parts.readerOf)(req, res, () => undefined);
    return;
  }
  if ('unclear' in asked) {
    await refuse(req, res, { parts, parcel, verb: asked.unclear, refusal: 'unclear' });
    return;
  }
  const { caller } = signedOf(res);
  const { verb } = asked.act;
  const answer = await parts.gateway.parcels.act({
    parcel: parcel.id,
    act: asked.act,
    idempotencyKey: textIn(req.body, 'key') ?? newId(),
    by: caller,
  });
  if (answer.kind === 'done') leadBack(req, res, { parcel: parcel.id, verb });
  else if (answer.kind === 'unknown-parcel')
    // The other one has gone meanwhile, or was never there.
    await refuse(req, res, { parts, parcel, verb, refusal: 'unclear' });
  else await refuse(req, res, { parts, parcel, verb, refusal: refusalOf(answer) });
}

function refusalOf(answer: Exclude<ParcelAnswer, { kind: 'done' | 'unknown-parcel' }>): string {
  return answer.kind === 'refused' ? answer.refusal : answer.kind;
}

async function refuse(
  req: Request,
  res: Response,
  { verb, refusal, ...handled }: Handled & { verb: TriedOnParcel['verb']; refusal: string },
): Promise<void> {
  const { t } = handled.parts.readerOf(req, res);
  const values = present({
    numbers: textIn(req.body, 'numbers'),
    carrier: textIn(req.body, 'carrier'),
    note: textIn(req.body, 'note'),
  });
  const tried = { verb, refusal: wordOf(t, 'parcel-refusal', refusal), values };
  await showParcel(req, res, { ...handled, tried, statusCode: 422 });
}

/** To the list that it was done from, or to the parcel. */
function leadBack(req: Request, res: Response, { parcel, verb }: { parcel: string; verb: string }): void {
  const own = `/shipments/${parcel}`;
  const back = localPath(textIn(req.body, 'back'), own);
  const [path = '/', query = ''] = back.split('?');
  const kept = Object.fromEntries(new URLSearchParams(query));
  const about = path === own ? undefined : parcel;
  res.redirect(303, withQuery(path, { ...kept, outcome: verb, about }));
}
