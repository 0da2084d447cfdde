import { tables, type Table, type TableName } from '../engine/tables.js';

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

function statementFor(name: TableName, { columns, key, write }: Table): string {
  const names = Object.keys(columns);
  const values = names.map((_, at) => `json_extract(value, '$[${at}]')`);
  // Without the WHERE, SQLite reads ON CONFLICT as the condition of a join.
  const insert = `INSERT INTO ${name} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each($1) WHERE true`;
  if (write === 'insert') return insert;
  const others = names.filter((column) => !key.includes(column));
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
  return `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set}`;
}

/** The parameter of a bulk statement; of several rows under one key that is replaced, the last one counts. */
export function bulkParameter(name: TableName, rows: readonly object[]): string {
  const columns = Object.keys(tables[name].columns);
  return JSON.stringify(rows.map((row) => columns.map((column) => (row as Record<string, unknown>)[column])));
}
