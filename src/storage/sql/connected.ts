import type { Sequelize } from 'sequelize';
import { OperatorError } from '../../platform/index.js';
import type { Sql } from '../sql.js';
import type { Dialect } from './dialect.js';

/** A database that cannot be opened; the message says which file and why. */
export class DatabaseError extends OperatorError {}

/** Statements of a connection that writes. Valid inside its turn only. */
export interface Writer {
  all<T extends object>(sql: string, bind?: readonly unknown[]): Promise<T[]>;
  /** Answers how many rows changed. */
  run(sql: string, bind?: readonly unknown[]): Promise<number>;
}

/**
 * A database behind two Sequelize instances: one that writes, and one that reads and cannot write. On SQLite one
 * connection writes, in turns; on PostgreSQL each turn has a connection of its own. Bind markers are `$1..$n`.
 */
export interface Database {
  readonly dialect: Dialect;
  /** As messages name it: its file, or its address without a password. */
  readonly path: string;
  readonly reader: Sequelize;
  all<T extends object>(sql: string, bind?: readonly unknown[]): Promise<T[]>;
  turn<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
  /** All statements of the work in one database transaction. */
  inOneCommit<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
  /** Work that no other process on this database does meanwhile: what the first start makes, for example. */
  whileAlone<T>(work: () => Promise<T>): Promise<T>;
  /** For tables that are not folded: each write is a turn of its own. */
  readonly sql: Sql;
  /** Moves what the write-ahead log holds into the file, beside commits and never inside one. */
  checkpointLog(): Promise<void>;
  close(): Promise<void>;
}

/** Begins, works, commits; takes everything back where the work fails. */
export async function oneCommit<T>(
  writer: Writer,
  { begin, work }: { begin: string; work: (writer: Writer) => Promise<T> },
): Promise<T> {
  await writer.run(begin);
  try {
    const result = await work(writer);
    await writer.run('COMMIT');
    return result;
  } catch (thrown) {
    await writer.run('ROLLBACK').catch(() => undefined);
    throw thrown;
  }
}
