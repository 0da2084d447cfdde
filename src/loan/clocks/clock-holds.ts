import type { LoanRecord } from '../model/loan-record.js';
import type { Instant } from '../model/transaction.js';
import { ladderRules } from './planned.js';

/** What a person holds when it is not one event: all rungs of the overdue ladder. */
export const LADDER = 'ladder';

/** Since when an event is held, by itself or with the ladder; undefined where it is not. */
export function heldSince({ clockHolds }: LoanRecord, id: string): Instant | undefined {
  if (clockHolds === undefined) return undefined;
  return clockHolds[id] ?? (isOfLadder(id) ? clockHolds[LADDER] : undefined);
}

/** Whether an event is a rung of the overdue ladder, by its id. */
export function isOfLadder(id: string): boolean {
  return ladderRules.has(id.slice(0, id.indexOf(':')));
}
