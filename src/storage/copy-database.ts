import { OperatorError } from '../platform/index.js';
import { tableNames, tables } from './engine/tables.js';
import type { Database, Writer } from './sql/connected.js';

/** A copy that cannot be made; the message says why. */
export class CopyRefused extends OperatorError {}

interface Copied {
  name: string;
  key: readonly string[];
}

/** What stands beside the tables of the committer. Agenda's own is left out: what it loses is written anew. */
const beside: readonly Copied[] = [
  { name: 'checkpoints', key: ['size'] },
  { name: 'exports', key: ['id'] },
  { name: 'export_approvals', key: ['id'] },
  { name: 'erasure_proposals', key: ['id'] },
  { name: 'webhook_lines', key: ['webhook'] },
];
const leftOut = ['migrations', 'agenda_jobs'];

const copied: readonly Copied[] = [
  ...tableNames.map((name): Copied => ({ name, key: tables[name].key })),
  ...beside,
];

const PAGE = 200;

/**
 * Every row of one gateway's database into another, in one transaction of the target: a copy that was broken off leaves
 * nothing. Refuses a target that holds anything, and a source with a table that this program does not know. Answers how
 * many rows were copied.
 */
export async function copyDatabase(
  from: Database,
  to: Database,
  progress: (done: number, all: number) => void,
): Promise<number> {
  await refuseUnknownTables(from);
  await refuseFull(to);
  const all = await countOf(from);
  let done = 0;
  await to.inOneCommit(async (writer) => {
    // The migration has made it; the source's own takes its place.
    await writer.run('DELETE FROM ledger_head');
    for (const table of copied)
      for await (const rows of pagesOf(from, table)) {
        await insert(writer, table.name, rows);
        progress((done += rows.length), all);
      }
  });
  return done;
}

async function tablesOf(database: Database): Promise<string[]> {
  const rows = await database.all<{ name: string }>(database.dialect.allTables);
  return rows.map(({ name }) => name);
}

async function refuseUnknownTables(from: Database): Promise<void> {
  const known = new Set([...leftOut, ...copied.map(({ name }) => name)]);
  const unknown = (await tablesOf(from)).filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new CopyRefused(
      `The database ${from.path} has tables that this program does not copy: ${unknown.join(', ')}`,
    );
}

async function refuseFull(to: Database): Promise<void> {
  for (const { name } of copied) {
    const rows = await to.all<{ size?: number }>(`SELECT * FROM ${name} LIMIT 1`);
    const isEmpty = name === 'ledger_head' ? rows[0]?.size === 0 : rows.length === 0;
    if (!isEmpty)
      throw new CopyRefused(
        `The database ${to.path} is not empty (${name} has rows): a copy never writes over anything.`,
      );
  }
}

async function countOf(database: Database): Promise<number> {
  let all = 0;
  for (const { name } of copied) {
    const [row] = await database.all<{ count: number }>(`SELECT COUNT(*) AS count FROM ${name}`);
    all += row?.count ?? 0;
  }
  return all;
}

type AnyRow = Readonly<Record<string, string | number | null>>;

async function* pagesOf(from: Database, { name, key }: Copied): AsyncGenerator<AnyRow[]> {
  const keys = key.join(', ');
  const marks = key.map((_, at) => `$${at + 1}`).join(', ');
  for (let last: AnyRow | undefined; ;) {
    const after = last;
    const where = after === undefined ? '' : `WHERE (${keys}) > (${marks})`;
    const bind = after === undefined ? [] : key.map((column) => after[column]);
    const rows = await from.all<AnyRow>(
      `SELECT * FROM ${name} ${where} ORDER BY ${keys} LIMIT $${bind.length + 1}`,
      [...bind, PAGE],
    );
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}

/** Columns by their names: in two databases they may stand in another order. */
async function insert(writer: Writer, table: string, rows: readonly AnyRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const bind: unknown[] = [];
  const values = rows.map((row) => `(${columns.map((column) => `$${bind.push(row[column])}`).join(', ')})`);
  await writer.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values.join(', ')}`, bind);
}
