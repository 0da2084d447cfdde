import type { Request, Response, Router } from 'express';
import { newId } from '../../platform/index.js';
import { answerNoPage } from '../answer-page-errors.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, wordIn, type PageParts } from '../page-parts.js';
import { showRequest } from '../request/request-routes.js';
import { handedInOf, pageRouter, signedOf, type FormTaker } from '../session/index.js';
import { actOf, atOnce, valuesIn, verbs } from './act-fields.js';
import { bulkActs } from './bulk-acts.js';
import { backIn, leadBack } from './lead-back.js';
import { previewPage, previewView } from './preview-page.js';

/** What staff do with a request: done after its undo time, shown before, taken back, or sent at once. */
export function actRoutes(parts: PageParts): Router {
  const takeForm: FormTaker = (req) => parts.gateway.files.take(req);
  const made = pageRouter({
    'GET /requests/:id/preview': (req, res) => {
      res.redirect(303, `/requests/${encodeURIComponent(String(req.params['id']))}`);
    },
    'POST /requests/:id/undo': async (req, res) => {
      const { kind } = await parts.gateway.work.undo(heldIn(req), signedOf(res).caller);
      leadBack(req, res, kind === 'withdrawn' ? 'withdrawn' : 'too-late');
    },
    'POST /requests/:id/send-now': async (req, res) => {
      const { kind } = await parts.gateway.work.sendNow(heldIn(req), signedOf(res).caller);
      leadBack(req, res, kind === 'not-held' ? 'too-late' : 'done');
    },
    'POST /requests/acts': (req, res) => bulkActs(req, res, parts),
  });
  return made.use(
    pageRouter(
      {
        'POST /requests/:id/acts': (req, res) => act(req, res, parts),
        'POST /requests/:id/preview': (req, res) => preview(req, res, parts),
      },
      { takeForm },
    ),
  );
}

function heldIn(req: Request): { loan: string; act: string } {
  return { loan: String(req.params['id']), act: textIn(req.body, 'act') ?? '' };
}

async function act(req: Request, res: Response, parts: PageParts): Promise<void> {
  const verb = wordIn(req.body, 'verb', verbs);
  if (verb === undefined) {
    await answerNoPage(parts.readerOf)(req, res, () => undefined);
    return;
  }
  const signed = signedOf(res);
  const values = valuesIn(req.body);
  const { fault, ...files } = handedInOf(res);
  if (fault !== undefined) {
    await showRequest(req, res, { parts, tried: { verb, values, refusal: fault }, statusCode: 422 });
    return;
  }
  const { answer } = await parts.gateway.loanRecords.act({
    loan: { by: 'id', id: String(req.params['id']) },
    act: actOf(verb, values, files),
    idempotencyKey: textIn(req.body, 'key') ?? newId(),
    by: signed.caller,
    holdSeconds: atOnce.has(verb) ? 0 : parts.holdSecondsOf(signed),
  });
  switch (answer.kind) {
    case 'done':
    case 'held':
      leadBack(req, res, answer.kind);
      return;
    case 'refused':
      await showRequest(req, res, {
        parts,
        tried: { verb, values, refusal: answer.refusal },
        statusCode: 422,
      });
      return;
    case 'key-used-otherwise':
      await showRequest(req, res, { parts, tried: { verb, values, refusal: answer.kind }, statusCode: 409 });
      return;
    case 'unknown-loan':
      await answerNoPage(parts.readerOf)(req, res, () => undefined);
  }
}

async function preview(req: Request, res: Response, parts: PageParts): Promise<void> {
  const verb = wordIn(req.body, 'verb', verbs);
  const loan = String(req.params['id']);
  const by = signedOf(res).caller;
  const item = await parts.gateway.work.item(loan, by);
  if (verb === undefined || item === undefined) {
    await answerNoPage(parts.readerOf)(req, res, () => undefined);
    return;
  }
  const values = valuesIn(req.body);
  const previewed = await parts.gateway.work.preview({ loan, act: actOf(verb, values) }, by);
  if (previewed.kind !== 'possible') {
    const refusal = previewed.kind === 'refused' ? previewed.refusal : previewed.kind;
    await showRequest(req, res, { parts, tried: { verb, values, refusal }, statusCode: 422 });
    return;
  }
  const reader = parts.readerOf(req, res);
  const asked = { verb, values, key: textIn(req.body, 'key') ?? newId(), back: backIn(req) };
  sendPage(res, previewPage(previewView({ item, previewed, asked }, reader), reader), reader);
}
