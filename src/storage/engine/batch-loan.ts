import type { JsonObject } from '../../ledger/index.js';
import {
  isOpen,
  type Claim,
  type Delivery,
  type LoanRecord,
  type Notice,
  type Shipment,
  type Transaction,
} from '../../loan/index.js';
import type { DataKey, Unwrap } from '../../vault/index.js';
import { loanParts, type Lease, type Loan, type LoanPart } from '../use-case.js';
import { headDueTimes, type Derived, type Folded } from './columns.js';

/** A delivery of the batch: its row and what stands beside the fold. */
export interface HeldDelivery extends Folded<Delivery> {
  owedSeq: number;
  claim: Lease | undefined;
  /** As the store has it; tells whether the row must be written when only the line before it has moved. */
  storedHeadDueAt: string | null;
}

/** A loan as a batch holds it, all rows under it. Never changed: a change makes a new one, so that a throw costs nothing. */
export interface HeldLoan {
  id: string;
  record: Folded<LoanRecord>;
  transactions: ReadonlyMap<string, Folded<Transaction>>;
  shipments: ReadonlyMap<string, Folded<Shipment>>;
  claims: ReadonlyMap<string, Folded<Claim>>;
  notices: ReadonlyMap<string, Folded<Notice>>;
  deliveries: ReadonlyMap<string, HeldDelivery>;
  wrappedKey: string | undefined;
  sealed: ReadonlyMap<string, string>;
  derived: Derived;
  /** What the store has derived columns at; nothing for a loan that the batch makes. */
  storedDerived: Derived | undefined;
}

export type { LoanPart };

export function isLoanPart(aggregate: string): aggregate is LoanPart {
  return (loanParts as readonly string[]).includes(aggregate);
}

/** Which map of the loan holds a part; the record is the loan itself. */
const mapOf = {
  transaction: 'transactions',
  shipment: 'shipments',
  claim: 'claims',
  notice: 'notices',
  delivery: 'deliveries',
} as const satisfies Record<Exclude<LoanPart, 'loan-record'>, keyof HeldLoan>;

/** The row of one aggregate under the loan. */
export function partOf(loan: HeldLoan | undefined, part: LoanPart, id: string): Folded<object> | undefined {
  if (loan === undefined) return undefined;
  if (part === 'loan-record') return loan.record.id === id ? loan.record : undefined;
  return loan[mapOf[part]].get(id);
}

/** The loan with one row replaced or added. */
export function withPart(
  loan: HeldLoan,
  { part, row, seq }: { part: LoanPart; row: Folded<JsonObject>; seq: number },
): HeldLoan {
  const state: unknown = row.state;
  if (part === 'loan-record') return { ...loan, record: { ...row, state: state as LoanRecord } };
  if (part !== 'delivery') return { ...loan, [mapOf[part]]: set<Folded<unknown>>(loan[mapOf[part]], row) };
  const before = loan.deliveries.get(row.id) ?? { owedSeq: seq, claim: undefined, storedHeadDueAt: null };
  return { ...loan, deliveries: set(loan.deliveries, { ...before, ...row, state: state as Delivery }) };
}

export function withClaim(loan: HeldLoan, delivery: string, claim: Lease | undefined): HeldLoan {
  const held = loan.deliveries.get(delivery);
  return held === undefined ? loan : { ...loan, deliveries: set(loan.deliveries, { ...held, claim }) };
}

/** A loan of which only the record is known yet. */
export function newLoan(record: Folded<JsonObject>): HeldLoan {
  return {
    id: record.id,
    record: { ...record, state: record.state as unknown as LoanRecord },
    transactions: new Map(),
    shipments: new Map(),
    claims: new Map(),
    notices: new Map(),
    deliveries: new Map(),
    wrappedKey: undefined,
    sealed: new Map(),
    derived: {},
    storedDerived: undefined,
  };
}

function set<Row extends { id: string }>(rows: ReadonlyMap<string, Row>, row: Row): ReadonlyMap<string, Row> {
  return new Map(rows).set(row.id, row);
}

/** When each delivery of the loan may be tried. */
export function headsOf(loan: HeldLoan): Map<string, string> {
  return headDueTimes(loan.deliveries.values());
}

const read = new WeakMap<HeldLoan, Loan>();

/** The loan as use cases read it; made once for each state of it. */
export function loanAsRead(held: HeldLoan, unwrap: Unwrap): Loan {
  const known = read.get(held);
  if (known !== undefined) return known;
  const loan = readLoan(held, unwrap);
  read.set(held, loan);
  return loan;
}

function readLoan(held: HeldLoan, unwrap: Unwrap): Loan {
  const { deliveries, owedOrder, leases } = readDeliveries(held.deliveries);
  let dataKey: DataKey | undefined;
  return {
    id: held.id,
    record: held.record.state,
    transactions: statesOf(held.transactions),
    shipments: statesOf(held.shipments),
    claims: statesOf(held.claims),
    notices: statesOf(held.notices),
    deliveries,
    versions: versionsOf(held),
    owedOrder,
    leases,
    isErased: held.wrappedKey === undefined,
    // No accessor: with one the loan is a dictionary to the engine, and each copy of it opens the key.
    dataKey() {
      if (held.wrappedKey !== undefined) dataKey ??= unwrap(held.wrappedKey, held.id);
      return dataKey;
    },
    sealed: held.sealed,
  };
}

/** Shared by all that have none: most loans have no rows of most kinds, and a map of its own costs each of them. */
const none: ReadonlyMap<string, never> = new Map<string, never>();

/** The states of rows by their ids. */
export function statesOf<State>(rows: ReadonlyMap<string, Folded<State>>): ReadonlyMap<string, State> {
  if (rows.size === 0) return none;
  const states = new Map<string, State>();
  for (const [id, { state }] of rows) states.set(id, state);
  return states;
}

/** The states of deliveries that are open, by their ids. */
export function openDeliveriesOf(rows: HeldLoan['deliveries']): ReadonlyMap<string, Delivery> {
  let open: Map<string, Delivery> | undefined;
  for (const [id, { state }] of rows)
    if (isOpen(state)) open = (open ?? new Map<string, Delivery>()).set(id, state);
  return open ?? none;
}

function readDeliveries(rows: HeldLoan['deliveries']): Pick<Loan, 'deliveries' | 'owedOrder' | 'leases'> {
  if (rows.size === 0) return { deliveries: none, owedOrder: none, leases: none };
  const owedOrder = new Map<string, number>();
  const leases = new Map<string, Lease>();
  for (const [id, { state, owedSeq, claim }] of rows) {
    if (isOpen(state)) owedOrder.set(id, owedSeq);
    if (claim !== undefined) leases.set(id, claim);
  }
  return { deliveries: openDeliveriesOf(rows), owedOrder, leases };
}

function versionsOf(held: HeldLoan): Map<string, number> {
  const versions = new Map([[held.record.id, held.record.version]]);
  const { transactions, shipments, claims, notices, deliveries } = held;
  for (const rows of [transactions, shipments, claims, notices, deliveries])
    for (const { id, version } of rows.values()) versions.set(id, version);
  return versions;
}
