import type { Instant } from '../model/transaction.js';
import { accountOf, owedIn } from './account.js';
import { negated, sumOf, type Amount } from './amount.js';
import type { Claim, ClaimLine, LineKind } from './claim.js';

/** A claim with what both sides know its loan by. */
export interface ClaimOfLoan {
  id: string;
  claim: Claim;
  requestingAgencyRequestId: string;
  supplyingAgencyRequestId?: string | undefined;
  title?: string | undefined;
}

export interface StatementLine {
  at: Instant;
  claim: string;
  requestingAgencyRequestId: string;
  supplyingAgencyRequestId?: string | undefined;
  title?: string | undefined;
  /** Whose claim it is. */
  by: Claim['by'];
  cause: Claim['cause'];
  kind: LineKind;
  amount: Amount;
  vouchers?: Amount | undefined;
  /** What it does to what is owed to us. */
  effect: Amount;
  /** What is owed to us after it. */
  balance: Amount;
}

/** One currency of a statement. */
export interface StatementSheet {
  currency: string;
  /** What was owed to us when the period began, and when it ended; below zero, what we owed. */
  opening: Amount;
  closing: Amount;
  lines: StatementLine[];
}

/** From the first moment on, up to and without the second. */
export interface Period {
  from: Instant;
  to: Instant;
}

/** What was booked with a peer in a period, a sheet for each currency. Source: practice.md 4.7. */
export function statementOf(claims: readonly ClaimOfLoan[], period: Period): StatementSheet[] {
  const currencies = [...new Set(claims.map(({ claim }) => claim.currency))].sort();
  return currencies.flatMap((currency) => {
    const sheet = sheetOf(
      claims.filter(({ claim }) => claim.currency === currency),
      period,
    );
    return sheet.lines.length === 0 && /^-?0*(\.0*)?$/.test(sheet.opening) ? [] : [{ currency, ...sheet }];
  });
}

type Booking = Omit<StatementLine, 'balance'>;

function sheetOf(claims: readonly ClaimOfLoan[], { from, to }: Period): Omit<StatementSheet, 'currency'> {
  const bookings = claims.flatMap(bookingsOf).sort(inOrder);
  const opening = sumOf(bookings.filter(({ at }) => at < from).map(({ effect }) => effect));
  let balance = opening;
  const lines = bookings
    .filter(({ at }) => at >= from && at < to)
    .map((booking) => {
      balance = sumOf([balance, booking.effect]);
      return { ...booking, balance };
    });
  return { opening, closing: balance, lines };
}

function bookingsOf({ id, claim, ...about }: ClaimOfLoan): Booking[] {
  return Object.keys(claim.lines)
    .sort()
    .flatMap((name) => {
      const line = claim.lines[name];
      return line === undefined ? [] : [bookingOf(line, { id, claim, ...about })];
    });
}

function bookingOf(line: ClaimLine, { id, claim, ...about }: ClaimOfLoan): Booking {
  const { at, kind, amount, vouchers } = line;
  const owed = owedIn(accountOf([line]));
  const effect = claim.by === 'us' ? owed : negated(owed);
  return { ...about, at, claim: id, by: claim.by, cause: claim.cause, kind, amount, vouchers, effect };
}

function inOrder(one: Booking, other: Booking): number {
  return one.at.localeCompare(other.at) || one.claim.localeCompare(other.claim);
}
