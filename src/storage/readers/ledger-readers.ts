import { parseEntry, type SealedEntry } from '../../ledger/index.js';
import type { Database } from '../sql/connected.js';

export interface LedgerText {
  seq: number;
  text: string;
  leafHash: string;
}

export interface LedgerReaders {
  /** Entries after `seq`, in order; of the given agencies only, where they are given. */
  entries(cursor: { after: number; limit: number }): Promise<LedgerText[]>;
  /** Entries that the library's own system hears of. */
  events(cursor: { after: number; limit: number }): Promise<SealedEntry[]>;
  size(): Promise<number>;
  checkpoint(): Promise<string | undefined>;
}

export function ledgerReaders(database: Database): LedgerReaders {
  return {
    entries: ({ after, limit }) =>
      database.all<LedgerText>(
        'SELECT seq, text, leaf_hash AS "leafHash" FROM entries WHERE seq > $1 ORDER BY seq LIMIT $2',
        [after, limit],
      ),
    async events({ after, limit }) {
      const rows = await database.all<{ text: string }>(
        'SELECT text FROM entries WHERE event IS NOT NULL AND seq > $1 ORDER BY seq LIMIT $2',
        [after, limit],
      );
      return rows.map(({ text }) => parseEntry(text));
    },
    async size() {
      const [head] = await database.all<{ size: number }>('SELECT size FROM ledger_head');
      return head?.size ?? 0;
    },
    async checkpoint() {
      const [row] = await database.all<{ note: string }>(
        'SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1',
      );
      return row?.note;
    },
  };
}
