import { tableNames, tables, type Table, type TableName } from '../engine/tables.js';

type Cell = string | number | null;
export type BoundRow = Readonly<Record<string, Cell>>;

/** One statement and its parameters: an array a column. */
export interface BoundStatement {
  sql: string;
  bind: Cell[][];
}

/**
 * All rows in one statement, a part a table in the order of the tables, each part a set of arrays. Rows are sorted by
 * the key that others may hold too, so that two batches that collide wait for each other and never in a ring.
 */
export function bulkWrite(writes: Partial<Record<TableName, readonly object[]>>): BoundStatement | undefined {
  const given = tableNames.filter((name) => (writes[name]?.length ?? 0) > 0);
  if (given.length === 0) return undefined;
  const bind = given.flatMap((name) => columnsOf(name, inOrder(name, writes[name] as readonly BoundRow[])));
  return { sql: statementFor(given), bind };
}

const statements = new Map<string, string>();

function statementFor(names: readonly TableName[]): string {
  const key = names.join(' ');
  const known = statements.get(key);
  if (known !== undefined) return known;
  let first = 1;
  const parts = names.map((name, at) => {
    const part = `w${at} AS (${insertOf(name, first)})`;
    first += Object.keys(tables[name].columns).length;
    return part;
  });
  const statement = `WITH ${parts.join(', ')} SELECT 1`;
  statements.set(key, statement);
  return statement;
}

function insertOf(name: TableName, first: number): string {
  const { columns, key, write }: Table = tables[name];
  const names = Object.keys(columns);
  const arrays = Object.values(columns).map(
    (kind, at) => `CAST($${first + at} AS ${kind.startsWith('integer') ? 'bigint' : 'text'}[])`,
  );
  const insert = `INSERT INTO ${name} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`;
  if (write === 'insert') return insert;
  const others = names.filter((column) => !key.includes(column));
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
  return `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set}`;
}

/** Of several rows under one key that is replaced, the last one counts: one statement may not touch a row twice. */
function inOrder(name: TableName, rows: readonly BoundRow[]): BoundRow[] {
  const { key, unique = [], write }: Table = tables[name];
  const kept = write === 'insert' ? rows : [...new Map(rows.map((row) => [keyOf(row, key), row])).values()];
  const by = [...(unique[0] ?? []), ...key];
  const sorted = kept.map((row): [string, BoundRow] => [keyOf(row, by), row]);
  sorted.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return sorted.map(([, row]) => row);
}

/** Numbers are padded, so that they sort as numbers. */
function keyOf(row: BoundRow, columns: readonly string[]): string {
  return columns.map((column) => String(row[column] ?? '').padStart(16, '0')).join('\n');
}

function columnsOf(name: TableName, rows: readonly BoundRow[]): Cell[][] {
  return Object.keys(tables[name].columns).map((column) => rows.map((row) => row[column] ?? null));
}
