import { createHash } from 'node:crypto';
import { applyPatch, parseEntry, type JsonObject, type SealedEntry } from '../../ledger/index.js';
import type { Delivery, LoanRecord, LoanView, Transaction } from '../../loan/index.js';
import type { Directory } from '../use-case.js';
import {
  derivedColumns,
  headDueTimes,
  type Derive,
  type Derived,
  type DerivedColumns,
} from '../engine/columns.js';
import type { Database } from '../sql/connected.js';
import type { Dialect } from '../sql/dialect.js';
import { checkFiles } from './check-files.js';

/** Where a row is not what its entries add up to. */
export interface Difference {
  table: string;
  id: string;
  what: string;
}

export interface RebuildReport {
  /** How many the ledger had, those that change no row among them. */
  entries: number;
  rows: number;
  bodies: number;
  /** Photos and documents. */
  files: number;
  /** Rows that moved on while they were compared; they were compared at their own version. */
  differences: Difference[];
}

const TABLE_OF: Readonly<Record<string, string>> = {
  'loan-record': 'loan_records',
  transaction: 'transactions',
  shipment: 'shipments',
  claim: 'claims',
  notice: 'notices',
  delivery: 'deliveries',
};
const PAGE = 500;
/** Beyond so many the report stops: one cause has usually made them all. */
const MAX_DIFFERENCES = 100;

/**
 * Recomputes every row from the entries and compares, each at its own version, so that it can run beside a live gateway.
 * Kept bodies are held against the hashes that their entries carry. Nothing is changed. Architecture §4.
 */
export async function rebuildCheck(
  database: Database,
  options: { derive: Derive; directory: Directory; progress?: (done: number, all: number) => void },
): Promise<RebuildReport> {
  const [head] = await database.all<{ size: number }>('SELECT size FROM ledger_head');
  const size = head?.size ?? 0;
  const report: RebuildReport = { entries: size, rows: 0, bodies: 0, files: 0, differences: [] };
  await checkAggregates(database, report, (done) => options.progress?.(done, size));
  await checkDerived(database, report, options);
  await checkBodies(database, report, size);
  report.files = await checkFiles(database, size, (difference) => note(report, difference));
  return report;
}

interface ChangeRow {
  aggregate: string;
  id: string;
  version: number;
  seq: number;
}

type TextedChange = ChangeRow & { text: string };

/** Aggregates in the order of their ids, each folded from the entries that changed it: memory holds one page. */
async function checkAggregates(
  database: Database,
  report: RebuildReport,
  progress: (done: number) => void,
): Promise<void> {
  let after = { aggregate: '', id: '' };
  let done = 0;
  for (;;) {
    const ids = await database.all<{ aggregate: string; id: string }>(
      `SELECT DISTINCT aggregate, id FROM entry_changes WHERE (aggregate, id) > ($1, $2) ORDER BY aggregate, id LIMIT $3`,
      [after.aggregate, after.id, PAGE],
    );
    const last = ids.at(-1);
    if (last === undefined) break;
    const changes = await database.all<TextedChange>(
      `SELECT c.aggregate, c.id, c.version, c.seq, e.text FROM entry_changes c JOIN entries e ON e.seq = c.seq
        WHERE (c.aggregate, c.id) > ($1, $2) AND (c.aggregate, c.id) <= ($3, $4) ORDER BY c.aggregate, c.id, c.version`,
      [after.aggregate, after.id, last.aggregate, last.id],
    );
    await compareAggregates(database, changes, report);
    done = Math.max(done, ...changes.map(({ seq }) => seq));
    progress(done);
    after = last;
  }
  await rowsWithoutEntries(database, report);
}

async function compareAggregates(
  database: Database,
  changes: readonly TextedChange[],
  report: RebuildReport,
): Promise<void> {
  const byRow = new Map<string, TextedChange[]>();
  for (const change of changes) {
    const key = `${change.aggregate}\n${change.id}`;
    byRow.set(key, [...(byRow.get(key) ?? []), change]);
  }
  for (const [key, of] of byRow) {
    const [aggregate = '', id = ''] = key.split('\n');
    report.rows += 1;
    const found = differencesOf(aggregate, id, { of, row: await storedRow(database, aggregate, id) });
    if (found.length === 0) continue;
    // The row may have moved on since the entries were read: once more, the row first.
    const row = await storedRow(database, aggregate, id);
    const again = { of: await changesOf(database, aggregate, id), row };
    for (const difference of differencesOf(aggregate, id, again)) note(report, difference);
  }
}

function changesOf(database: Database, aggregate: string, id: string): Promise<TextedChange[]> {
  return database.all(
    `SELECT c.aggregate, c.id, c.version, c.seq, e.text FROM entry_changes c JOIN entries e ON e.seq = c.seq
      WHERE c.aggregate = $1 AND c.id = $2 ORDER BY c.version`,
    [aggregate, id],
  );
}

async function storedRow(
  database: Database,
  aggregate: string,
  id: string,
): Promise<{ version: number; state: string } | undefined> {
  const table = TABLE_OF[aggregate];
  const [row] =
    table === undefined
      ? await database.all<{ version: number; state: string }>(
          'SELECT version, state FROM roots WHERE aggregate = $1 AND id = $2',
          [aggregate, id],
        )
      : await database.all<{ version: number; state: string }>(
          `SELECT version, state FROM ${table} WHERE id = $1`,
          [id],
        );
  return row;
}

interface Found {
  of: readonly TextedChange[];
  row: { version: number; state: string } | undefined;
}

function differencesOf(aggregate: string, id: string, { of, row }: Found): Difference[] {
  const where = { table: TABLE_OF[aggregate] ?? 'roots', id };
  if (row === undefined) return [{ ...where, what: 'is missing' }];
  // What the entries have beyond the row came after it was read.
  const upToRow = of.filter(({ version }) => version <= row.version);
  const { state, faults } = foldOf(upToRow);
  const differences = faults.map((what): Difference => ({ ...where, what }));
  const version = upToRow.at(-1)?.version ?? 0;
  if (version < row.version)
    differences.push({ ...where, what: `has version ${row.version}, its entries end at ${version}` });
  else if (!isSame(state, JSON.parse(row.state)))
    differences.push({ ...where, what: `is not what its entries add up to at version ${version}` });
  return differences;
}

function foldOf(changes: readonly TextedChange[]): { state: JsonObject; faults: string[] } {
  const faults: string[] = [];
  let state: JsonObject = {};
  changes.forEach((change, index) => {
    if (change.version !== index + 1) faults.push(`has no entry for version ${index + 1}`);
    const set = changeIn(parseEntry(change.text), change);
    if (set === undefined) faults.push(`entry ${change.seq} does not hold version ${change.version}`);
    state = applyPatch(state, set ?? {});
  });
  return { state, faults };
}

function changeIn(entry: SealedEntry, { aggregate, id, version }: ChangeRow): JsonObject | undefined {
  return entry.changes.find(
    (change) => change.aggregate === aggregate && change.id === id && change.version === version,
  )?.set;
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return one === other;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => isSame((one as JsonObject)[key], (other as JsonObject)[key]));
}

async function rowsWithoutEntries(database: Database, report: RebuildReport): Promise<void> {
  for (const [aggregate, table] of Object.entries(TABLE_OF)) {
    const rows = await database.all<{ id: string }>(
      `SELECT r.id FROM ${table} r WHERE NOT EXISTS
         (SELECT 1 FROM entry_changes c WHERE c.aggregate = $1 AND c.id = r.id) LIMIT $2`,
      [aggregate, MAX_DIFFERENCES],
    );
    for (const { id } of rows) note(report, { table, id, what: 'follows from no entry' });
  }
}

/** Columns that functions derive: heads of deliveries, the next clock and attention. */
async function checkDerived(
  database: Database,
  report: RebuildReport,
  options: { derive: Derive; directory: Directory },
): Promise<void> {
  let after = '';
  for (;;) {
    const loans = await database.all<{ id: string }>(
      'SELECT id FROM loan_records WHERE id > $1 ORDER BY id LIMIT $2',
      [after, PAGE],
    );
    const last = loans.at(-1);
    if (last === undefined) return;
    for (const { id } of loans) await checkDerivedTwice(database, report, { id, ...options });
    after = last.id;
  }
}

interface DerivedOf {
  id: string;
  derive: Derive;
  directory: Directory;
}

/** A live gateway may have written between two of the reads; what is really wrong is still wrong a moment later. */
async function checkDerivedTwice(database: Database, report: RebuildReport, of: DerivedOf): Promise<void> {
  const found = await derivedDifferences(database, of);
  if (found.length === 0) return;
  for (const difference of await derivedDifferences(database, of)) note(report, difference);
}

async function derivedDifferences(database: Database, of: DerivedOf): Promise<Difference[]> {
  const differences: Difference[] = [];
  const [loan] = await database.all<{
    id: string;
    state: string;
    next_clock_at: string | null;
    attention: string | null;
    queue: string | null;
    deadline_at: string | null;
    standing_due_at: string | null;
  }>(
    'SELECT id, state, next_clock_at, attention, queue, deadline_at, standing_due_at FROM loan_records WHERE id = $1',
    [of.id],
  );
  if (loan === undefined) return differences;
  const rows = await database.all<{
    id: string;
    state: string;
    owed_seq: number;
    head_due_at: string | null;
  }>('SELECT id, state, owed_seq, head_due_at FROM deliveries WHERE loan_id = $1', [loan.id]);
  const queued = rows.map(({ id, state, owed_seq: owedSeq }) => ({
    id,
    owedSeq,
    state: JSON.parse(state) as Delivery,
  }));
  const heads = headDueTimes(queued);
  for (const { id, head_due_at: kept } of rows)
    if ((heads.get(id) ?? null) !== kept)
      differences.push({ table: 'deliveries', id, what: 'has a wrong place in its line' });
  const view = await viewOf(database, loan, queued);
  const wrong = wrongColumns(loan, of.derive(view, of.directory));
  return [...differences, ...wrong.map((what) => ({ table: 'loan_records', id: loan.id, what }))];
}

function wrongColumns(row: DerivedColumns, derived: Derived): string[] {
  const is = derivedColumns(derived);
  const wrong = (Object.keys(is) as (keyof DerivedColumns)[]).filter((column) => is[column] !== row[column]);
  return [...new Set(wrong.map((column) => wrongColumn[column]))];
}

const wrongColumn: Record<keyof DerivedColumns, string> = {
  next_clock_at: 'has a wrong next clock',
  attention: 'has a wrong attention',
  queue: 'has a wrong queue',
  deadline_at: 'has a wrong queue',
  standing_due_at: 'is asked about at a wrong time',
};

async function viewOf(
  database: Database,
  loan: { id: string; state: string },
  queued: readonly { id: string; state: Delivery }[],
): Promise<LoanView> {
  const under = async <State>(table: string): Promise<Map<string, State>> => {
    const rows = await database.all<{ id: string; state: string }>(
      `SELECT id, state FROM ${table} WHERE loan_id = $1`,
      [loan.id],
    );
    return new Map(rows.map(({ id, state }) => [id, JSON.parse(state) as State]));
  };
  const open = new Set(['owed', 'undecided', 'stopped', 'given-up']);
  return {
    id: loan.id,
    record: JSON.parse(loan.state) as LoanRecord,
    transactions: await under<Transaction>('transactions'),
    shipments: await under('shipments'),
    claims: await under('claims'),
    notices: await under('notices'),
    deliveries: new Map(
      queued.filter(({ state }) => open.has(state.state)).map(({ id, state }) => [id, state]),
    ),
  };
}

async function checkBodies(database: Database, report: RebuildReport, size: number): Promise<void> {
  const jsonText: Dialect['jsonText'] = (json, ...path) => database.dialect.jsonText(json, ...path);
  const bodyId = jsonText('e.text', 'facts', 'bodyId');
  for (let after = 0; after < size;) {
    const rows = await database.all<{ seq: number; body: string; hash: string; template: string | null }>(
      `SELECT e.seq, ${bodyId} AS body, ${jsonText('e.text', 'facts', 'body')} AS hash, b.template
         FROM entries e LEFT JOIN bodies b ON b.id = ${bodyId}
        WHERE e.seq > $1 AND e.seq <= $2 AND ${bodyId} IS NOT NULL ORDER BY e.seq`,
      [after, after + PAGE],
    );
    for (const { body, hash, template } of rows) {
      report.bodies += 1;
      if (template === null) note(report, { table: 'bodies', id: body, what: 'is missing' });
      else if (createHash('sha256').update(template).digest('hex') !== hash)
        note(report, { table: 'bodies', id: body, what: 'is not what its entry was hashed over' });
    }
    after += PAGE;
  }
}

function note(report: RebuildReport, difference: Difference): void {
  if (report.differences.length < MAX_DIFFERENCES) report.differences.push(difference);
}
