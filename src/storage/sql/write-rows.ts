import type { TableName } from '../engine/tables.js';
import { bulkWrite, type BoundRow } from '../postgres/postgres-bulk.js';
import { bulkParameter, bulkStatement } from './bulk.js';
import type { Writer } from './connected.js';
import type { Dialect } from './dialect.js';

/** Writes rows of one table with one statement, under the table's own rule for a key that is taken. */
export async function writeRows(
  { writer, dialect }: { writer: Writer; dialect: Dialect },
  table: TableName,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  if (dialect.name === 'sqlite') await writer.run(bulkStatement(table), [bulkParameter(table, rows)]);
  else {
    const statement = bulkWrite({ [table]: rows as readonly BoundRow[] });
    if (statement !== undefined) await writer.run(statement.sql, statement.bind);
  }
}
