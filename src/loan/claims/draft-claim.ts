import { present } from '../present.js';
import type { Instant } from '../model/transaction.js';
import { isZero, minus, type Amount } from './amount.js';
import type { Charge, Claim } from './claim.js';
import { fallbackCost, type ClaimPolicy } from './claim-policy.js';

/** What a claim is about, and what it costs as far as anybody has said it. */
export interface ClaimWanted {
  loan: string;
  transaction: string;
  peer: string;
  cause: Claim['cause'];
  amount?: Amount | undefined;
  currency?: string | undefined;
  /** What the item is, for what one costs that nobody has priced. */
  publicationType?: string | undefined;
}

export interface Taken {
  at: Instant;
  by: string;
}

/**
 * A claim of ours, drafted: what the item or the damage costs, and the fee of the house where the claim is in the house's
 * currency. Undefined where the policy charges nothing and nobody names an amount, and for damage without an amount.
 */
export function draftedClaim(wanted: ClaimWanted, taken: Taken, policy: ClaimPolicy): Claim | undefined {
  const charges = wanted.cause === 'lost' ? lostCharges(wanted, policy) : damageCharges(wanted);
  return charges === undefined
    ? undefined
    : begun(wanted, taken, { kind: 'draft', by: 'us', state: 'drafted', charges, policy });
}

/** A claim of the other side, as it told us, with what of it is kept if the item is found: nothing of it is ours to approve. */
export function recordedClaim(
  wanted: ClaimWanted & { amount: Amount; fee?: Amount | undefined },
  taken: Taken & { dueAt?: Instant | undefined },
  policy: ClaimPolicy,
): Claim {
  const { cause, amount, fee } = wanted;
  const charges =
    fee === undefined
      ? { item: itemCharge(cause, amount) }
      : { item: itemCharge(cause, minus(amount, fee)), fee: feeOf(fee, false) };
  const claim = begun(wanted, taken, { kind: 'record', by: 'peer', state: 'sent', charges, policy });
  const line = { kind: 'claimed' as const, amount: wanted.amount, at: taken.at, step: '001' };
  return present({ ...claim, lines: { '001-claimed': line }, dueAt: taken.dueAt });
}

function lostCharges(
  { amount, currency, publicationType }: ClaimWanted,
  policy: ClaimPolicy,
): Record<string, Charge> | undefined {
  const { cost, processingFee, feeRefundable } = policy.lost;
  if (amount === undefined && cost === 'none') return undefined;
  const isOurs = currency === undefined || currency === policy.currency;
  if (amount === undefined && !isOurs) return undefined;
  const item = itemCharge('lost', amount ?? fallbackCost(policy, publicationType));
  const hasFee = isOurs && cost !== 'none' && !isZero(processingFee);
  return hasFee ? { item, fee: feeOf(processingFee, feeRefundable) } : { item };
}

function feeOf(amount: Amount, refundable: boolean): Charge {
  return { what: 'processing-fee', amount, refundable };
}

function damageCharges({ amount }: ClaimWanted): Record<string, Charge> | undefined {
  return amount === undefined ? undefined : { item: itemCharge('damaged', amount) };
}

function itemCharge(cause: Claim['cause'], amount: Amount): Charge {
  return { what: cause === 'lost' ? 'replacement' : 'repair', amount, refundable: true };
}

function begun(
  { loan, transaction, peer, cause, currency }: ClaimWanted,
  { at, by }: Taken,
  claim: { kind: 'draft' | 'record'; policy: ClaimPolicy } & Pick<Claim, 'by' | 'state' | 'charges'>,
): Claim {
  return {
    loan,
    transaction,
    peer,
    by: claim.by,
    cause,
    state: claim.state,
    currency: currency ?? claim.policy.currency,
    charges: claim.charges,
    lines: {},
    steps: { '001': { kind: claim.kind, at, by } },
    openedAt: at,
  };
}
