import type { Request, Response, Router } from 'express';
import { newId } from '../../platform/index.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { codesIn, wantsDone } from './read-codes.js';
import { offerMark, scanPage } from './scan-page.js';

/** Scan mode. What is offered is done at once: the reading was the second look. */
export function scanPages(parts: PageParts): Router {
  return pageRouter({
    'GET /scan': async (req, res) => {
      const reader = parts.readerOf(req, res);
      const codes = codesIn(req.query);
      const reading =
        codes.length === 0 ? undefined : await parts.gateway.parcels.read(codes, signedOf(res).caller);
      sendPage(res, scanPage({ codes, reading }, reader), reader);
    },
    'POST /scan': (req, res) => scan(req, res, parts),
  });
}

async function scan(req: Request, res: Response, { gateway, readerOf }: PageParts): Promise<void> {
  const reader = readerOf(req, res);
  const { caller } = signedOf(res);
  const codes = codesIn(req.body);
  const reading = codes.length === 0 ? undefined : await gateway.parcels.read(codes, caller);
  const isAsked =
    wantsDone(req.body) && reading?.offer !== undefined && offerMark(reading) === textIn(req.body, 'offer');
  if (!isAsked) {
    sendPage(res, scanPage({ codes, reading }, reader), reader);
    return;
  }
  const idempotencyKey = textIn(req.body, 'key') ?? newId();
  const done = await gateway.parcels.scan({ codes, idempotencyKey }, caller);
  sendPage(res, scanPage({ codes: [], done }, reader), reader);
}
