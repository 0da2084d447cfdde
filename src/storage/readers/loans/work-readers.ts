import type {
  Delivery,
  LoanRecord,
  LoanView,
  Role,
  Claim,
  Notice,
  Shipment,
  Transaction,
  WorkQueue,
} from '../../../loan/index.js';
import { DUE_SOON_MS, isOpen } from '../../../loan/index.js';
import { open, unwrapDataKey, type WrappingKeyRing } from '../../../vault/index.js';
import { NO_DEADLINE, searchable } from '../../engine/columns.js';
import type { Database } from '../../sql/connected.js';
import { hasNumber, numberValues } from '../../sql/numbers.js';

/** Which agencies' requests may be seen, and at which moment. */
export interface WorkScope {
  now: Date;
  /** Keys of our agencies; missing means all. */
  agencies?: readonly string[];
}

export interface QueueCount {
  role: Role;
  queue: WorkQueue;
  count: number;
}

/** What is looked for; what is missing does not narrow. */
export interface WorkFilter extends WorkScope {
  queues?: readonly WorkQueue[];
  role?: Role;
  phase?: LoanRecord['phase'];
  state?: string;
  peer?: string;
  serviceType?: string;
  dueBefore?: string;
  text?: string;
}

export interface WorkPage {
  order: 'deadline' | 'newest';
  limit: number;
  /** The place to go on from, as a page gave it, and into which direction. */
  from?: string;
  backwards?: boolean;
}

export interface FoundWork {
  ids: string[];
  /** Places from which the pages around go on; missing where there is none. */
  before?: string;
  after?: string;
}

/** A message as it is kept, with the confirmation that it got where it went out. */
export interface KeptMessage {
  id: string;
  direction: 'in' | 'out';
  transaction?: string;
  template: string;
  encoding: string;
  /** A secret's value is null; missing where the loan was erased. */
  holes: readonly (string | null)[] | undefined;
  confirmation?: string;
}

export interface WorkReaders {
  /** One statement, whatever there is. */
  counts(scope: WorkScope): Promise<QueueCount[]>;
  find(filter: WorkFilter, page: WorkPage): Promise<FoundWork>;
  /** Requests that carry exactly this id: ours, the library's, a transaction's, a parcel's, an item's. */
  withId(id: string, scope: WorkScope): Promise<string[]>;
  /** Many loans as the rules read them, with four statements. */
  views(ids: readonly string[]): Promise<Map<string, LoanView>>;
  messages(ids: readonly string[]): Promise<KeptMessage[]>;
}

export function workReaders(database: Database, ring: WrappingKeyRing): WorkReaders {
  return {
    async counts(scope) {
      const sql = new Sql();
      const agencies = ofAgencies(sql, scope);
      // What is not here is counted along the index, as it lies there; only what is here is looked at one by one.
      const rows = await database.all<{ role: Role; queue: WorkQueue; count: number | string }>(
        `SELECT queue, role, COUNT(*) AS count FROM loan_records
          WHERE queue IS NOT NULL AND queue <> 'here'${agencies} GROUP BY queue, role
         UNION ALL
         SELECT ${queueAtMoment(sql, scope.now)} AS queue, role, COUNT(*) AS count FROM loan_records
          WHERE queue = 'here'${agencies} GROUP BY 1, 2`,
        sql.values,
      );
      return rows.map(({ count, ...rest }) => ({ ...rest, count: Number(count) }));
    },
    find: (filter, page) => findWork(database, filter, page),
    async withId(id, scope) {
      const sql = new Sql();
      const exact = sql.put(id);
      const [number, further] = numberValues(id).map((value) => sql.put(value)) as [string, string];
      const wire = sql.put(id.toUpperCase());
      const rows = await database.all<{ id: string }>(
        `SELECT id FROM loan_records WHERE (id = ${exact} OR library_id = ${exact}
            OR id IN (SELECT loan_id FROM transactions WHERE request_id IN (${exact}, ${wire}))
            OR id IN (SELECT loan_id FROM shipments WHERE ${hasNumber(number, further)})
            OR id IN (SELECT loan_id FROM shipments WHERE item_id = ${exact}))${ofAgencies(sql, scope)}
          ORDER BY id DESC LIMIT 50`,
        sql.values,
      );
      return rows.map(({ id: found }) => found);
    },
    views: (ids) => viewsOf(database, ids),
    messages: (ids) => messagesOf(database, ring, ids),
  };
}

/** A statement's values, each under its number. */
class Sql {
  readonly values: unknown[] = [];

  put(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  list(values: readonly unknown[]): string {
    return values.length === 0 ? 'NULL' : values.map((value) => this.put(value)).join(', ');
  }
}

function ofAgencies(sql: Sql, { agencies }: WorkScope): string {
  return agencies === undefined ? '' : ` AND agency IN (${sql.list(agencies)})`;
}

/** The same as `queueAt`: what a due date makes of what is here. */
function queueAtMoment(sql: Sql, now: Date): string {
  const over = sql.put(now.toISOString());
  const soon = sql.put(new Date(now.getTime() + DUE_SOON_MS).toISOString());
  return `CASE WHEN queue = 'here' AND deadline_at < ${over} THEN 'overdue'
    WHEN queue = 'here' AND deadline_at < ${soon} THEN 'due-soon' ELSE queue END`;
}

function conditions(sql: Sql, filter: WorkFilter): string[] {
  const { queues, dueBefore, text = '' } = filter;
  const equal = {
    role: filter.role,
    phase: filter.phase,
    current_state: filter.state,
    peer: filter.peer,
    service_type: filter.serviceType,
  };
  const others = [
    ...Object.entries(equal).flatMap(([column, value]) =>
      value === undefined ? [] : [`${column} = ${sql.put(value)}`],
    ),
    ...(queues === undefined
      ? []
      : [`queue IS NOT NULL AND ${queueAtMoment(sql, filter.now)} IN (${sql.list(queues)})`]),
    ...(dueBefore === undefined ? [] : [`due_date < ${sql.put(dueBefore)}`]),
    ...(filter.agencies === undefined ? [] : [`agency IN (${sql.list(filter.agencies)})`]),
  ];
  return [...others, ...ofWords(sql, text, { areAlone: others.length === 0 })];
}

/**
 * All words, found in the index of titles: a row beside it is read only where they all stand. Alone they end with the page
 * that is asked for; beside other conditions the index is gone through first, or each row would be read for its words.
 */
function ofWords(sql: Sql, text: string, { areAlone }: { areAlone: boolean }): string[] {
  const words = searchable(text)
    .split(/\s+/)
    .filter((word) => word !== '')
    // The wild cards of a word that is looked for are left out: SQLite's LIKE has no escape unless it is named.
    .map((word) => `title LIKE ${sql.put(`%${word.replace(/[%_]/g, '')}%`)}`);
  if (areAlone || words.length === 0) return words;
  return [`id IN (SELECT id FROM loan_records WHERE ${words.join(' AND ')})`];
}

const SEPARATOR = '~';

/** Keyset pages in either direction; a place is the last row's sort key and id. */
async function findWork(database: Database, filter: WorkFilter, page: WorkPage): Promise<FoundWork> {
  const sql = new Sql();
  const where = conditions(sql, filter);
  const { order, limit, from, backwards = false } = page;
  const isUp = (order === 'deadline') !== backwards;
  if (from !== undefined) where.push(beyond(sql, from, { order, isUp }));
  const direction = isUp ? 'ASC' : 'DESC';
  const sort = order === 'deadline' ? `deadline_at ${direction}, id ${direction}` : `id ${direction}`;
  const columns = order === 'deadline' ? 'id, deadline_at' : 'id';
  const rows = await database.all<SortedRow>(
    `SELECT ${columns} FROM loan_records${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}
      ORDER BY ${sort} LIMIT ${sql.put(limit + 1)}`,
    sql.values,
  );
  const found = rows.slice(0, limit);
  if (backwards) found.reverse();
  return { ids: found.map(({ id }) => id), ...places(found, page, rows.length > limit) };
}

type SortedRow = { id: string; deadline_at?: string | null };

function places(
  found: readonly SortedRow[],
  { order, from, backwards = false }: WorkPage,
  isMore: boolean,
): Pick<FoundWork, 'before' | 'after'> {
  const placeOf = (row: SortedRow): string =>
    order === 'deadline' ? `${row.deadline_at ?? NO_DEADLINE}${SEPARATOR}${row.id}` : row.id;
  const [first] = found;
  const last = found.at(-1);
  const hasBefore = backwards ? isMore : from !== undefined;
  return {
    ...(hasBefore && first !== undefined ? { before: placeOf(first) } : {}),
    ...((backwards || isMore) && last !== undefined ? { after: placeOf(last) } : {}),
  };
}

function beyond(
  sql: Sql,
  from: string,
  { order, isUp }: { order: WorkPage['order']; isUp: boolean },
): string {
  const sign = isUp ? '>' : '<';
  if (order === 'newest') return `id ${sign} ${sql.put(from)}`;
  const [deadline = '', id = ''] = from.split(SEPARATOR);
  return `(deadline_at, id) ${sign} (${sql.put(deadline)}, ${sql.put(id)})`;
}

async function viewsOf(database: Database, ids: readonly string[]): Promise<Map<string, LoanView>> {
  if (ids.length === 0) return new Map();
  const under = async <State>(table: string, more = ''): Promise<Map<string, Map<string, State>>> => {
    const sql = new Sql();
    const rows = await database.all<{ id: string; loan_id: string; state: string }>(
      `SELECT id, loan_id, state FROM ${table} WHERE loan_id IN (${sql.list(ids)})${more} ORDER BY id`,
      sql.values,
    );
    const found = new Map<string, Map<string, State>>();
    for (const { id, loan_id: loan, state } of rows) {
      const states = found.get(loan) ?? new Map<string, State>();
      found.set(loan, states.set(id, JSON.parse(state) as State));
    }
    return found;
  };
  const sql = new Sql();
  const [records, transactions, shipments, claims, notices, deliveries] = await Promise.all([
    database.all<{ id: string; state: string }>(
      `SELECT id, state FROM loan_records WHERE id IN (${sql.list(ids)})`,
      sql.values,
    ),
    under<Transaction>('transactions'),
    under<Shipment>('shipments'),
    under<Claim>('claims'),
    under<Notice>('notices'),
    under<Delivery>('deliveries', ` AND state_name IN ('owed', 'undecided', 'stopped', 'given-up')`),
  ]);
  return new Map(
    records.map(({ id, state }) => [
      id,
      {
        id,
        record: JSON.parse(state) as LoanRecord,
        transactions: transactions.get(id) ?? new Map<string, Transaction>(),
        shipments: shipments.get(id) ?? new Map<string, Shipment>(),
        claims: claims.get(id) ?? new Map<string, Claim>(),
        notices: notices.get(id) ?? new Map<string, Notice>(),
        deliveries: new Map([...(deliveries.get(id) ?? [])].filter(([, delivery]) => isOpen(delivery))),
      },
    ]),
  );
}

interface MessageRow {
  id: string;
  direction: 'in' | 'out';
  transaction_id: string | null;
  template: string;
  encoding: string;
  holes: string | null;
  holder: string | null;
  value: string | null;
  wrapped: string | null;
  confirmation: string | null;
}

async function messagesOf(
  database: Database,
  ring: WrappingKeyRing,
  ids: readonly string[],
): Promise<KeptMessage[]> {
  if (ids.length === 0) return [];
  const sql = new Sql();
  const rows = await database.all<MessageRow>(
    `SELECT b.id, b.direction, b.transaction_id, b.template, b.encoding, b.holes, s.holder, s.value, k.wrapped, c.confirmation
       FROM bodies b
       LEFT JOIN sealed_values s ON s.id = b.holes
       LEFT JOIN data_keys k ON k.holder = s.holder
       LEFT JOIN confirmations c ON c.body_id = b.id
      WHERE b.id IN (${sql.list(ids)}) ORDER BY b.id`,
    sql.values,
  );
  return rows.map((row) => ({
    id: row.id,
    direction: row.direction,
    template: row.template,
    encoding: row.encoding,
    holes: row.holes === null ? [] : openedHoles(row, ring),
    ...(row.transaction_id === null ? {} : { transaction: row.transaction_id }),
    ...(row.confirmation === null ? {} : { confirmation: row.confirmation }),
  }));
}

function openedHoles(row: MessageRow, ring: WrappingKeyRing): (string | null)[] | undefined {
  const { holes, holder, value, wrapped } = row;
  if (holes === null || holder === null || value === null || wrapped === null) return undefined;
  return JSON.parse(open(unwrapDataKey(wrapped, ring, holder), value, holes)) as (string | null)[];
}
