import { open, unwrapDataKey, type WrappingKeyRing } from '../../vault/index.js';
import type { Database } from '../sql/connected.js';
import type { PeerLine, Token } from '../use-case.js';

export interface PeerReaders {
  /** Peers' rows as the fold gives them, by id. */
  peers(): Promise<ReadonlyMap<string, unknown>>;
  lines(): Promise<ReadonlyMap<string, PeerLine>>;
  /** The newest sealed credential of a holder, opened. */
  credential(holder: string): Promise<string | undefined>;
  tokenByHash(hash: string): Promise<Token | undefined>;
  tokens(): Promise<Token[]>;
}

export function peerReaders(database: Database, ring: WrappingKeyRing): PeerReaders {
  return {
    async peers() {
      const rows = await database.all<{ id: string; state: string }>(
        `SELECT id, state FROM roots WHERE aggregate = 'peer' ORDER BY id`,
      );
      return new Map(rows.map(({ id, state }) => [id, JSON.parse(state) as unknown]));
    },
    async lines() {
      const rows = await database.all<{ peer: string; line: string }>('SELECT peer, line FROM peer_lines');
      return new Map(rows.map(({ peer, line }) => [peer, JSON.parse(line) as PeerLine]));
    },
    async credential(holder) {
      // The first condition on the purpose is the partial index's own, which SQLite would not use for the second alone.
      const [row] = await database.all<{ id: string; value: string; wrapped: string }>(
        `SELECT s.id, s.value, k.wrapped FROM sealed_values s JOIN data_keys k ON k.holder = s.holder
          WHERE s.holder = $1 AND s.purpose IN ('wish', 'act', 'credential') AND s.purpose = 'credential' ORDER BY s.id DESC LIMIT 1`,
        [holder],
      );
      if (row === undefined) return undefined;
      return open(unwrapDataKey(row.wrapped, ring, holder), row.value, row.id);
    },
    async tokenByHash(hash) {
      const [row] = await database.all<TokenRow>('SELECT * FROM tokens WHERE hash = $1', [hash]);
      return row === undefined ? undefined : tokenOf(row);
    },
    async tokens() {
      return (await database.all<TokenRow>('SELECT * FROM tokens ORDER BY created_at')).map(tokenOf);
    },
  };
}

interface TokenRow {
  id: string;
  hash: string;
  name: string;
  scopes: string;
  agency: string | null;
  created_at: string;
  revoked_at: string | null;
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    hash: row.hash,
    name: row.name,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    ...(row.agency === null ? {} : { agency: row.agency }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  };
}
