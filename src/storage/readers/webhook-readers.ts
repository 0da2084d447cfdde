import { parseEntry, type SealedEntry } from '../../ledger/index.js';
import type { Database } from '../sql/connected.js';
import type { WebhookLine } from '../webhook-lines.js';

/** An address of the library's own systems as the fold gives it, with how far it has been told. */
export interface StoredWebhook {
  id: string;
  version: number;
  state: unknown;
  /** Missing before the first thing is sent to it. */
  line: WebhookLine | undefined;
}

/** An entry that the library's own systems hear of. */
export interface ToldEntry {
  entry: SealedEntry;
  leafHash: string;
}

export interface WebhookReaders {
  all(): Promise<StoredWebhook[]>;
  one(id: string): Promise<StoredWebhook | undefined>;
  /** Entries with an event after `seq`, in order. */
  entries(cursor: { after: number; limit: number }): Promise<ToldEntry[]>;
}

interface WebhookRow {
  id: string;
  version: number;
  state: string;
  line: string | null;
}

const WEBHOOKS = `SELECT r.id, r.version, r.state, w.line
  FROM roots r LEFT JOIN webhook_lines w ON w.webhook = r.id WHERE r.aggregate = 'webhook'`;

export function webhookReaders(database: Pick<Database, 'all'>): WebhookReaders {
  return {
    async all() {
      return (await database.all<WebhookRow>(`${WEBHOOKS} ORDER BY r.id`)).map(webhookOf);
    },
    async one(id) {
      const [row] = await database.all<WebhookRow>(`${WEBHOOKS} AND r.id = $1`, [id]);
      return row === undefined ? undefined : webhookOf(row);
    },
    async entries({ after, limit }) {
      const rows = await database.all<{ text: string; leafHash: string }>(
        `SELECT text, leaf_hash AS "leafHash" FROM entries
          WHERE event IS NOT NULL AND seq > $1 ORDER BY seq LIMIT $2`,
        [after, limit],
      );
      return rows.map(({ text, leafHash }) => ({ entry: parseEntry(text), leafHash }));
    },
  };
}

function webhookOf({ id, version, state, line }: WebhookRow): StoredWebhook {
  return {
    id,
    version,
    state: JSON.parse(state) as unknown,
    line: line === null ? undefined : ((JSON.parse(line) as WebhookLine | null) ?? undefined),
  };
}
