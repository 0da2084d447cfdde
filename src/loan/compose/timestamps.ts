import { formatInstant, instantOf } from '../../iso18626/index.js';
import type { Instant } from '../model/transaction.js';

/**
 * The time stamp of our next message of a transaction, in whole seconds: now, but later than the last one by a second at
 * least, whatever the clock does. Peers drop what is older and take two equal messages of one second for one.
 * Source: architecture §3.
 */
export function nextTimestamp(now: Date, last?: Instant): Instant {
  const before = last === undefined ? undefined : instantOf(last);
  return formatInstant(before === undefined ? now.getTime() : Math.max(now.getTime(), before + 1000));
}

/** The later of two time stamps as the floor for the next one. */
export function laterOf(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (instantOf(one) ?? 0) >= (instantOf(other) ?? 0) ? one : other;
}

const day = 86_400_000;

export function addDays(instant: Instant, days: number): Instant {
  return new Date(millisecondsOf(instant) + days * day).toISOString();
}

/** Unreadable times count as the beginning of time: nothing of ours writes one. */
export function millisecondsOf(instant: Instant): number {
  // As we write them ourselves they are read ten times as fast; each commit counts many of them.
  const written = isOurs(instant) ? Date.parse(instant) : Number.NaN;
  return Number.isNaN(written) ? (instantOf(instant) ?? 0) : written;
}

function isOurs(instant: Instant): boolean {
  const { length } = instant;
  return (length === 24 || length === 20) && instant[length - 1] === 'Z' && instant[10] === 'T';
}

/** A day on the wire means all of it: `2026-12-24` becomes its last second in UTC. Undefined when it is no date. */
export function endOfDay(date: string): Instant | undefined {
  const text = /^\d{4}-\d\d-\d\d$/.test(date.trim()) ? `${date.trim()}T23:59:59Z` : date;
  const instant = instantOf(text);
  return instant === undefined ? undefined : formatInstant(instant);
}
