import { openBytes, unwrapDataKey, type WrappingKeyRing } from '../../../vault/index.js';
import type { Asking } from '../../sql.js';

export interface FileReaders {
  /** The bytes of a photo or document by its id; undefined once they are destroyed. */
  bytes(id: string): Promise<Buffer | undefined>;
  /** Under whose data key a document is sealed, its id being known; undefined where there never was one. */
  holderOf(document: string): Promise<string | undefined>;
  /** Holders of documents that are not destroyed. */
  documentHolders(page: { after: string; limit: number }): Promise<string[]>;
  /** What was written of how an item looks, by the id of its sealed value, likewise. */
  looks(id: string): Promise<string | undefined>;
}

/** What people have handed in, opened under the data key that it is sealed with. */
export function fileReaders(database: Asking, ring: WrappingKeyRing): FileReaders {
  const opened = async (id: string, purposes: string): Promise<Buffer | undefined> => {
    const [row] = await database.all<{ value: string; holder: string; wrapped: string }>(
      `SELECT s.value, k.holder, k.wrapped FROM sealed_values s JOIN data_keys k ON k.holder = s.holder
        WHERE s.id = $1 AND s.purpose IN (${purposes})`,
      [id],
    );
    if (row === undefined) return undefined;
    return openBytes(unwrapDataKey(row.wrapped, ring, row.holder), row.value, id);
  };
  return {
    async holderOf(document) {
      const [row] = await database.all<{ holder: string }>(
        `SELECT holder FROM sealed_values WHERE id = $1 AND purpose = 'document'`,
        [document],
      );
      return row?.holder;
    },
    async documentHolders({ after, limit }) {
      const rows = await database.all<{ holder: string }>(
        `SELECT holder FROM data_keys WHERE holder > $1 AND holder >= 'document:' AND holder < 'document;'
          ORDER BY holder LIMIT $2`,
        [after, limit],
      );
      return rows.map(({ holder }) => holder);
    },
    bytes: (id) => opened(id, `'photo', 'document'`),
    looks: async (id) => (await opened(id, `'report'`))?.toString('utf8'),
  };
}
