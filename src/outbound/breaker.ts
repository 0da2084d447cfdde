import type { PeerLine } from '../storage/index.js';
import { intervalMs, type Schedule } from './schedule.js';

/** How a peer's breaker behaves: after how many failures in a row it opens, and when it tries again. */
export interface BreakerSettings extends Schedule {
  breakerAfterFailures: number;
}

/** What an attempt told about a peer. */
export interface LineAttempt {
  peer: string;
  isGood: boolean;
  retryAfterSeconds?: number;
  random: number;
}

const GOOD_WORTH_WRITING_MS = 60_000;

/** Which heads may go: all; only the oldest, when an open breaker tries; none while it waits, or the peer is paused. */
export function admits(line: PeerLine | undefined, now: Date): 'all' | 'oldest' | 'none' {
  if (line?.pausedAt !== undefined) return 'none';
  if (line?.openUntil === undefined) return 'all';
  return line.openUntil > now.toISOString() ? 'none' : 'oldest';
}

/** The line after an attempt; undefined where nothing has changed that is worth a row. */
export function lineAfter(
  settings: BreakerSettings,
  before: PeerLine | undefined,
  attempt: LineAttempt & { now: Date },
): PeerLine | undefined {
  return attempt.isGood ? afterGood(before, attempt) : afterBad(settings, before, attempt);
}

function afterGood(
  before: PeerLine | undefined,
  { peer, now }: LineAttempt & { now: Date },
): PeerLine | undefined {
  const isCalm = before?.failures === 0 && before.openUntil === undefined;
  const goodAt = before?.lastGoodAt === undefined ? -Infinity : Date.parse(before.lastGoodAt);
  if (isCalm && Math.abs(now.getTime() - goodAt) < GOOD_WORTH_WRITING_MS) return undefined;
  return {
    peer,
    failures: 0,
    lastGoodAt: now.toISOString(),
    ...(before?.pausedAt === undefined ? {} : { pausedAt: before.pausedAt }),
  };
}

/** What was in flight when the breaker opened, and fails after it, tells nothing new. */
function afterBad(
  settings: BreakerSettings,
  before: PeerLine | undefined,
  { peer, now, random, retryAfterSeconds }: LineAttempt & { now: Date },
): PeerLine | undefined {
  const line = before ?? { peer, failures: 0 };
  if (line.openUntil !== undefined && line.openUntil > now.toISOString()) return undefined;
  const failures = line.failures + 1;
  if (failures < settings.breakerAfterFailures) return { ...line, failures };
  const openedAt = line.openedAt ?? now.toISOString();
  const step = intervalMs(settings, {
    step: failures - settings.breakerAfterFailures,
    ageMs: now.getTime() - Date.parse(openedAt),
  });
  const jittered = step * (1 + settings.jitter * (2 * random - 1));
  const asked = (retryAfterSeconds ?? 0) * 1000;
  const isEarly = asked > 0 && failures - settings.breakerAfterFailures < settings.scheduleMinutes.length;
  const wait = isEarly ? asked : Math.max(jittered, asked);
  return { ...line, failures, openedAt, openUntil: new Date(now.getTime() + wait).toISOString() };
}
