import { allById } from '../by-id.js';
import type { LoanRecord } from '../model/loan-record.js';
import { without } from '../present.js';
import type { Instant } from '../model/transaction.js';
import type { CallParty, FollowUp } from './call.js';

/** The record after a call with a party: what was to be asked of the same one is asked by it. */
export function withFollowUp(
  record: LoanRecord,
  call: { id: string; party: CallParty; madeAt: Instant; at: Instant | undefined },
): LoanRecord {
  const others = Object.entries(record.followUps ?? {}).filter(([, { party }]) => party !== call.party);
  const { id, party, madeAt, at } = call;
  const next = at === undefined ? [] : [[id, { party, madeAt, at }] as const];
  const followUps: Record<string, FollowUp> = allById([...others, ...next]);
  return Object.keys(followUps).length === 0 ? without(record, 'followUps') : { ...record, followUps };
}

/** Fifteen hours before the day ends: nine in the morning by the library's own clock, on most days. */
export function morningOf(endOfDay: Instant): Instant {
  return new Date(Date.parse(endOfDay) - 15 * 3_600_000).toISOString();
}
