import type { AgencyId } from '../../iso18626/index.js';
import type { Instant } from '../model/transaction.js';
import type { Holding } from './holding.js';

/** By what suppliers are put in order. Source: practice.md 2.1 row 3. */
export const RotaRule = {
  Holds: 'holds',
  Reciprocal: 'reciprocal',
  Cost: 'cost',
  Closeness: 'closeness',
  FillRate: 'fillRate',
  Speed: 'speed',
  Load: 'load',
} as const;
export type RotaRule = (typeof RotaRule)[keyof typeof RotaRule];
export const rotaRules: readonly RotaRule[] = Object.values(RotaRule);

/** Points that each rule gives at most; 0 leaves it out. */
export type RotaWeights = Readonly<Record<RotaRule, number>>;

/** An exact amount; two currencies are never compared. */
export interface Amount {
  value: string;
  currency: string;
}

/** What the house knows of a supplier and no catalogue tells. */
export interface SupplierFacts {
  reciprocal?: boolean | undefined;
  cost?: Amount | undefined;
  /** 1 is next door, 0 the other end of the world. */
  closeness?: number | undefined;
  /** Asked when nobody else is left, whether a catalogue names it or not. */
  lastResort?: boolean | undefined;
}

/** What came of our own former requests there. */
export interface SupplierHistory {
  filled: number;
  unfilled: number;
  /** From asking to sending, in hours. */
  medianHours?: number;
  /** Requests of ours that are open there. */
  open: number;
}

/** A library that could be asked, with all that speaks for and against it. */
export interface Candidate {
  agency: string;
  agencyId: AgencyId;
  holdings: readonly Holding[];
  facts: SupplierFacts;
  history: SupplierHistory;
  /** A peer speaks for it. */
  isReachable: boolean;
  isOurs: boolean;
  /** When it opens again; missing while it is open. */
  closedUntil?: Instant;
}

/** What is wanted, as far as the order depends on it. */
export interface RotaWish {
  now: Instant;
  serviceType: 'Loan' | 'Copy' | 'CopyOrLoan';
  maximumCost?: Amount;
  needBefore?: Instant;
}

/** The rules of the house for looking for suppliers. */
export interface SourcingRules {
  /** Names of the catalogues, in the order in which they are asked. */
  catalogues: readonly string[];
  retryMinutes: readonly number[];
  weights: RotaWeights;
  /** By the agency's key. */
  suppliers: ReadonlyMap<string, SupplierFacts & { agencyId: AgencyId }>;
}
