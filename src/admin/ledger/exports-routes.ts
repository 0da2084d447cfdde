import type { Request, Response, Router } from 'express';
import type { Caller } from '../../access/index.js';
import { ExportsBusy, type ExportView } from '../../audit/index.js';
import { parseEntry } from '../../ledger/index.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf, type PageHandler } from '../session/index.js';
import { askedIn, selectionOf } from './asked.js';
import { exportPage, noExportPage, type OneExport } from './export-page.js';
import { exportsPage, type ExportsView } from './exports-page.js';

/** Exports: counted, begun, looked at, fetched, ended, approved. */
export function exportsPages(parts: PageParts): Router {
  const { gateway, readerOf } = parts;
  const { exports: desk } = gateway;
  const showExports = async (req: Request, res: Response, more: Partial<ExportsView> = {}): Promise<void> => {
    const reader = readerOf(req, res);
    const past = await desk.list(signedOf(res).caller);
    const view: ExportsView = { asked: askedIn(req.query), past, ...more };
    sendPage(res, { ...exportsPage(view, reader), statusCode: view.fault === undefined ? 200 : 422 }, reader);
  };
  return pageRouter({
    ...oneExport(parts),
    'GET /exports': async (req, res) => {
      const isAsked = Object.keys(req.query).length > 0;
      const selection = selectionOf(askedIn(req.query));
      const counted = isAsked ? { counted: await desk.count(selection, signedOf(res).caller) } : {};
      await showExports(req, res, counted);
    },
    'POST /exports': async (req, res) => {
      const by = signedOf(res).caller;
      const asked = askedIn(req.body);
      const selection = selectionOf(asked);
      const because = textIn(req.body, 'because');
      if (because === undefined) {
        const counted = await desk.count(selection, by);
        return showExports(req, res, { asked, counted, fault: 'exports.because-missing' });
      }
      try {
        const workbook = textIn(req.body, 'workbook') !== undefined;
        await desk.start({ selection, because, messages: 'redacted', workbook }, by);
      } catch (thrown) {
        if (!(thrown instanceof ExportsBusy)) throw thrown;
        return showExports(req, res, { asked, fault: 'exports.busy' });
      }
      res.redirect(303, '/exports');
    },
    'POST /exports/:id/cancel': async (req, res) => {
      await desk.cancel(String(req.params['id']), signedOf(res).caller);
      res.redirect(303, '/exports');
    },
    'GET /exports/:id/bundle': async (req, res) => {
      const found = await desk.download(String(req.params['id']), signedOf(res).caller);
      if (found === undefined) return res.redirect(303, '/exports');
      res.attachment(found.name).type('application/zip');
      found.content.pipe(res);
    },
  });
}

/** One export by itself, and the approval that another one with the same filters may name persons. */
function oneExport({
  gateway,
  readerOf,
}: PageParts): Record<'GET /exports/:id' | 'POST /exports/:id/approve', PageHandler> {
  const { exports: desk } = gateway;
  const show = async (req: Request, res: Response, more: Partial<OneExport> = {}): Promise<void> => {
    const reader = readerOf(req, res);
    const by = signedOf(res).caller;
    const made = await desk.get(String(req.params['id']), by);
    if (made === undefined) {
      sendPage(res, noExportPage(reader), reader);
      return;
    }
    const because = await becauseOf(gateway, made, by);
    const page = exportPage({ made, ...(because === undefined ? {} : { because }), ...more }, reader);
    sendPage(res, { ...page, statusCode: more.fault === undefined ? 200 : 422 }, reader);
  };
  return {
    'GET /exports/:id': (req, res) => show(req, res),
    'POST /exports/:id/approve': async (req, res) => {
      const because = textIn(req.body, 'because');
      if (because === undefined) return show(req, res, { fault: 'exports.because-missing' });
      const approval = await desk.approve(
        { export: String(req.params['id']), because },
        signedOf(res).caller,
      );
      return show(req, res, approval === undefined ? {} : { approval });
    },
  };
}

/** How far around the size that an export is logged with its own entry is looked for. */
const AROUND = 500;

/** What the export was for, as its entry says; nothing where the entry is not the caller's to see. */
async function becauseOf(
  { ledger }: PageParts['gateway'],
  { id, size }: ExportView,
  by: Caller,
): Promise<string | undefined> {
  const { items } = await ledger.entries({ after: Math.max(0, size - AROUND), limit: 2 * AROUND }, by);
  const entries = items.filter(({ text }) => text.includes(id)).map(({ text }) => parseEntry(text));
  return entries.find(({ kind, facts }) => kind === 'ledger-exported' && facts?.['export'] === id)?.because;
}
