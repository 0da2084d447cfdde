import { accountOf, owedIn, pendingIn, type Account } from './account.js';
import { minus, sumOf, type Amount } from './amount.js';
import type { Claim, ClaimLine } from './claim.js';

/** How we stand with a peer in one currency. Never more than the sum of what entries have booked. */
export interface Balance {
  peer: string;
  currency: string;
  /** What we claim from it, and it from us, kind by kind. */
  ours: Account;
  theirs: Account;
  /** Claimed and neither agreed nor given up, on either side. */
  pending: Amount;
  pendingFromUs: Amount;
  /** What is agreed and not settled: above zero it owes us, below zero we owe it. */
  owed: Amount;
  /** IFLA vouchers that came to us, less those that went. */
  vouchers: Amount;
}

type Booked = Pick<Claim, 'peer' | 'currency' | 'by' | 'lines'>;

/** Balances of claims, by peer and currency. Amounts of two currencies are never added. */
export function balancesOf(claims: Iterable<Booked>): Balance[] {
  const sheets = new Map<string, Booked[]>();
  for (const claim of claims) {
    const sheet = JSON.stringify([claim.peer, claim.currency]);
    sheets.set(sheet, [...(sheets.get(sheet) ?? []), claim]);
  }
  return [...sheets.keys()].sort().map((sheet) => balanceOf(sheets.get(sheet) ?? []));
}

function balanceOf(claims: readonly Booked[]): Balance {
  const [{ peer, currency } = { peer: '', currency: '' }] = claims;
  const [ours, theirs] = (['us', 'peer'] as const).map((side) => linesOf(claims, side));
  const [a, b] = [accountOf(ours ?? []), accountOf(theirs ?? [])];
  return {
    peer,
    currency,
    ours: a,
    theirs: b,
    pending: pendingIn(a),
    pendingFromUs: pendingIn(b),
    owed: minus(owedIn(a), owedIn(b)),
    vouchers: minus(vouchersOf(ours ?? []), vouchersOf(theirs ?? [])),
  };
}

function linesOf(claims: readonly Booked[], side: Claim['by']): ClaimLine[] {
  return claims.filter(({ by }) => by === side).flatMap(({ lines }) => Object.values(lines));
}

function vouchersOf(lines: readonly ClaimLine[]): Amount {
  return sumOf(lines.flatMap(({ vouchers }) => vouchers ?? []));
}
