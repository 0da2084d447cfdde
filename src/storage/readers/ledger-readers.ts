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
  /** The newest entries that name a peer, newest first; looks no further back than the last 200,000 entries. */
  ofPeer(peer: string, limit: number): Promise<SealedEntry[]>;
  /** The newest entries that changed a root aggregate, newest first: for those of which there are few. */
  changesOf(aggregates: readonly string[], limit: number): Promise<SealedEntry[]>;
  /** Entries that changed one row before an entry, oldest first. */
  changesBefore(row: { aggregate: string; id: string; seq: number }): Promise<SealedEntry[]>;
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
    async ofPeer(peer, limit) {
      const [head] = await database.all<{ size: number | string }>('SELECT size FROM ledger_head');
      // A peer's id has no wild card in it.
      const rows = await database.all<{ text: string }>(
        'SELECT text FROM entries WHERE seq > $1 AND text LIKE $2 ORDER BY seq DESC LIMIT $3',
        [Math.max(0, Number(head?.size ?? 0) - 200_000), `%"peer":"${peer}"%`, limit],
      );
      return rows.map(({ text }) => parseEntry(text)).filter((entry) => entry.peer === peer);
    },
    async changesOf(aggregates, limit) {
      const names = aggregates.map((_name, at) => `$${at + 2}`).join(', ');
      const rows = await database.all<{ text: string }>(
        `SELECT text FROM entries WHERE seq IN
          (SELECT seq FROM entry_changes WHERE aggregate IN (${names})) ORDER BY seq DESC LIMIT $1`,
        [limit, ...aggregates],
      );
      return rows.map(({ text }) => parseEntry(text));
    },
    async changesBefore({ aggregate, id, seq }) {
      const rows = await database.all<{ text: string }>(
        `SELECT text FROM entries WHERE seq IN
          (SELECT seq FROM entry_changes WHERE aggregate = $1 AND id = $2 AND seq < $3) ORDER BY seq`,
        [aggregate, id, seq],
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
