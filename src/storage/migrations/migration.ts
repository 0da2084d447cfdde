import type { Dialect } from '../sql/dialect.js';

/** A statement that both databases take, or one for each where they cannot share it. */
export type Step = string | Readonly<Record<Dialect['name'], string | readonly string[]>>;

/**
 * One change of the database's shape: plain SQL, each way in one database transaction. Types are written as SQLite has
 * them: TEXT, INTEGER, BIGINT, DOUBLE PRECISION.
 */
export interface Migration {
  name: string;
  up: readonly Step[];
  down: readonly Step[];
}

/** The statements as one of the databases takes them. */
export function statementsOf(steps: readonly Step[], dialect: Dialect['name']): string[] {
  const own = steps.flatMap((step) => (typeof step === 'string' ? step : step[dialect]));
  return dialect === 'sqlite' ? own : own.map(asPostgres);
}

/**
 * PostgreSQL's own words for the same shape. Text sorts by its bytes, as on SQLite and in this program, whatever the
 * database's language is; a number has 64 bits.
 */
function asPostgres(statement: string): string {
  return statement
    .replace(/\bTEXT\b/g, 'TEXT COLLATE "C"')
    .replace(/\bINTEGER\b/g, 'BIGINT')
    .replace(/\) WITHOUT ROWID$/, ')');
}
