import type { Router } from 'express';
import type { Caller } from '../../access/index.js';
import { asksOfLoan, isSelected } from '../../audit/index.js';
import { parseEntry, type SealedEntry } from '../../ledger/index.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, withQuery, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { askedIn, selectionOf, type LedgerAsked } from './asked.js';
import { waitingFor } from './erasures-routes.js';
import { ledgerPage } from './ledger-page.js';

/** Entries on one page, how many are read at once, and how many one search looks at. */
const SHOWN = 50;
const READ_AT_ONCE = 500;
const LOOKED_AT = 5_000;

/** The ledger: whether it is whole, the newest checkpoint, search. */
export function ledgerPages(parts: PageParts): Router {
  const { gateway, readerOf } = parts;
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
      const verification = gateway.verification.state();
      const proposals = await waitingFor(parts, by);
      const view = { asked, size, checkpoint, verification, proposals, ...found, ...older };
      sendPage(res, ledgerPage(view, reader), reader);
    },
    'POST /ledger/verify': (_req, res) => {
      gateway.verification.start();
      res.redirect(303, '/ledger#whole');
    },
  });
}

/** The newest entries below a number that fit, as far back as one search looks. */
async function searchBack(
  { gateway }: PageParts,
  { asked, by, below }: { asked: LedgerAsked; by: Caller; below: number },
): Promise<{ entries: SealedEntry[]; looked: { from: number; to: number } }> {
  const selection = selectionOf(asked);
  const entries: SealedEntry[] = [];
  const top = Math.min(below, (selection.lastSeq ?? below) + 1);
  let from = top;
  while (from > 1 && top - from < LOOKED_AT && entries.length < SHOWN) {
    const after = Math.max(0, from - 1 - READ_AT_ONCE);
    const { items } = await gateway.ledger.entries({ after, limit: from - 1 - after }, by);
    const read = items.map(({ text }) => parseEntry(text));
    const ids = new Set(asksOfLoan(selection) ? read.flatMap(({ loan }) => loan ?? []) : []);
    const loans = await gateway.ledger.loanFacts([...ids]);
    const fitting = read.filter((entry) => isSelected(selection, entry, loans.get(entry.loan ?? '')));
    const some = fitting.toReversed().slice(0, SHOWN - entries.length);
    entries.push(...some);
    from = some.length < fitting.length ? (some.at(-1)?.seq ?? from) : after + 1;
  }
  return { entries, looked: { from, to: top - 1 } };
}
