import { LendwireError } from '../../platform/index.js';
import type { TreeHead } from '../../ledger/index.js';
import type { Query, TransactionKey } from '../use-case.js';
import type { RowOf, Writes } from './tables.js';

/** Where batches are made durable. The engine knows no database; a store knows no rule. */
export interface Store {
  /** Begins one batch; the next waits until this one has ended. */
  begin(): Promise<Turn>;
  /** Whether the entry at `seq` is the one with this text: tells whether a COMMIT whose answer was lost happened. */
  holds(seq: number, text: string): Promise<boolean>;
}

/** One batch inside the store: reads, one write, an end. */
export interface Turn {
  /**
   * The first that is read: what the keys and queries name, and the ledger's head. Where several processes write, the
   * loans that are named are this batch's own from here on.
   */
  look(asked: Asked): Promise<{ edge: Edge; resolved: Resolved }>;
  roots(): Promise<RowOf<'roots'>[]>;
  lines(): Promise<RowOf<'peer_lines'>[]>;
  loans(ids: readonly string[]): Promise<LoanRows>;
  /** How a row's state is read, where the store keeps what it read before: nobody changes a state in place. */
  parse?: Parse;
  /** Leaf hashes (hex) of the entries after `seq`, in order. */
  leavesAfter(seq: number): Promise<string[]>;
  tiles(level: number, from: number, to: number): Promise<RowOf<'tiles'>[]>;
  /**
   * Writes the rows, and what depends on the ledger's head as it stands then: nobody else's batch moves that any more
   * before this one has ended. It is asked for last, as every batch wants it.
   */
  write(writes: Writes, atTheEdge?: (edge: Edge) => Promise<Writes>): Promise<void>;
  /** Removes the data keys of these holders. */
  destroyKeys(holders: readonly string[]): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** The ledger's head and the versions of what a process holds in memory. */
export interface Edge {
  head: TreeHead;
  rootsVersion: number;
  linesVersion: number;
  /** By the store's own clock, where several processes go by it. */
  storeNow?: Date;
}

/** What a batch asks for, without repetitions. */
export interface Asked {
  /** Loans by their own ids: there is nothing to look up, and they are to be this batch's own. */
  loans: readonly string[];
  transactions: readonly TransactionKey[];
  libraryIds: readonly { agency: string; libraryId: string }[];
  deliveries: readonly string[];
  identities: readonly string[];
  answers: readonly string[];
  queries: readonly Query[];
}

export interface Resolved {
  /** Ids of loans that a key or an identity names. */
  loans: string[];
  /** Loan of each delivery that was asked for. */
  deliveries: ReadonlyMap<string, string>;
  received: RowOf<'received'>[];
  answers: RowOf<'answers'>[];
  /** For each query, in its order, the loans found. */
  found: string[][];
}

/** Loans read whole: one array a table. Deliveries are those that are open or claimed. */
export interface LoanRows {
  records: Pick<
    RowOf<'loan_records'>,
    'id' | 'version' | 'state' | 'next_clock_at' | 'attention' | 'queue' | 'deadline_at' | 'standing_due_at'
  >[];
  transactions: StateRow[];
  shipments: StateRow[];
  claims: StateRow[];
  notices: StateRow[];
  deliveries: (StateRow &
    Pick<RowOf<'deliveries'>, 'owed_seq' | 'head_due_at' | 'claim_process' | 'claim_until'>)[];
  dataKeys: RowOf<'data_keys'>[];
  sealed: Pick<RowOf<'sealed_values'>, 'id' | 'holder' | 'value'>[];
}

export type Parse = (row: { state: string }) => unknown;

export interface StateRow {
  id: string;
  version: number;
  loan_id: string;
  state: string;
}

/** Somebody else wrote the same rows: the work may succeed when it reads again. */
export class Conflict extends LendwireError {}

/** What was to be written breaks a rule of the database that no second try changes. */
export class RowRefused extends LendwireError {}

/** The store cannot write at all. */
export class CannotWrite extends LendwireError {}

/** COMMIT was asked for and no answer came back. */
export class CommitUnanswered extends LendwireError {}
