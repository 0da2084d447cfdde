import type { WebhookLine } from '../../storage/index.js';
import { endOfWaiting, nextAttempt, type Schedule } from '../schedule.js';
import type { WebhookOutcome } from './post-event.js';

/** What follows from one attempt: the next event, a wait, the event set aside, or the webhook stopped. */
export type AfterAttempt = { line: WebhookLine; then: 'go-on' | 'wait' | 'set-aside' | 'stop' };

/** The attempt that was made: of which entry, when, and a number from 0 to 1 that spreads the next one. */
export interface AttemptOf {
  seq: number;
  outcome: WebhookOutcome;
  now: Date;
  random: number;
}

/**
 * How it goes on. One event is out at a time, so the line is the breaker: while it fails nothing else is tried. An event
 * that is refused is tried once more than the schedule has steps, then set aside; a line that has failed for as long as
 * messages are kept trying stops.
 */
export function lineAfter(schedule: Schedule, before: WebhookLine, made: AttemptOf): AfterAttempt {
  const { seq, outcome, now } = made;
  if (outcome.class === 'taken') return { line: afterGood(before, seq, now), then: 'go-on' };
  const line = afterBad(before, made);
  if (outcome.class === 'gone') return { line, then: 'stop' };
  const owedAt = line.failingSince;
  const waiting = {
    owedAt,
    attempts: line.attempts,
    random: made.random,
    ...(outcome.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: outcome.retryAfterSeconds }),
  };
  const next = nextAttempt(schedule, waiting, now);
  if (next === undefined || now.getTime() >= endOfWaiting(schedule, Date.parse(owedAt)))
    return { line, then: 'stop' };
  if (outcome.class === 'refused' && line.attempts > schedule.scheduleMinutes.length)
    return { line: { ...line, cursor: seq, attempts: 0 }, then: 'set-aside' };
  return { line: { ...line, dueAt: next.toISOString() }, then: 'wait' };
}

function afterGood({ generation }: WebhookLine, seq: number, now: Date): WebhookLine {
  return { generation, cursor: seq, attempts: 0, failures: 0, lastGoodAt: now.toISOString() };
}

function afterBad(
  { dueAt: _was, ...before }: WebhookLine,
  { outcome, now }: AttemptOf,
): WebhookLine & { failingSince: string } {
  return {
    ...before,
    attempts: before.attempts + 1,
    failures: before.failures + 1,
    failingSince: before.failingSince ?? now.toISOString(),
    cause: outcome.cause,
  };
}
