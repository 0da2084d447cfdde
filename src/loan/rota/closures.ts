import type { Instant } from '../model/transaction.js';

const DAY_MS = 86_400_000;

/** Nobody plans further ahead; a library that is closed longer opens, for us, when this is over. */
const DAYS_AHEAD = 120;

/** A library that opens again within so many days is as good as open: it is a weekend, or a long one. */
const SOON_DAYS = 5;

/** Whether a closure is longer than a weekend. */
export function isLong(until: Instant | undefined, now: Date): boolean {
  return until !== undefined && Date.parse(until) - now.getTime() >= SOON_DAYS * DAY_MS;
}

/** When a library that is closed opens again, to the day; undefined while it is open. */
export function closedUntil(isClosed: (at: Date) => boolean, now: Date): Instant | undefined {
  if (!isClosed(now)) return undefined;
  for (let days = 1; days < DAYS_AHEAD; days += 1) {
    const then = new Date(now.getTime() + days * DAY_MS);
    if (!isClosed(then)) return then.toISOString();
  }
  return new Date(now.getTime() + DAYS_AHEAD * DAY_MS).toISOString();
}
