import type { Tile, TilePlace, TileStore, TreeHead } from '../../ledger/index.js';
import { emptyHead } from '../../ledger/index.js';
import type { Delivery, LoanRecord, Role, Transaction } from '../../loan/index.js';
import type { Asking } from '../sql.js';
import type { LedgerText } from './ledger-readers.js';

/** A 64-bit number as PostgreSQL's driver gives it, or as SQLite's does. */
type Big = number | string;

/** What a filter may ask of the loan that an entry belongs to. */
export interface LoanFacts {
  id: string;
  role: Role;
  libraryId?: string;
  /** Of its newest transaction, today. */
  state?: string;
  peer?: string;
  serviceType?: string;
}

export interface LoanRow {
  id: string;
  record: LoanRecord;
  current?: Transaction;
}

/** A message as it is kept: a template with numbered holes, and where the holes' values are sealed. */
export interface KeptTemplate {
  id: string;
  direction: 'in' | 'out';
  encoding: string;
  template: string;
}

export interface SignedNote {
  size: number;
  madeAt: string;
  note: string;
}

/** What an auditor takes home, page by page: none of it can write, and none holds a snapshot longer than a page. */
export interface AuditReaders extends TileStore {
  head(): Promise<TreeHead>;
  /** Entries after `after` up to `upTo`, in order. */
  entries(page: { after: number; upTo: number; limit: number }): Promise<LedgerText[]>;
  /** How many entries a span of seqs and of recorded times has, and the first and last of them. */
  span(of: SpanAsked): Promise<Span>;
  /** Texts of the entries by which the ledger says which keys sign it. */
  keyEntries(upTo: number): Promise<string[]>;
  loanFacts(ids: readonly string[]): Promise<Map<string, LoanFacts>>;
  templates(ids: readonly string[]): Promise<KeptTemplate[]>;
  notes(page: { after: number; upTo: number; limit: number }): Promise<SignedNote[]>;
  loans(page: { after: string; limit: number }): Promise<LoanRow[]>;
  deliveries(page: { after: string; limit: number }): Promise<({ id: string } & Delivery)[]>;
}

export interface SpanAsked {
  firstSeq: number;
  lastSeq: number;
  /** Recorded at or after, and before. */
  from?: string;
  before?: string;
}

export interface Span {
  entries: number;
  first: number;
  last: number;
}

export function auditReaders(database: Asking): AuditReaders {
  return {
    head: () => headOf(database),
    async entries({ after, upTo, limit }) {
      const rows = await database.all<Omit<LedgerText, 'seq'> & { seq: Big }>(
        'SELECT seq, text, leaf_hash AS "leafHash" FROM entries WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3',
        [after, upTo, limit],
      );
      // In place: a ledger has millions of them.
      for (const row of rows) row.seq = Number(row.seq);
      return rows as LedgerText[];
    },
    span: (of) => spanOf(database, of),
    keyEntries: (upTo) => keyEntries(database, upTo),
    loanFacts: (ids) => loanFacts(database, ids),
    templates: (ids) =>
      inChunks(ids, (marks, bind) =>
        database.all<KeptTemplate>(
          `SELECT id, direction, encoding, template FROM bodies WHERE id IN (${marks})`,
          bind,
        ),
      ),
    async notes({ after, upTo, limit }) {
      const rows = await database.all<{ size: Big; made_at: string; note: string }>(
        'SELECT size, made_at, note FROM checkpoints WHERE size > $1 AND size <= $2 ORDER BY size LIMIT $3',
        [after, upTo, limit],
      );
      return rows.map(({ size, made_at: madeAt, note }) => ({ size: Number(size), madeAt, note }));
    },
    loans: (page) => loanPage(database, page),
    async deliveries({ after, limit }) {
      const rows = await database.all<{ id: string; state: string }>(
        'SELECT id, state FROM deliveries WHERE id > $1 ORDER BY id LIMIT $2',
        [after, limit],
      );
      return rows.map(({ id, state }) => ({ id, ...(JSON.parse(state) as Delivery) }));
    },
    tile: (place) => tileAt(database, place),
    leaves: (from, count) => leavesFrom(database, from, count),
  };
}

async function headOf(database: Asking): Promise<TreeHead> {
  const [row] = await database.all<{ size: Big; peaks: string }>('SELECT size, peaks FROM ledger_head');
  return row === undefined ? emptyHead : { size: Number(row.size), peaks: JSON.parse(row.peaks) as string[] };
}

async function spanOf(database: Asking, { firstSeq, lastSeq, from, before }: SpanAsked): Promise<Span> {
  const [row] = await database.all<{ entries: Big; first: Big | null; last: Big | null }>(
    `SELECT COUNT(*) AS entries, MIN(seq) AS first, MAX(seq) AS last FROM entries
      WHERE seq >= $1 AND seq <= $2 AND at >= $3 AND at < $4`,
    [firstSeq, lastSeq, from ?? '', before ?? '9999'],
  );
  return { entries: Number(row?.entries ?? 0), first: Number(row?.first ?? 1), last: Number(row?.last ?? 0) };
}

async function keyEntries(database: Asking, upTo: number): Promise<string[]> {
  const rows = await database.all<{ text: string }>(
    `SELECT text FROM entries WHERE seq IN
       (SELECT seq FROM entry_changes WHERE aggregate = 'signing-key' AND seq <= $1) ORDER BY seq`,
    [upTo],
  );
  return rows.map(({ text }) => text);
}

async function loanFacts(database: Asking, ids: readonly string[]): Promise<Map<string, LoanFacts>> {
  const rows = await inChunks(ids, (marks, bind) =>
    database.all<LoanFactsRow>(
      `SELECT id, role, library_id, current_state, peer, state FROM loan_records WHERE id IN (${marks})`,
      bind,
    ),
  );
  return new Map(rows.map((row) => [row.id, factsOf(row)]));
}

interface LoanFactsRow {
  id: string;
  role: Role;
  library_id: string | null;
  current_state: string | null;
  peer: string | null;
  state: string;
}

function factsOf({ id, role, library_id, current_state, peer, state }: LoanFactsRow): LoanFacts {
  // Whatever a page of rows holds is parsed at most once: few filters ask for the type.
  const serviceType = /"serviceType":"(\w+)"/.exec(state)?.[1];
  return {
    id,
    role,
    ...(library_id === null ? {} : { libraryId: library_id }),
    ...(current_state === null ? {} : { state: current_state }),
    ...(peer === null ? {} : { peer }),
    ...(serviceType === undefined ? {} : { serviceType }),
  };
}

async function loanPage(
  database: Asking,
  { after, limit }: { after: string; limit: number },
): Promise<LoanRow[]> {
  const rows = await database.all<{ id: string; state: string }>(
    'SELECT id, state FROM loan_records WHERE id > $1 ORDER BY id LIMIT $2',
    [after, limit],
  );
  const loans = rows.map(({ id, state }) => ({ id, record: JSON.parse(state) as LoanRecord }));
  const wanted = loans.flatMap(({ record }) => record.current ?? []);
  const transactions = await inChunks(wanted, (marks, bind) =>
    database.all<{ id: string; state: string }>(
      `SELECT id, state FROM transactions WHERE id IN (${marks})`,
      bind,
    ),
  );
  const byId = new Map(transactions.map((row) => [row.id, JSON.parse(row.state) as Transaction]));
  return loans.map((loan) => {
    const current = byId.get(loan.record.current ?? '');
    return current === undefined ? loan : { ...loan, current };
  });
}

async function tileAt(database: Asking, { level, index }: TilePlace): Promise<Tile | undefined> {
  const [row] = await database.all<{ hashes: string }>(
    'SELECT hashes FROM tiles WHERE level = $1 AND idx = $2',
    [level, index],
  );
  return row === undefined ? undefined : { level, index, hashes: row.hashes };
}

async function leavesFrom(database: Asking, from: number, count: number): Promise<Buffer[]> {
  const rows = await database.all<{ hash: string }>(
    'SELECT leaf_hash AS hash FROM entries WHERE seq > $1 AND seq <= $2 ORDER BY seq',
    [from, from + count],
  );
  return rows.map(({ hash }) => Buffer.from(hash, 'hex'));
}

const CHUNK = 100;
const MARKS = Array.from({ length: CHUNK }, (_, at) => `$${at + 1}`).join(', ');

/** Asks for a hundred ids at a time; the last hundred is filled up with one that is in it, so that one text serves all. */
async function inChunks<Row>(
  ids: readonly string[],
  ask: (marks: string, bind: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const some = ids.slice(at, at + CHUNK);
    const filler = Array.from({ length: CHUNK - some.length }, () => some[0] ?? '');
    rows.push(...(await ask(MARKS, [...some, ...filler])));
  }
  return rows;
}
