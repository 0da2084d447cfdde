import { literal, Op, type WhereOptions } from 'sequelize';
import type { SealedEntry } from '../../../ledger/index.js';
import { parseEntry } from '../../../ledger/index.js';
import type {
  Claim,
  Delivery,
  LoanRecord,
  Notice,
  Role,
  Shipment,
  Transaction,
} from '../../../loan/index.js';
import { isOpen } from '../../../loan/index.js';
import { searchable } from '../../engine/columns.js';
import { loanAsOf, type LoanAsOf } from './loan-as-of.js';
import type { StoredLoan } from './stored-loan.js';

import type { Models } from '../../models/models.js';
import type { Database } from '../../sql/connected.js';
import type { Dialect } from '../../sql/dialect.js';

export interface LoanRecordFilter {
  role?: Role;
  phase?: LoanRecord['phase'];
  state?: string;
  peer?: string;
  serviceType?: string;
  dueBefore?: string;
  /** A queue, or `any`. */
  attention?: string;
  text?: string;
  libraryId?: string;
  /** Keys of our agencies that may be seen; missing means all. */
  agencies?: readonly string[];
  limit: number;
  /** Id of the last record of the page before. */
  after?: string;
}

export type { StoredLoan };

export interface ListedLoan {
  id: string;
  record: LoanRecord;
  current?: Transaction;
  attention?: string;
}

export interface LoanReaders {
  /** Newest first, by keyset pages. */
  list(filter: LoanRecordFilter): Promise<{ loans: ListedLoan[]; next?: string }>;
  whole(id: string): Promise<StoredLoan | undefined>;
  /** As it was at a moment, from its entries alone; with the entries up to then. */
  asOf(id: string, at: string): Promise<LoanAsOf | undefined>;
  /** The records under a library's own id, of these of our agencies: each may have one. */
  ofLibrary(libraryId: string, agencies: readonly string[]): Promise<{ id: string; agency: string }[]>;
  idOfDelivery(delivery: string): Promise<string | undefined>;
  /** Transactions in a role under a request id, whoever the other side is. */
  transactions(role: Role, requestId: string): Promise<Transaction[]>;
  /** How many requests of a peer are open here, counted as far as `most`. */
  openOfPeer(peer: string, most: number): Promise<number>;
  /** Loans that are open or that a clock waits for, by their id, after one. */
  openIds(limit: number, after: string): Promise<string[]>;
  countOpen(): Promise<number>;
  /** Loans of our agencies that were there at some time of a period, by their id, after one. */
  idsBetween(period: {
    from: string;
    to: string;
    agencies?: readonly string[];
    limit: number;
    after: string;
  }): Promise<string[]>;
  /** Entries that concern the loan, oldest first, at most `limit`. */
  entries(id: string, limit: number): Promise<SealedEntry[]>;
}

export function loanReaders(database: Database, models: Models): LoanReaders {
  return {
    ...openLoans(database),
    async list(filter) {
      const rows = await models.loanRecords.findAll({
        where: whereOf(filter, database.dialect),
        order: [['id', 'DESC']],
        limit: filter.limit + 1,
        raw: true,
      });
      const page = rows.slice(0, filter.limit) as unknown as {
        id: string;
        state: string;
        attention: string | null;
      }[];
      const currents = await currentOf(models, page);
      const last = page.at(-1);
      return {
        loans: page.map(({ id, state, attention }) => {
          const current = currents.get(id);
          return {
            id,
            record: JSON.parse(state) as LoanRecord,
            ...(current === undefined ? {} : { current }),
            ...(attention === null ? {} : { attention }),
          };
        }),
        ...(rows.length > filter.limit && last !== undefined ? { next: last.id } : {}),
      };
    },
    whole: (id) => wholeLoan(database, id),
    asOf: (id, at) => loanAsOf(database, id, at),
    ofLibrary: (libraryId, agencies) =>
      database.all<{ id: string; agency: string }>(
        `SELECT id, agency FROM loan_records WHERE library_id = $1 AND agency IN ${database.dialect.listed('$2')} ORDER BY agency`,
        [libraryId, JSON.stringify(agencies)],
      ),
    async idOfDelivery(delivery) {
      const [row] = await database.all<{ loan_id: string }>('SELECT loan_id FROM deliveries WHERE id = $1', [
        delivery,
      ]);
      return row?.loan_id;
    },
    async transactions(role, requestId) {
      const rows = await database.all<{ state: string }>(
        'SELECT state FROM transactions WHERE request_id = $1 AND role = $2 ORDER BY id LIMIT 20',
        [requestId, role],
      );
      return rows.map(({ state }) => JSON.parse(state) as Transaction);
    },
    async entries(id, limit) {
      const rows = await database.all<{ text: string }>(
        'SELECT text FROM entries WHERE loan_id = $1 ORDER BY seq LIMIT $2',
        [id, limit],
      );
      return rows.map(({ text }) => parseEntry(text));
    },
  };
}

/** Those that are under way, or were at a time. */
function openLoans(
  database: Database,
): Pick<LoanReaders, 'openOfPeer' | 'openIds' | 'countOpen' | 'idsBetween'> {
  return {
    async openOfPeer(peer, most) {
      const rows = await database.all<{ id: string }>(
        `SELECT id FROM loan_records WHERE peer = $1 AND role = 'supplier' AND phase = 'open' LIMIT $2`,
        [peer, most],
      );
      return rows.length;
    },
    async openIds(limit, after) {
      const rows = await database.all<{ id: string }>(
        `SELECT id FROM loan_records WHERE id > $1 AND (phase = 'open' OR next_clock_at IS NOT NULL)
          ORDER BY id LIMIT $2`,
        [after, limit],
      );
      return rows.map(({ id }) => id);
    },
    async countOpen() {
      const [row] = await database.all<{ count: number | string }>(
        `SELECT COUNT(*) AS count FROM loan_records WHERE phase = 'open' OR next_clock_at IS NOT NULL`,
        [],
      );
      return Number(row?.count ?? 0);
    },
    async idsBetween({ from, to, agencies, limit, after }) {
      const rows = await database.all<{ id: string; agency: string }>(
        `SELECT id, agency FROM loan_records
          WHERE id > $1 AND created_at <= $2 AND (closed_at IS NULL OR closed_at >= $3) ORDER BY id LIMIT $4`,
        [after, to, from, limit],
      );
      return rows.filter(({ agency }) => agencies?.includes(agency) !== false).map(({ id }) => id);
    },
  };
}

function whereOf(filter: LoanRecordFilter, dialect: Dialect): WhereOptions {
  const equal = {
    role: filter.role,
    phase: filter.phase,
    current_state: filter.state,
    peer: filter.peer,
    library_id: filter.libraryId,
  };
  const conditions: WhereOptions[] = Object.entries(equal)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => ({ [column]: value }));
  if (filter.after !== undefined) conditions.push({ id: { [Op.lt]: filter.after } });
  if (filter.dueBefore !== undefined) conditions.push({ due_date: { [Op.lt]: filter.dueBefore } });
  if (filter.attention === 'any') conditions.push({ attention: { [Op.ne]: null } });
  else if (filter.attention !== undefined) conditions.push({ attention: filter.attention });
  if (filter.agencies !== undefined) conditions.push({ agency: { [Op.in]: [...filter.agencies] } });
  for (const word of searchable(filter.text ?? '')
    .split(/\s+/)
    .filter((part) => part !== ''))
    conditions.push({ title: { [Op.like]: literalLike(word) } });
  if (filter.serviceType !== undefined) conditions.push(serviceTypeIs(filter.serviceType, dialect));
  return { [Op.and]: conditions };
}

// SQLite's LIKE has no escape character unless it is named, PostgreSQL's has: neither it nor wild cards are searched for.
function literalLike(word: string): string {
  return `%${word.replace(/[%_\\]/g, '')}%`;
}

const SERVICE_TYPES: ReadonlySet<string> = new Set(['Copy', 'Loan', 'CopyOrLoan']);

function serviceTypeIs(serviceType: string, dialect: Dialect): WhereOptions {
  // Only the standard's three words reach the statement.
  const word = SERVICE_TYPES.has(serviceType) ? serviceType : '';
  return literal(`${dialect.jsonText('state', 'serviceInfo', 'serviceType')} = '${word}'`);
}

async function currentOf(
  models: Models,
  page: readonly { id: string; state: string }[],
): Promise<Map<string, Transaction>> {
  const wanted = new Map<string, string>();
  for (const { id, state } of page) {
    const { current } = JSON.parse(state) as LoanRecord;
    if (current !== undefined) wanted.set(current, id);
  }
  const rows = (await models.transactions.findAll({
    where: { id: { [Op.in]: [...wanted.keys()] } },
    raw: true,
  })) as unknown as { id: string; loan_id: string; state: string }[];
  return new Map(rows.map(({ loan_id: loan, state }) => [loan, JSON.parse(state) as Transaction]));
}

async function wholeLoan(database: Database, id: string): Promise<StoredLoan | undefined> {
  const [row] = await database.all<{ state: string }>('SELECT state FROM loan_records WHERE id = $1', [id]);
  if (row === undefined) return undefined;
  const under = async <State>(table: string): Promise<Map<string, State>> => {
    const rows = await database.all<{ id: string; state: string }>(
      `SELECT id, state FROM ${table} WHERE loan_id = $1 ORDER BY id`,
      [id],
    );
    return new Map(rows.map((found) => [found.id, JSON.parse(found.state) as State]));
  };
  const allDeliveries = await under<Delivery>('deliveries');
  return {
    id,
    record: JSON.parse(row.state) as LoanRecord,
    transactions: await under<Transaction>('transactions'),
    shipments: await under<Shipment>('shipments'),
    claims: await under<Claim>('claims'),
    notices: await under<Notice>('notices'),
    deliveries: new Map([...allDeliveries].filter(([, delivery]) => isOpen(delivery))),
    allDeliveries,
  };
}
