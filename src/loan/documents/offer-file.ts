import { byId, withId } from '../by-id.js';
import { ActRefusal, type ActOf, type Refused } from '../acts/act.js';
import { refused } from '../acts/act-rule.js';
import { nowOf } from '../case.js';
import { defaultFileRules, fileBytesOf } from '../conditions/condition-given.js';
import type { SupplierCase } from '../context.js';
import type { Happening } from '../happening.js';
import type { LoanRecord } from '../model/loan-record.js';
import { documentHolder, linkOf } from './document.js';

/** What supplying a copy as a file adds to it; nothing where there is no file. */
export interface OfferedFile {
  /** Where the other side fetches it. */
  url?: string;
  record?: Pick<LoanRecord, 'documents'>;
  sealed?: Happening['sealed'];
}

const DAY = 86_400_000;

/** A copy as a file, for so many days and views as the settings say. Refused where nobody outside could fetch it. */
export function offeredFile(c: SupplierCase, act: ActOf<'supply-copy'>): OfferedFile | Refused {
  const { document, url } = act;
  if (document === undefined) return {};
  const { ctx, view } = c;
  const { link, bytesPerRequest } = ctx.files ?? defaultFileRules;
  if (url !== undefined) return refused(ActRefusal.UrlOrFile);
  if (link === undefined) return refused(ActRefusal.NoPublicAddress);
  const { id, content, token, type, bytes, sha256 } = document;
  if (fileBytesOf(view.record) + bytes > bytesPerRequest) return refused(ActRefusal.FilesFull);
  const at = nowOf(ctx);
  const expiresAt = new Date(ctx.at.now.getTime() + link.days * DAY).toISOString();
  const kept = { type, bytes, sha256, at, expiresAt, mostViews: link.views, views: 0 };
  return {
    url: linkOf(link, token),
    record: { documents: withId(view.record.documents, id, kept) },
    sealed: byId(id, { purpose: 'document', value: content, sha256, holder: documentHolder(view.id, id) }),
  };
}
