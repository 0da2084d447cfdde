import { withId } from '../by-id.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import type { Document, LoanRecord } from '../model/loan-record.js';
import type { Instant } from '../model/transaction.js';
import { isOffered } from './document.js';

/** The file of a copy is fetched: a receipt with its hash, and which of how many times it was. Nothing where it is over. */
export function fetched(record: LoanRecord, id: string, now: Instant): Happening | undefined {
  const document = record.documents?.[id];
  if (document === undefined || !isOffered(document, now)) return undefined;
  const views = document.views + 1;
  return happened(HappeningKind.DocumentFetched, {
    because: `The link of the copy was followed, for the ${views}. of ${document.mostViews} times.`,
    record: withDocument(record, id, { ...document, views }),
    facts: { document: id, view: views, bytes: document.bytes, sha256: document.sha256 },
  });
}

/** Files whose time is over, or that were fetched as often as they may be, are destroyed; what they were stays written. */
export function destroyed(record: LoanRecord, now: Instant): { ids: string[]; happenings: Happening[] } {
  const over = Object.entries(record.documents ?? {}).filter(
    ([, document]) => document.destroyedAt === undefined && !isOffered(document, now),
  );
  let after = record;
  const happenings = over.map(([id, document]) => {
    after = withDocument(after, id, { ...document, destroyedAt: now });
    const { bytes, sha256, views } = document;
    return happened(HappeningKind.DocumentDestroyed, {
      because:
        now < document.expiresAt ? 'It was fetched as often as it may be.' : 'The time of its link is over.',
      record: after,
      facts: { document: id, bytes, sha256, views },
    });
  });
  return { ids: over.map(([id]) => id), happenings };
}

function withDocument(record: LoanRecord, id: string, document: Document): LoanRecord {
  return { ...record, documents: withId(record.documents, id, document) };
}
