import { open, unwrapDataKey, type WrappingKeyRing } from '../../vault/index.js';
import type { Asking } from '../sql.js';

/** A loan record and the opened wish of one of its versions. */
export interface OpenedWish {
  loan: string;
  agency: string;
  /** JSON of a `SealedWish`. */
  wish: string;
}

/** What the ledger tells of the key of one request that was destroyed. */
export interface ToldErasure {
  seq: number;
  loan: string;
  text: string;
}

/** What erasing has to find: where a person is named, and what has had its time. */
export interface PersonReaders {
  /** Wishes of the loan records after `after`, opened; `last` is where to go on, missing at the end. */
  wishes(page: { after: string; limit: number }): Promise<{ wishes: OpenedWish[]; last?: string }>;
  /** Loan records that ended before an instant and whose data key lives, by id. */
  endedWithKey(page: { before: string; after: string; limit: number }): Promise<string[]>;
  /** Holders of keys of what belonged to no loan, after `after`. */
  sampleHolders(page: { after: string; limit: number }): Promise<string[]>;
  /** The living data keys among these holders. */
  keysOf(holders: readonly string[]): Promise<{ holder: string; wrapped: string }[]>;
  /** Entries of erasures after `after`, in order. */
  erasures(page: { after: number; limit: number }): Promise<ToldErasure[]>;
}

export function personReaders(database: Asking, ring: WrappingKeyRing): PersonReaders {
  return {
    async wishes({ after, limit }) {
      const holders = await database.all<{ holder: string }>(
        'SELECT holder FROM data_keys WHERE holder > $1 ORDER BY holder LIMIT $2',
        [after, limit],
      );
      const last = holders.at(-1)?.holder;
      if (last === undefined) return { wishes: [] };
      return { wishes: await wishesBetween(database, ring, { after, last }), last };
    },
    async endedWithKey({ before, after, limit }) {
      const rows = await database.all<{ id: string }>(
        `SELECT l.id FROM loan_records l JOIN data_keys k ON k.holder = l.id
          WHERE l.id > $1 AND l.phase <> 'open' AND COALESCE(l.closed_at, l.created_at) < $2 ORDER BY l.id LIMIT $3`,
        [after, before, limit],
      );
      return rows.map(({ id }) => id);
    },
    async sampleHolders({ after, limit }) {
      const rows = await database.all<{ holder: string }>(
        `SELECT holder FROM data_keys WHERE holder > $1 AND holder >= 'rejected:' AND holder < 'rejected;'
          ORDER BY holder LIMIT $2`,
        [after, limit],
      );
      return rows.map(({ holder }) => holder);
    },
    async keysOf(holders) {
      const found: { holder: string; wrapped: string }[] = [];
      for (const holder of holders)
        found.push(
          ...(await database.all<{ holder: string; wrapped: string }>(
            'SELECT holder, wrapped FROM data_keys WHERE holder = $1',
            [holder],
          )),
        );
      return found;
    },
    async erasures({ after, limit }) {
      const rows = await database.all<Omit<ToldErasure, 'seq'> & { seq: number | string }>(
        `SELECT seq, loan_id AS "loan", text FROM entries
          WHERE kind = 'erasure' AND seq > $1 AND loan_id IS NOT NULL ORDER BY seq LIMIT $2`,
        [after, limit],
      );
      return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    },
  };
}

async function wishesBetween(
  database: Asking,
  ring: WrappingKeyRing,
  { after, last }: { after: string; last: string },
): Promise<OpenedWish[]> {
  // The first condition on the purpose is the partial index's own.
  const rows = await database.all<{
    id: string;
    value: string;
    holder: string;
    wrapped: string;
    agency: string;
  }>(
    `SELECT s.id, s.value, k.holder, k.wrapped, l.agency
       FROM data_keys k JOIN loan_records l ON l.id = k.holder
       JOIN sealed_values s ON s.holder = k.holder
        AND s.purpose IN ('wish', 'act', 'credential') AND s.purpose = 'wish'
      WHERE k.holder > $1 AND k.holder <= $2`,
    [after, last],
  );
  return rows.map(({ id, value, holder, wrapped, agency }) => ({
    loan: holder,
    agency,
    wish: open(unwrapDataKey(wrapped, ring, holder), value, id),
  }));
}
