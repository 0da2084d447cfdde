import { isPositive, minus, negated, sumOf, type Amount } from './amount.js';
import { LineKind, type Claim, type ClaimLine } from './claim.js';

/** What the bookings of one currency come to, each sum by its kind. */
export type Account = Readonly<Record<LineKind, Amount>>;

const kinds = Object.values(LineKind);

/** The sum of lines, kind by kind: the only way that a balance is ever made. */
export function accountOf(lines: Iterable<Pick<ClaimLine, 'kind' | 'amount'>>): Account {
  const all = [...lines];
  const sum = (kind: LineKind): Amount =>
    sumOf(all.filter((line) => line.kind === kind).map(({ amount }) => amount));
  return Object.fromEntries(kinds.map((kind) => [kind, sum(kind)])) as Account;
}

export function accountOfClaim({ lines }: Pick<Claim, 'lines'>): Account {
  return accountOf(Object.values(lines));
}

/** Claimed, and neither agreed nor given up. */
export function pendingIn({ claimed, conceded, agreed }: Account): Amount {
  return minus(claimed, sumOf([conceded, agreed]));
}

/** What has been given for it, in whatever way. */
export function givenIn({ paid, voucher, replacement, refunded }: Account): Amount {
  return minus(sumOf([paid, voucher, replacement]), refunded);
}

/** Agreed and not settled; below zero, it is to be given back. */
export function owedIn(account: Account): Amount {
  return minus(account.agreed, sumOf([givenIn(account), account.waived]));
}

/** What is to go back to whoever paid. */
export function refundIn(account: Account): Amount {
  const back = negated(owedIn(account));
  return isPositive(back) ? back : '0';
}

/** What all charges of a claim come to. */
export function totalOf({ charges }: Pick<Claim, 'charges'>): Amount {
  return sumOf(Object.values(charges).map(({ amount }) => amount));
}

/** The part that is kept although the item is found. */
export function keptOf({ charges }: Pick<Claim, 'charges'>): Amount {
  const kept = Object.values(charges).filter(({ refundable }) => !refundable);
  return sumOf(kept.map(({ amount }) => amount));
}
