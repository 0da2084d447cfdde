import type { Request, Response, Router } from 'express';
import { readOpenUrl } from '../../intake/index.js';
import { sendPage } from '../frame/send-page.js';
import type { PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import {
  faultsOf,
  recordFrom,
  valuesFrom,
  whatIsMissing,
  wishValuesIn,
  type WishValues,
} from './wish-form.js';
import { suggestedNumber, wishPage, type WishView } from './wish-page.js';

/** A new request: by form, or by a link from a catalogue that fills the form. */
export function wishRoutes(parts: PageParts): Router {
  return pageRouter({
    'GET /requests/new': (req, res) => show(req, res, { parts, values: { id: suggestedNumber() } }),
    'GET /openurl': (req, res) =>
      show(req, res, {
        parts,
        values: { ...valuesFrom(readOpenUrl(req.query)), id: suggestedNumber() },
        isPrefilled: true,
      }),
    'POST /requests': (req, res) => take(req, res, parts),
  });
}

async function take(req: Request, res: Response, parts: PageParts): Promise<void> {
  const { t } = parts.readerOf(req, res);
  const values = wishValuesIn(req.body);
  const faults = whatIsMissing(values, t);
  if (faults.length > 0) {
    show(req, res, { parts, values, faults });
    return;
  }
  const [outcome] = await parts.gateway.loanRecords.accept([recordFrom(values)], signedOf(res).caller);
  switch (outcome?.status) {
    case 'accepted':
      res.redirect(303, `/requests/${outcome.id}`);
      return;
    case 'refused':
      show(req, res, { parts, values, faults: faultsOf(outcome, t) });
      return;
    case 'unchanged':
    case 'replaced':
      res.redirect(303, `/requests/${outcome.id}`);
      return;
    case 'conflict':
      show(req, res, { parts, values, existing: outcome.id });
      return;
    case undefined:
      throw new Error('a record was handed in and no outcome came back');
  }
}

interface Shown extends Partial<Pick<WishView, 'faults' | 'isPrefilled' | 'existing'>> {
  parts: PageParts;
  values: WishValues;
}

function show(req: Request, res: Response, { parts, values, ...rest }: Shown): void {
  const reader = parts.readerOf(req, res);
  const by = signedOf(res).caller;
  const view: WishView = {
    values,
    faults: [],
    isPrefilled: false,
    agencies: parts.ownAgencies.filter(({ key }) => by.agencies?.includes(key) !== false),
    suppliers: parts.gateway.work
      .peers()
      .flatMap(({ name, agencies }) =>
        agencies.map((agency) => ({ value: agency, label: `${name} (${agency})` })),
      ),
    ...rest,
  };
  sendPage(res, wishPage(view, reader), reader);
}
