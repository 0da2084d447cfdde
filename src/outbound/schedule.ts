import type { OutboundSettings } from '../config/index.js';
import type { Waiting } from '../exchange/deliveries/index.js';

export type Schedule = Pick<
  OutboundSettings,
  'scheduleMinutes' | 'thenHourlyHours' | 'thenDailyDays' | 'jitter'
>;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Longer than this no peer puts us off, whatever its Retry-After says. */
const RETRY_AFTER_AT_MOST_SECONDS = 86_400;

/**
 * When a message is tried again: the steps in minutes, then hourly, then daily, until its time is over, which counts
 * from when it was owed. The last attempt falls on that end. A Retry-After is never undercut; a shorter one than the
 * step is followed only as long as there are steps. Undefined when the message's time is over.
 */
export function nextAttempt(schedule: Schedule, waiting: Waiting, now: Date): Date | undefined {
  const owedAt = Date.parse(waiting.owedAt);
  const endsAt = endOfWaiting(schedule, owedAt);
  if (now.getTime() >= endsAt) return undefined;
  const step = intervalMs(schedule, { step: waiting.attempts - 1, ageMs: now.getTime() - owedAt });
  const jittered = step * (1 + schedule.jitter * (2 * waiting.random - 1));
  const asked = (waiting.retryAfterSeconds ?? 0) * 1000;
  const isEarly = asked > 0 && waiting.attempts <= schedule.scheduleMinutes.length;
  const delay = isEarly ? asked : Math.max(jittered, asked);
  return new Date(Math.min(now.getTime() + delay, endsAt));
}

/** The time after which a message is given up. */
export function endOfWaiting(schedule: Schedule, owedAt: number): number {
  return owedAt + schedule.thenDailyDays * day;
}

/** The wait after a failure: by its number, from 0, and beyond the steps by how long it has been going on. */
export function intervalMs(schedule: Schedule, failed: { step: number; ageMs: number }): number {
  const minutes = schedule.scheduleMinutes[Math.max(0, failed.step)];
  if (minutes !== undefined) return minutes * minute;
  return failed.ageMs < schedule.thenHourlyHours * hour ? hour : day;
}

/** The steps in minutes, added up: what must have been tried before a peer counts as unreachable. */
export function firstStepsMs(schedule: Schedule): number {
  return schedule.scheduleMinutes.reduce((sum, minutes) => sum + minutes * minute, 0);
}

/** Seconds that a Retry-After asks for, from 1 second to a day; undefined where it says nothing readable. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : secondsUntil(text, now);
  if (seconds === undefined) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 1), RETRY_AFTER_AT_MOST_SECONDS);
}

function secondsUntil(httpDate: string, now: Date): number | undefined {
  // Date.parse takes many forms; an HTTP date begins with a day's name.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(httpDate)) return undefined;
  const at = Date.parse(httpDate);
  return Number.isNaN(at) ? undefined : (at - now.getTime()) / 1000;
}
