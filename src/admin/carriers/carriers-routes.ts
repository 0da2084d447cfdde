import type { Request, Response, Router } from 'express';
import { answerNoPage } from '../answer-page-errors.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, withQuery, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { carrierOutcomes, carriersPage, type CarrierOutcome, type CarriersShown } from './carriers-page.js';
import { carrierIn, valuesIn, valuesOf, type CarrierField } from './read-carrier.js';

/** Who carries parcels: for whoever may change the settings. */
export function carriersPages(parts: PageParts): Router {
  return pageRouter({
    'GET /settings/carriers': (req, res) => {
      const named = textIn(req.query, 'change');
      const known = parts.gateway.carriers.list().find(({ id }) => id === named);
      show(req, res, parts, {
        values: known === undefined ? {} : valuesOf(known.id, known),
        changes: known?.name,
        faults: new Set(),
        outcome: wordIn(req.query, 'outcome', carrierOutcomes),
      });
    },
    'POST /settings/carriers': (req, res) => save(req, res, parts),
    'POST /settings/carriers/:id/remove': async (req, res) => {
      const result = await parts.gateway.carriers.remove(String(req.params['id']), signedOf(res).caller);
      if (result === 'unknown-carrier') await answerNoPage(parts.readerOf)(req, res, () => undefined);
      else leadBack(res, 'removed');
    },
  });
}

// eslint-disable-next-line max-params -- what every page is given, and what it shows
function show(req: Request, res: Response, parts: PageParts, shown: Omit<CarriersShown, 'carriers'>): void {
  const reader = parts.readerOf(req, res);
  const page = carriersPage({ ...shown, carriers: parts.gateway.carriers.list() }, reader);
  sendPage(res, { ...page, statusCode: shown.faults.size === 0 ? 200 : 422 }, reader);
}

async function save(req: Request, res: Response, parts: PageParts): Promise<void> {
  const values = valuesIn(req.body);
  const read = carrierIn(values);
  const refuse = (faults: ReadonlySet<CarrierField>): void =>
    show(req, res, parts, { values, changes: textIn(req.body, 'changes'), faults });
  if ('faults' in read) {
    refuse(read.faults);
    return;
  }
  const result = await parts.gateway.carriers.change(read.id, read.carrier, signedOf(res).caller);
  if (typeof result === 'object') refuse(new Set(['source']));
  else leadBack(res, result === 'unchanged' ? 'unchanged' : 'saved');
}

function leadBack(res: Response, outcome: CarrierOutcome): void {
  res.redirect(303, withQuery('/settings/carriers', { outcome }));
}
