import {
  applyPatch,
  parseEntry,
  type Change,
  type JsonObject,
  type SealedEntry,
} from '../../ledger/index.js';
import {
  headsOf,
  isLoanPart,
  newLoan,
  partOf,
  withClaim,
  withPart,
  type HeldLoan,
  type LoanPart,
} from '../engine/batch-loan.js';
import {
  claimRow,
  deliveryRow,
  loanRecordRow,
  noticeRow,
  shipmentRow,
  transactionRow,
  type Derive,
  type Folded,
} from '../engine/columns.js';
import { viewOf } from '../engine/stage.js';
import type { Database, Writer } from '../sql/connected.js';
import type { Dialect } from '../sql/dialect.js';
import { writeRows } from '../sql/write-rows.js';
import { loanParts, type Directory } from '../use-case.js';

interface Rules {
  derive: Derive;
  directory: Directory;
}

const loansInCommit = 200;

/**
 * Writes every row anew from the entries, some loans in a commit, so that a gateway may go on beside it; claims stay.
 * Rows that follow from no entry are removed. Answers how many loans were written.
 */
export async function rebuild(database: Database, rules: Rules): Promise<number> {
  const { dialect } = database;
  await database.inOneCommit((writer) => rebuildRoots(writer, dialect));
  let written = 0;
  for (let after = ''; ;) {
    const ids = await database.inOneCommit(async (writer) => {
      const page = await loansAfter(writer, after);
      if (page.length > 0) await rebuildLoans(writer, page, { ...rules, dialect });
      return page;
    });
    const last = ids.at(-1);
    if (last === undefined) break;
    written += ids.length;
    after = last;
  }
  await database.inOneCommit(removeLoansWithoutEntries);
  return written;
}

async function rebuildRoots(writer: Writer, dialect: Dialect): Promise<void> {
  // Nobody changes a root meanwhile: that is an entry, and every entry wants the head.
  await writer.all(`SELECT size FROM ledger_head${dialect.lock}`);
  const changes = await writer.all<{ text: string }>(
    `SELECT text FROM entries WHERE seq IN
       (SELECT seq FROM entry_changes WHERE aggregate NOT IN (${loanParts.map((part) => `'${part}'`).join(', ')})) ORDER BY seq`,
  );
  const rows = new Map<string, { aggregate: string; id: string; version: number; state: JsonObject }>();
  for (const { text } of changes)
    for (const { aggregate, id, version, set } of parseEntry(text).changes) {
      if (isLoanPart(aggregate)) continue;
      const before = rows.get(`${aggregate} ${id}`)?.state ?? {};
      rows.set(`${aggregate} ${id}`, { aggregate, id, version, state: applyPatch(before, set) });
    }
  await writer.run('DELETE FROM roots');
  await writeRows(
    { writer, dialect },
    'roots',
    [...rows.values()].map(({ state, ...row }) => ({ ...row, state: JSON.stringify(state) })),
  );
  // Whoever holds the rows in memory reads them again.
  await writer.run(
    `INSERT INTO meta (name, value) VALUES ('roots-version', '1')
       ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)`,
  );
}

async function loansAfter(writer: Writer, after: string): Promise<string[]> {
  const rows = await writer.all<{ id: string }>(
    `SELECT DISTINCT id FROM entry_changes WHERE aggregate = 'loan-record' AND id > $1 ORDER BY id LIMIT $2`,
    [after, loansInCommit],
  );
  return rows.map(({ id }) => id);
}

async function rebuildLoans(
  writer: Writer,
  ids: readonly string[],
  { dialect, ...rules }: Rules & { dialect: Dialect },
): Promise<void> {
  const asked = JSON.stringify(ids);
  const isAsked = dialect.listed('$1');
  await writer.all(`SELECT id FROM loan_records WHERE id IN ${isAsked} ORDER BY id${dialect.lock}`, [asked]);
  const texts = await writer.all<{ text: string }>(
    `SELECT text FROM entries WHERE loan_id IN ${isAsked} ORDER BY seq`,
    [asked],
  );
  const folding = new Folding();
  for (const { text } of texts) folding.add(parseEntry(text));
  const claims = await writer.all<{ id: string; claim_process: string; claim_until: string }>(
    `SELECT id, claim_process, claim_until FROM deliveries
      WHERE claim_process IS NOT NULL AND loan_id IN ${isAsked}`,
    [asked],
  );
  for (const { id, claim_process: process, claim_until: until } of claims)
    folding.claim(id, { process, until });
  const loans = [...folding.loans.values()];
  const on = { writer, dialect };
  await writeRows(
    on,
    'loan_records',
    loans.map((loan) => recordRow(loan, rules)),
  );
  await writeParts(on, {
    table: 'transactions',
    asked,
    rows: loans.flatMap(({ transactions }) => [...transactions.values()].map(transactionRow)),
  });
  await writeParts(on, {
    table: 'shipments',
    asked,
    rows: loans.flatMap(({ shipments }) => [...shipments.values()].map(shipmentRow)),
  });
  await writeParts(on, {
    table: 'claims',
    asked,
    rows: loans.flatMap(({ claims }) => [...claims.values()].map(claimRow)),
  });
  await writeParts(on, {
    table: 'notices',
    asked,
    rows: loans.flatMap(({ notices }) => [...notices.values()].map(noticeRow)),
  });
  await writeParts(on, { table: 'deliveries', asked, rows: loans.flatMap(deliveryRows) });
}

function recordRow(loan: HeldLoan, { derive, directory }: Rules): object {
  const view = viewOf(loan);
  return loanRecordRow(loan.record, view.transactions, derive(view, directory));
}

function deliveryRows(loan: HeldLoan): { id: string }[] {
  const heads = headsOf(loan);
  return [...loan.deliveries.values()].map((row) =>
    deliveryRow(row, { owedSeq: row.owedSeq, headDueAt: heads.get(row.id) ?? null, claim: row.claim }),
  );
}

type PartTable = 'transactions' | 'shipments' | 'claims' | 'notices' | 'deliveries';

async function writeParts(
  on: { writer: Writer; dialect: Dialect },
  { table, asked, rows }: { table: PartTable; asked: string; rows: { id: string }[] },
): Promise<void> {
  const { dialect } = on;
  await on.writer.run(
    `DELETE FROM ${table} WHERE loan_id IN ${dialect.listed('$1')} AND id NOT IN ${dialect.listed('$2')}`,
    [asked, JSON.stringify(rows.map(({ id }) => id))],
  );
  await writeRows(on, table, rows);
}

async function removeLoansWithoutEntries(writer: Writer): Promise<void> {
  const stray = `(SELECT l.id FROM loan_records l WHERE NOT EXISTS
    (SELECT 1 FROM entry_changes c WHERE c.aggregate = 'loan-record' AND c.id = l.id))`;
  for (const table of ['received', 'deliveries', 'notices', 'claims', 'shipments', 'transactions'])
    await writer.run(`DELETE FROM ${table} WHERE loan_id IN ${stray}`);
  await writer.run(`DELETE FROM loan_records WHERE id IN ${stray}`);
}

/** Loans as their entries add up to, in the order of the entries. */
class Folding {
  readonly loans = new Map<string, HeldLoan>();
  readonly #loanOf = new Map<string, string>();

  add(entry: SealedEntry): void {
    for (const change of entry.changes)
      if (isLoanPart(change.aggregate)) this.#apply(change.aggregate, change, entry.seq);
  }

  claim(delivery: string, claim: Parameters<typeof withClaim>[2]): void {
    const loan = this.loans.get(this.#loanOf.get(`delivery ${delivery}`) ?? '');
    if (loan !== undefined) this.loans.set(loan.id, withClaim(loan, delivery, claim));
  }

  #apply(part: LoanPart, { id, version, set }: Change, seq: number): void {
    const said = set['loan'];
    const loanId =
      part === 'loan-record' ? id : typeof said === 'string' ? said : this.#loanOf.get(`${part} ${id}`);
    const loan = this.loans.get(loanId ?? '');
    const before = partOf(loan, part, id) as Folded<JsonObject> | undefined;
    const row = { id, version, state: applyPatch(before?.state ?? {}, set) };
    if (loanId !== undefined && part !== 'loan-record') this.#loanOf.set(`${part} ${id}`, loanId);
    if (loan !== undefined) this.loans.set(loan.id, withPart(loan, { part, row, seq }));
    else if (part === 'loan-record') this.loans.set(id, newLoan(row));
    else throw new Error(`entry ${seq} changes ${part} ${id} of a loan that no entry before it made`);
  }
}
