import type { Notice, NoticeReceiver, NoticeState, SealedNotice } from '../../loan/index.js';
import { open, unwrapDataKey, type WrappingKeyRing } from '../../vault/index.js';
import type { Asking } from '../sql.js';

export interface NoticeListFilter {
  state?: NoticeState;
  to?: NoticeReceiver;
  /** Keys of the agencies whose loans are looked at; missing means all. */
  agencies?: readonly string[];
  limit: number;
  /** Id of the last one of the page before; the list goes from the newest to the oldest. */
  before?: string;
}

export type ListedNotice = { id: string } & Notice;

export interface NoticeReaders {
  list(filter: NoticeListFilter): Promise<{ notices: ListedNotice[]; next?: string }>;
  /** How many there are in each state; those without any are missing. */
  counts(agencies: readonly string[] | undefined): Promise<Partial<Record<NoticeState, number>>>;
  one(id: string): Promise<(ListedNotice & { agency: string }) | undefined>;
  /** The text of a notice, by the id of its sealed value; undefined once the person is erased. */
  text(sealed: string): Promise<SealedNotice | undefined>;
  /** The text of a sealed value of a call, likewise. */
  words(sealed: string): Promise<string | undefined>;
}

interface NoticeRow {
  id: string;
  agency: string;
  state: string;
}

export function noticeReaders(database: Asking, ring: WrappingKeyRing): NoticeReaders {
  const words = (sealed: string): Promise<string | undefined> => openValue(database, ring, sealed);
  return {
    async list(filter) {
      const rows = await database.all<NoticeRow>(...listStatement(filter));
      const page = rows.slice(0, filter.limit).map(listed);
      const last = page.at(-1);
      return {
        notices: page,
        ...(rows.length > filter.limit && last !== undefined ? { next: last.id } : {}),
      };
    },
    async counts(agencies) {
      const bind: unknown[] = [];
      const bound =
        agencies === undefined
          ? ''
          : `JOIN loan_records l ON l.id = n.loan_id
              WHERE l.agency IN (${['NULL', ...agencies.map((agency) => `$${bind.push(agency)}`)].join(', ')})`;
      const rows = await database.all<{ state: NoticeState; count: number | string }>(
        `SELECT n.state_name AS state, COUNT(*) AS count FROM notices n ${bound} GROUP BY n.state_name`,
        bind,
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    },
    async one(id) {
      const [row] = await database.all<NoticeRow>(
        `SELECT n.id, l.agency, n.state FROM notices n JOIN loan_records l ON l.id = n.loan_id WHERE n.id = $1`,
        [id],
      );
      return row === undefined ? undefined : { ...listed(row), agency: row.agency };
    },
    async text(sealed) {
      const value = await words(sealed);
      return value === undefined ? undefined : (JSON.parse(value) as SealedNotice);
    },
    words,
  };
}

function listed({ id, state }: NoticeRow): ListedNotice {
  return { id, ...(JSON.parse(state) as Notice) };
}

function listStatement({ state, to, agencies, limit, before }: NoticeListFilter): [string, unknown[]] {
  const bind: unknown[] = [limit + 1];
  const value = (given: unknown): string => `$${bind.push(given)}`;
  const where = [
    ...(state === undefined ? [] : [`n.state_name = ${value(state)}`]),
    ...(to === undefined ? [] : [`n.sent_to = ${value(to)}`]),
    ...(before === undefined ? [] : [`n.id < ${value(before)}`]),
    ...(agencies === undefined ? [] : [`l.agency IN (${['NULL', ...agencies.map(value)].join(', ')})`]),
  ];
  return [
    `SELECT n.id, l.agency, n.state FROM notices n JOIN loan_records l ON l.id = n.loan_id
      ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY n.id DESC LIMIT $1`,
    bind,
  ];
}

async function openValue(database: Asking, ring: WrappingKeyRing, id: string): Promise<string | undefined> {
  const [row] = await database.all<{ value: string; holder: string; wrapped: string }>(
    `SELECT s.value, k.holder, k.wrapped FROM sealed_values s JOIN data_keys k ON k.holder = s.holder
      WHERE s.id = $1 AND s.purpose IN ('notice', 'call')`,
    [id],
  );
  return row === undefined ? undefined : open(unwrapDataKey(row.wrapped, ring, row.holder), row.value, id);
}
