import type { Instant } from '../model/transaction.js';
import type { Amount } from './amount.js';

/** How far a claim has come. Source: practice.md 2.4 row 27, 5.3. */
export const ClaimState = {
  Drafted: 'drafted',
  Approved: 'approved',
  Sent: 'sent',
  Disputed: 'disputed',
  Agreed: 'agreed',
  /** By money, vouchers or a replacement copy, in full. */
  Settled: 'settled',
  Waived: 'waived',
  /** The item was found after it had been paid for. */
  RefundDue: 'refund-due',
  Refunded: 'refunded',
  Withdrawn: 'withdrawn',
} as const;
export type ClaimState = (typeof ClaimState)[keyof typeof ClaimState];

/** What the item or the damage costs, and what it costs to deal with it. */
export interface Charge {
  what: 'replacement' | 'repair' | 'processing-fee';
  amount: Amount;
  refundable: boolean;
}

/**
 * What a booking does to a balance. `claimed` is asked for; `conceded` was claimed and is given up without having been
 * agreed; `agreed` is owed; `paid`, `voucher`, `replacement` and `waived` end what is owed; `refunded` goes back.
 */
export const LineKind = {
  Claimed: 'claimed',
  Conceded: 'conceded',
  Agreed: 'agreed',
  Paid: 'paid',
  Voucher: 'voucher',
  Replacement: 'replacement',
  Waived: 'waived',
  Refunded: 'refunded',
} as const;
export type LineKind = (typeof LineKind)[keyof typeof LineKind];

/** One booking. It is never changed: what was booked in error is booked again with the other sign. */
export interface ClaimLine {
  kind: LineKind;
  /** In the claim's currency; below zero where it takes back. */
  amount: Amount;
  at: Instant;
  /** The step that booked it. */
  step: string;
  /** IFLA vouchers that went with it, in whole and half ones. */
  vouchers?: Amount;
}

export const ClaimStepKind = {
  Draft: 'draft',
  /** The other side's claim, as it told us. */
  Record: 'record',
  Approve: 'approve',
  Send: 'send',
  Dispute: 'dispute',
  Agree: 'agree',
  Pay: 'pay',
  AskWaiver: 'ask-waiver',
  Waive: 'waive',
  Withdraw: 'withdraw',
  Found: 'found',
  Refund: 'refund',
  Undo: 'undo',
} as const;
export type ClaimStepKind = (typeof ClaimStepKind)[keyof typeof ClaimStepKind];

export interface ClaimStep {
  kind: ClaimStepKind;
  /** Where the claim stood before. Missing for the first step. */
  from?: ClaimState;
  at: Instant;
  /** The id of whoever took it: a person's, or the clock's. */
  by: string;
  undoneAt?: Instant;
  /** Id of the sealed text that staff wrote to it, where the other side did not get it. */
  note?: string;
}

/** Money or a replacement that one side owes the other for an item that was lost or damaged. */
export interface Claim {
  loan: string;
  transaction: string;
  /** The peer whose library it is settled with. */
  peer: string;
  /** Who claims: the library whose item it is. */
  by: 'us' | 'peer';
  cause: 'lost' | 'damaged';
  state: ClaimState;
  currency: string;
  /** By a short name: `item`, `fee`. */
  charges: Record<string, Charge>;
  /** By line id. */
  lines: Record<string, ClaimLine>;
  /** By running number: '001', '002', … */
  steps: Record<string, ClaimStep>;
  openedAt: Instant;
  /** Until when its next step is awaited. */
  dueAt?: Instant;
  /** Until when the money goes back if the item is found. */
  refundUntil?: Instant;
}

/** States in which nothing more is expected to happen. */
const ended: ReadonlySet<ClaimState> = new Set(['settled', 'waived', 'refunded', 'withdrawn']);

export function isEnded({ state }: Pick<Claim, 'state'>): boolean {
  return ended.has(state);
}
