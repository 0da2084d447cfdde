import type { Request, Router } from 'express';
import type { Caller } from '../../access/index.js';
import { ExportsBusy, isSelected, type Selection } from '../../audit/index.js';
import { parseEntry, type SealedEntry } from '../../ledger/index.js';
import { present } from '../../loan/present.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, withQuery, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { askedNames, exportsPage, ledgerPage, type ExportsView, type LedgerAsked } from './ledger-page.js';

/** Entries on one page, how many are read at once, and how many one search looks at. */
const SHOWN = 50;
const READ_AT_ONCE = 500;
const LOOKED_AT = 5_000;

/** The ledger: search, the newest checkpoint, exports. */
export function ledgerPages(parts: PageParts): Router {
  const { gateway, readerOf } = parts;
  const { exports: desk } = gateway;
  const showExports = async (
    req: Request,
    res: Parameters<typeof sendPage>[0],
    more: Partial<ExportsView> = {},
  ): Promise<void> => {
    const reader = readerOf(req, res);
    const past = await desk.list(signedOf(res).caller);
    const view: ExportsView = { asked: askedIn(req.query), past, ...more };
    sendPage(res, { ...exportsPage(view, reader), statusCode: view.fault === undefined ? 200 : 422 }, reader);
  };
  return pageRouter({
    'GET /ledger': async (req, res) => {
      const by = signedOf(res).caller;
      const reader = readerOf(req, res);
      const asked = askedIn(req.query);
      const [{ ledgerEntries: size }, checkpoint] = await Promise.all([
        gateway.gauges(),
        gateway.ledger.checkpoint(),
      ]);
      const below = Number(textIn(req.query, 'below') ?? size + 1);
      const found = await searchBack(parts, { asked, by, below: Math.min(size + 1, below || size + 1) });
      const older =
        found.looked.from > 1
          ? { older: withQuery('/ledger', { ...asked, below: String(found.looked.from) }) }
          : {};
      sendPage(res, ledgerPage({ asked, size, checkpoint, ...found, ...older }, reader), reader);
    },
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

function askedIn(values: unknown): LedgerAsked {
  return present(Object.fromEntries(askedNames.map((name) => [name, textIn(values, name)])));
}

const dayMs = 86_400_000;

/** Days count from midnight UTC, as entries' times do; the last day counts whole. */
function dayOf(text: string | undefined, later: number): string | undefined {
  const at = Date.parse(`${text ?? ''}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : new Date(at + later).toISOString();
}

export function selectionOf({ from, before, kind, actor, request, peer, failed }: LedgerAsked): Selection {
  return present({
    ...{ kind, actor, request, peer },
    from: dayOf(from, 0),
    before: dayOf(before, dayMs),
    failedOnly: failed === undefined ? undefined : true,
  });
}

/** The newest entries below a number that fit, as far back as one search looks. */
async function searchBack(
  { gateway }: PageParts,
  { asked, by, below }: { asked: LedgerAsked; by: Caller; below: number },
): Promise<{ entries: SealedEntry[]; looked: { from: number; to: number } }> {
  const selection = selectionOf(asked);
  const entries: SealedEntry[] = [];
  let from = below;
  while (from > 1 && below - from < LOOKED_AT && entries.length < SHOWN) {
    const after = Math.max(0, from - 1 - READ_AT_ONCE);
    const { items } = await gateway.ledger.entries({ after, limit: from - 1 - after }, by);
    const fitting = items
      .map(({ text }) => parseEntry(text))
      .filter((entry) => isSelected(selection, entry, undefined));
    const some = fitting.toReversed().slice(0, SHOWN - entries.length);
    entries.push(...some);
    from = some.length < fitting.length ? (some.at(-1)?.seq ?? from) : after + 1;
  }
  return { entries, looked: { from, to: below - 1 } };
}
