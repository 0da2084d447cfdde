/** What SQLite and PostgreSQL say differently in statements that both must run. Everything else is said alike. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** A subquery with the members of the JSON list that a marker binds, as text. */
  listed(marker: string): string;
  /** A member of JSON text, found by its path, as text. */
  jsonText(json: string, ...path: string[]): string;
  /** The distinct values of a column in a group, as a JSON list. */
  jsonListOf(column: string): string;
  /** Ends a SELECT whose rows nobody else may change before the commit; on SQLite nobody does anyway. */
  readonly lock: '' | ' FOR UPDATE';
  /** Asks for a row where a table of the name that is bound stands. */
  readonly tableNamed: string;
  /** Asks for the names of all tables. */
  readonly allTables: string;
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  listed: (marker) => `(SELECT value FROM json_each(${marker}))`,
  jsonText: (json, ...path) => `json_extract(${json}, '$.${path.join('.')}')`,
  jsonListOf: (column) => `json_group_array(DISTINCT ${column})`,
  lock: '',
  tableNamed: `SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1`,
  allTables: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
};

export const postgresDialect: Dialect = {
  name: 'postgres',
  listed: (marker) => `(SELECT jsonb_array_elements_text(CAST(${marker} AS jsonb)))`,
  // As json and not jsonb, which would refuse a text that names U+0000 anywhere.
  jsonText: (json, ...path) => `(CAST(${json} AS json) #>> '{${path.join(',')}}')`,
  jsonListOf: (column) => `CAST(json_agg(DISTINCT ${column}) AS text)`,
  lock: ' FOR UPDATE',
  tableNamed: `SELECT $1 AS name WHERE to_regclass(CAST($1 AS text)) IS NOT NULL`,
  allTables: `SELECT CAST(tablename AS text) AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
};
