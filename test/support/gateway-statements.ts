import type { Database, Writer } from '../../src/storage/sql/connected.js';

export interface Statement {
  sql: string;
  /** What came back, or what was changed. */
  rows: number;
}

/** What a gateway asks of its database. */
export interface Statements {
  /** Those since the last call, in their order. */
  take(): Statement[];
  /** How SQLite goes about a statement, a line a step. */
  planOf(sql: string): Promise<string[]>;
}

/** Notes each statement of readers and committer from now on; moving the write-ahead log is nobody's and left out. */
export function watchStatements(database: Database): Statements {
  const noted: Statement[] = [];
  const note = (sql: string, rows: number): void => {
    if (!sql.startsWith('PRAGMA')) noted.push({ sql, rows });
  };
  const all = database.all.bind(database);
  const turn = database.turn.bind(database);
  database.all = async <T extends object>(sql: string, bind?: readonly unknown[]) => {
    const rows = await all<T>(sql, bind);
    note(sql, rows.length);
    return rows;
  };
  database.turn = (work) => turn((writer) => work(noting(writer, note)));
  return {
    take: () => noted.splice(0),
    async planOf(sql) {
      const asked = new Set(sql.match(/\$\d+/g) ?? []).size;
      const steps = await all<{ detail: string }>(
        `EXPLAIN QUERY PLAN ${sql}`,
        Array.from({ length: asked }, () => '[]'),
      );
      return steps.map(({ detail }) => detail);
    },
  };
}

function noting(writer: Writer, note: (sql: string, rows: number) => void): Writer {
  return {
    async all<T extends object>(sql: string, bind?: readonly unknown[]) {
      const rows = await writer.all<T>(sql, bind);
      note(sql, rows.length);
      return rows;
    },
    async run(sql, bind) {
      const changed = await writer.run(sql, bind);
      note(sql, changed);
      return changed;
    },
  };
}
