import { tableNames, tables, type Table, type TableName, type Writes } from '../engine/tables.js';

/**
 * One statement for any number of rows of a table: the rows are one parameter, a JSON array of arrays in the order of
 * the columns. Its text never changes, so it is made once.
 */
export function bulkStatement(name: TableName): string {
  const known = statements.get(name);
  if (known !== undefined) return known;
  const statement = statementFor(name, tables[name]);
  statements.set(name, statement);
  return statement;
}

const statements = new Map<TableName, string>();

function statementFor(name: TableName, { columns, key, write }: Table, rows = '$1'): string {
  const names = Object.keys(columns);
  const values = names.map((_, at) => `json_extract(value, '$[${at}]')`);
  // Without the WHERE, SQLite reads ON CONFLICT as the condition of a join.
  const insert = `INSERT INTO ${name} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each(${rows}) WHERE true`;
  if (write === 'insert') return insert;
  const others = names.filter((column) => !key.includes(column));
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
  return `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set}`;
}

/** The parameter of a bulk statement; of several rows under one key that is replaced, the last one counts. */
export function bulkParameter(name: TableName, rows: readonly object[]): string {
  const columns = columnsOf[name];
  return JSON.stringify(rows.map((row) => columns.map((column) => (row as Record<string, unknown>)[column])));
}

const columnsOf = Object.fromEntries(
  tableNames.map((name) => [name, Object.keys(tables[name].columns)]),
) as Record<TableName, string[]>;

/**
 * All tables of a batch in one statement, which costs one way to the driver and back instead of one a table: a view that
 * holds nothing, and whose trigger hands each of its columns to the table of that name, in their order. Both are the
 * connection's own.
 */
export const batchOfTables: readonly string[] = [
  `CREATE TEMP VIEW IF NOT EXISTS batch (${tableNames.join(', ')}) AS SELECT ${tableNames.map(() => 'NULL').join(', ')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS batch_written INSTEAD OF INSERT ON batch BEGIN
     ${tableNames.map((name) => `${statementFor(name, tables[name], `NEW.${name}`)};`).join(' ')} END`,
];

export const batchStatement = `INSERT INTO batch VALUES (${tableNames.map((_, at) => `$${at + 1}`).join(', ')})`;

/** The parameters of the batch statement: nothing for a table without rows. */
export function batchParameters(writes: Writes): (string | null)[] {
  return tableNames.map((name) => {
    const rows = writes[name];
    return rows === undefined ? null : bulkParameter(name, rows);
  });
}
