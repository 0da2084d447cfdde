import { parseEntry, type SealedEntry } from '../../ledger/index.js';
import { libraryEventOf } from '../../outbound/index.js';
import type { AuditReaders, Readers } from '../../storage/index.js';
import type { LedgerDesk, LibraryEvent, SeqPage } from '../gateway.js';

/** The ledger over the API. A token that is bound to agencies sees the entries of these alone. */
export function buildLedgerDesk({
  readers,
  audit,
}: {
  readers: Readers;
  audit: Pick<AuditReaders, 'loanFacts'>;
}): LedgerDesk {
  return {
    async events(cursor, by) {
      const entries = await readers.ledger.events(cursor);
      const items: LibraryEvent[] = [];
      for (const entry of entries.filter((entry) => isFor(entry, by.agencies)))
        items.push(await libraryEventOf(entry, readers));
      return pageOf(items, entries, cursor);
    },
    async entries(cursor, by) {
      const lines = await readers.ledger.entries(cursor);
      const seen =
        by.agencies === undefined ? lines : lines.filter(({ text }) => isFor(parseEntry(text), by.agencies));
      return pageOf(seen, lines, cursor);
    },
    loanFacts: (ids) => audit.loanFacts(ids),
    checkpoint: () => readers.ledger.checkpoint(),
  };
}

function isFor(entry: SealedEntry, agencies: readonly string[] | undefined): boolean {
  return agencies === undefined || (entry.agency !== undefined && agencies.includes(entry.agency));
}

function pageOf<Item>(
  items: Item[],
  looked: readonly { seq: number }[],
  cursor: { after: number; limit: number },
): SeqPage<Item> {
  return { items, after: looked.at(-1)?.seq ?? cursor.after, more: looked.length === cursor.limit };
}
