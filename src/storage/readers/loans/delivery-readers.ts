import type { Message } from '../../../iso18626/index.js';
import type { Delivery, DeliveryStateName } from '../../../loan/index.js';
import { open, unwrapDataKey, type WrappingKeyRing } from '../../../vault/index.js';
import type { Database } from '../../sql/connected.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Asking } from '../../sql.js';

export interface DeliveryListFilter {
  state?: DeliveryStateName;
  peer?: string;
  cause?: string;
  agencies?: readonly string[];
  limit: number;
  after?: string;
}

export interface CauseGroup {
  cause: string;
  state: DeliveryStateName;
  count: number;
  peers: string[];
  oldestOwedAt: string;
}

/** Bytes as they are kept: a template, and the values of its holes; a secret's is null, an erased loan's are missing. */
export interface StoredBody {
  template: string;
  encoding: string;
  holes: readonly (string | null)[] | undefined;
  canonical?: Message;
}

export interface DeliveryReaders {
  /** One row a peer that has a head due, found by a seek each, however many wait behind it. */
  peersWithDueHeads(now: string): Promise<{ peer: string; earliestDueAt: string }[]>;
  /** The body of a delivery, or of a message that was received, by its id. */
  body(id: string): Promise<StoredBody | undefined>;
  list(filter: DeliveryListFilter): Promise<{ deliveries: ({ id: string } & Delivery)[]; next?: string }>;
  /** What waits for another attempt or for a person, by cause. */
  causes(agencies?: readonly string[]): Promise<CauseGroup[]>;
  undelivered(): Promise<{ peer: string; state: DeliveryStateName; count: number }[]>;
  oldestUndeliveredAt(): Promise<string | undefined>;
}

/** Word for word the condition of the partial index `deliveries_open`: SQLite proves nothing narrower. */
const OPEN = `state_name IN ('owed', 'undecided', 'refused', 'stopped', 'given-up')`;

export function deliveryReaders(database: Database, ring: WrappingKeyRing): DeliveryReaders {
  return {
    async peersWithDueHeads(now) {
      const rows = await database.all<{ peer: string; earliestDueAt: string }>(
        `SELECT peer, earliest AS "earliestDueAt" FROM (
           SELECT r.id AS peer,
             (SELECT d.head_due_at FROM deliveries d
               WHERE d.peer = r.id AND d.head_due_at IS NOT NULL AND d.claim_process IS NULL
               ORDER BY d.head_due_at LIMIT 1) AS earliest
           FROM roots r WHERE r.aggregate = 'peer') AS heads
         WHERE earliest <= $1`,
        [now],
      );
      return rows.sort((one, other) => (one.earliestDueAt < other.earliestDueAt ? -1 : 1));
    },
    body: (id) => readBody(database, ring, id),
    list: (filter) => listDeliveries(database, ring, filter),
    causes: (agencies) => causesOf(database, agencies),
    undelivered: () =>
      database.all(
        `SELECT peer, state_name AS state, COUNT(*) AS count FROM deliveries
          WHERE ${OPEN} AND state_name <> 'refused' GROUP BY peer, state_name`,
      ),
    async oldestUndeliveredAt() {
      const [row] = await database.all<{ oldest: string | null }>(
        `SELECT MIN(owed_at) AS oldest FROM deliveries WHERE ${OPEN} AND state_name IN ('owed', 'undecided')`,
      );
      return row?.oldest ?? undefined;
    },
  };
}

async function listDeliveries(
  database: Database,
  ring: WrappingKeyRing,
  filter: DeliveryListFilter,
): Promise<{ deliveries: ({ id: string } & Delivery)[]; next?: string }> {
  const { where, bind } = conditionsOf(filter, database.dialect);
  const rows = await database.all<{ id: string; state: string }>(
    `SELECT d.id, d.state FROM deliveries d ${where} ORDER BY d.id DESC LIMIT $${bind.length + 1}`,
    [...bind, filter.limit + 1],
  );
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    deliveries: await Promise.all(
      page.map(async ({ id, state }) => ({
        id,
        ...(await withReason(database, ring, JSON.parse(state) as Delivery)),
      })),
    ),
    ...(rows.length > filter.limit && last !== undefined ? { next: last.id } : {}),
  };
}

function conditionsOf(
  { state, peer, cause, after, agencies }: DeliveryListFilter,
  dialect: Dialect,
): { where: string; bind: string[] } {
  const bind: string[] = [];
  const conditions: string[] = [];
  const add = (value: string | undefined, condition: (marker: string) => string): void => {
    if (value !== undefined) conditions.push(condition(`$${bind.push(value)}`));
  };
  add(state, (marker) => `d.state_name = ${marker}`);
  add(peer, (marker) => `d.peer = ${marker}`);
  add(cause, (marker) => `d.cause = ${marker}`);
  add(after, (marker) => `d.id < ${marker}`);
  add(agencies && JSON.stringify(agencies), (marker) => isOfAgency(dialect, marker));
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, bind };
}

function isOfAgency(dialect: Dialect, marker: string): string {
  return `d.loan_id IN (SELECT l.id FROM loan_records l WHERE l.agency IN ${dialect.listed(marker)})`;
}

/** Few are dropped, so each sealed reason is a read of its own; of an erased loan none is left. */
async function withReason(database: Database, ring: WrappingKeyRing, delivery: Delivery): Promise<Delivery> {
  const { sealedReason, ...rest } = delivery;
  if (sealedReason === undefined) return delivery;
  const [row] = await database.all<{ holder: string; value: string; wrapped: string }>(
    'SELECT s.holder, s.value, k.wrapped FROM sealed_values s JOIN data_keys k ON k.holder = s.holder WHERE s.id = $1',
    [sealedReason],
  );
  if (row === undefined) return rest;
  return { ...rest, reason: open(unwrapDataKey(row.wrapped, ring, row.holder), row.value, sealedReason) };
}

async function causesOf(database: Database, agencies: readonly string[] | undefined): Promise<CauseGroup[]> {
  const rows = await database.all<{
    cause: string | null;
    state: DeliveryStateName;
    count: number;
    peers: string;
    oldest: string;
  }>(
    `SELECT d.cause, d.state_name AS state, COUNT(*) AS count, ${database.dialect.jsonListOf('d.peer')} AS peers, MIN(d.owed_at) AS oldest
       FROM deliveries d
      WHERE ${OPEN} AND (d.state_name <> 'owed' OR d.cause IS NOT NULL)
        ${agencies === undefined ? '' : `AND ${isOfAgency(database.dialect, '$1')}`}
      GROUP BY d.cause, d.state_name ORDER BY count DESC`,
    agencies === undefined ? [] : [JSON.stringify(agencies)],
  );
  return rows.map(({ cause, state, count, peers, oldest }) => ({
    cause: cause ?? state,
    state,
    count,
    peers: JSON.parse(peers) as string[],
    oldestOwedAt: oldest,
  }));
}

interface BodyRow {
  template: string;
  encoding: string;
  holes: string | null;
  canonical: string | null;
  holder: string | null;
  holes_value: string | null;
  canonical_value: string | null;
  wrapped: string | null;
}

/** The body of a message, opened as far as its data key lives. */
export async function readBody(
  database: Asking,
  ring: WrappingKeyRing,
  id: string,
): Promise<StoredBody | undefined> {
  const [row] = await database.all<BodyRow>(
    `SELECT b.template, b.encoding, b.holes, b.canonical, COALESCE(h.holder, c.holder) AS holder,
            h.value AS holes_value, c.value AS canonical_value, k.wrapped
       FROM bodies b
       LEFT JOIN sealed_values h ON h.id = b.holes
       LEFT JOIN sealed_values c ON c.id = b.canonical
       LEFT JOIN data_keys k ON k.holder = COALESCE(h.holder, c.holder)
      WHERE b.id = $1`,
    [id],
  );
  if (row === undefined) return undefined;
  const { template, encoding } = row;
  const read = (name: string | null, value: string | null): unknown => {
    if (name === null || value === null || row.wrapped === null || row.holder === null) return undefined;
    return JSON.parse(open(unwrapDataKey(row.wrapped, ring, row.holder), value, name)) as unknown;
  };
  const holes = row.holes === null ? [] : (read(row.holes, row.holes_value) as (string | null)[] | undefined);
  const body: StoredBody = { template, encoding, holes };
  // Opened when it is asked for: sending, which is what most bodies are read for, never does.
  if (row.canonical_value !== null && row.wrapped !== null)
    Object.defineProperty(body, 'canonical', {
      enumerable: true,
      get: () => read(row.canonical, row.canonical_value),
    });
  return body;
}
