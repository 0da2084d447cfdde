/**
 * Raw SQL for tables that are not folded: Agenda's own. Writes take their turn behind the committer's.
 *
 * `all` also runs statements with RETURNING, `run` tells how many rows changed. Bind markers are `$1..$n` in both
 * dialects, may repeat and may stand in any order. Rows may carry 64-bit numbers as strings (PostgreSQL's driver does).
 */
export interface Sql {
  readonly dialect: 'sqlite' | 'postgres';
  all<T extends object>(sql: string, bind?: readonly unknown[]): Promise<T[]>;
  run(sql: string, bind?: readonly unknown[]): Promise<number>;
}

/** Whatever can be asked: a connection of its own, so that a long read is in nobody's way. */
export interface Asking {
  all<T extends object>(sql: string, bind?: readonly unknown[]): Promise<T[]>;
}

/** One connection that cannot write, for whoever reads long beside a gateway that goes on. */
export interface ReadOnly extends Asking {
  close(): Promise<void>;
}
