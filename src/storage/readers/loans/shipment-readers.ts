import type { Database } from '../../sql/connected.js';

/** How long one parcel between us and a peer took. */
export interface TransitSample {
  peer: string;
  /** We posted it. */
  ours: boolean;
  sentAt: string;
  arrivedAt: string;
}

export interface ShipmentReaders {
  /** Parcels that arrived after a moment, the newest first. */
  arrivedSince(since: string, limit: number): Promise<TransitSample[]>;
  /** Parcels that have not arrived while somebody waits for them, by when they were sent; keyset pages. */
  away(filter: ParcelFilter): Promise<{ parcels: string[]; next?: string }>;
  /** Loans with a shipment in one of these parcels. */
  loansIn(parcels: readonly string[]): Promise<string[]>;
}

export interface ParcelFilter {
  /** Posted by us, or by others; missing means both. */
  ours?: boolean;
  /** Between us and this peer. */
  peer?: string;
  /** Only what is late or lost. */
  isLate?: boolean;
  /** Instead of what is away: what was posted in this period, whatever has become of it. */
  sent?: { from: string; before: string };
  /** Keys of our agencies that may be seen; missing means all. */
  agencies?: readonly string[];
  limit: number;
  /** Place of the last parcel of the page before. */
  after?: string;
}

const SEPARATOR = '~';

export function shipmentReaders(database: Database): ShipmentReaders {
  return {
    async arrivedSince(since, limit) {
      const rows = await database.all<ArrivedRow>(
        `SELECT t.peer, t.role, s.direction, s.sent_at, s.arrived_at
           FROM shipments s JOIN transactions t ON t.id = s.transaction_id
          WHERE s.arrived_at > $1 AND s.arrived_at IS NOT NULL ORDER BY s.arrived_at DESC LIMIT $2`,
        [since, limit],
      );
      return rows.map(({ peer, role, direction, sent_at: sentAt, arrived_at: arrivedAt }) => ({
        ...{ peer, sentAt, arrivedAt },
        ours: (role === 'supplier') === (direction === 'out'),
      }));
    },
    away: (filter) => awayOf(database, filter),
    async loansIn(parcels) {
      const rows = await database.all<{ loan_id: string }>(
        `SELECT DISTINCT loan_id FROM shipments WHERE parcel IN ${database.dialect.listed('$1')} ORDER BY loan_id`,
        [JSON.stringify(parcels)],
      );
      return rows.map(({ loan_id: loan }) => loan);
    },
  };
}

type Put = (value: unknown) => string;

/** A copy is closed before it arrives, and only whoever waits for it misses it. */
const AWAY = `s.arrived_at IS NULL
        AND (l.phase = 'open' OR (t.role = 'requester' AND t.state_name = 'CopyCompleted'))`;

function chosenBy({ sent, ours, peer, isLate, agencies }: ParcelFilter, put: Put, listed: Put): string {
  const period =
    sent === undefined ? AWAY : `s.sent_at >= ${put(sent.from)} AND s.sent_at < ${put(sent.before)}`;
  const parts = [
    period + wayOf(ours),
    ...(peer === undefined ? [] : [`t.peer = ${put(peer)}`]),
    // Within a text of JSON the quotes would be escaped: this is the member, and nothing that anybody wrote.
    ...(isLate === true ? [`(s.lost_at IS NOT NULL OR s.state LIKE '%"lateAt":"%')`] : []),
    ...(agencies === undefined ? [] : [`l.agency IN ${listed(JSON.stringify(agencies))}`]),
  ];
  return parts.join(' AND ');
}

function wayOf(ours: boolean | undefined): string {
  if (ours === undefined) return '';
  return ` AND ${ours ? '' : 'NOT '}((t.role = 'supplier') = (s.direction = 'out'))`;
}

function beyondPlace(place: string, put: Put): string {
  const [sentAt = '', parcel = ''] = place.split(SEPARATOR);
  return ` HAVING (MIN(s.sent_at), s.parcel) > (${put(sentAt)}, ${put(parcel)})`;
}

async function awayOf(
  database: Database,
  filter: ParcelFilter,
): Promise<{ parcels: string[]; next?: string }> {
  const { limit, after } = filter;
  const values: unknown[] = [limit + 1];
  const put: Put = (value) => `$${values.push(value)}`;
  const chosen = chosenBy(filter, put, (value) => database.dialect.listed(put(value)));
  const beyond = after === undefined ? '' : beyondPlace(after, put);
  const rows = await database.all<{ parcel: string; sent_at: string }>(
    `SELECT s.parcel, MIN(s.sent_at) AS sent_at
       FROM shipments s JOIN loan_records l ON l.id = s.loan_id JOIN transactions t ON t.id = s.transaction_id
      WHERE ${chosen}
      GROUP BY s.parcel${beyond} ORDER BY MIN(s.sent_at), s.parcel LIMIT $1`,
    values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    parcels: page.map((row) => row.parcel),
    ...(rows.length > limit && last !== undefined
      ? { next: `${last.sent_at}${SEPARATOR}${last.parcel}` }
      : {}),
  };
}

interface ArrivedRow {
  peer: string;
  role: string;
  direction: string;
  sent_at: string;
  arrived_at: string;
}
