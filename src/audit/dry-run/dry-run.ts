import type { Readers } from '../../storage/index.js';
import type { Instant, PlanRule } from '../../loan/index.js';
import type { TermsFor } from '../../peers/index.js';
import { replay, type Strike } from './replay.js';

/** What a rule would have done to one request otherwise. */
export interface LoanDifference {
  loan: string;
  rule: PlanRule;
  /** When it struck under the terms that hold, and when under the others. */
  now: Instant[];
  then: Instant[];
}

/** How often each rule strikes under the terms that hold, and under the others. */
export type DryRunTally = Partial<Record<PlanRule, { now: number; then: number }>>;

/** One part of a dry run; the whole is their sum. */
export interface DryRunPart {
  loans: number;
  tally: DryRunTally;
  differences: LoanDifference[];
  /** Where the next part begins; missing after the last. */
  next?: string;
}

export interface DryRunAsked {
  present: TermsFor;
  changed: TermsFor;
  from: Instant;
  /** May lie ahead: then it also tells what will happen if nobody does anything. */
  to: Instant;
  agencies?: readonly string[];
  limit: number;
  after?: string;
}

/** Where a dry run reads from. */
export type DryRunReaders = Pick<Readers['loans'], 'idsBetween' | 'entries'>;

/** A loan with more entries than this is replayed up to there. */
const ENTRIES_AT_MOST = 2_000;

/** What the clocks of a period would have done under other terms, for a bounded number of requests at a time. */
export async function dryRun(asked: DryRunAsked, readers: DryRunReaders): Promise<DryRunPart> {
  const { present, changed, from, to, agencies, limit, after = '' } = asked;
  const ids = await readers.idsBetween({
    ...{ from, to, limit, after },
    ...(agencies === undefined ? {} : { agencies }),
  });
  const tally: DryRunTally = {};
  const differences: LoanDifference[] = [];
  for (const loan of ids) {
    const entries = await readers.entries(loan, ENTRIES_AT_MOST);
    const within = (strikes: Strike[]): Strike[] => strikes.filter(({ at }) => from <= at && at <= to);
    const now = within(replay(entries, present, to));
    const then = within(replay(entries, changed, to));
    count(tally, now, then);
    differences.push(...differencesOf(loan, now, then));
  }
  const last = ids.length === limit ? ids.at(-1) : undefined;
  return { loans: ids.length, tally, differences, ...(last === undefined ? {} : { next: last }) };
}

function count(tally: DryRunTally, now: readonly Strike[], then: readonly Strike[]): void {
  for (const [side, strikes] of [['now', now] as const, ['then', then] as const])
    for (const { rule } of strikes) {
      const counted = tally[rule] ?? { now: 0, then: 0 };
      tally[rule] = { ...counted, [side]: counted[side] + 1 };
    }
}

function differencesOf(loan: string, now: readonly Strike[], then: readonly Strike[]): LoanDifference[] {
  const rules = new Set([...now, ...then].map(({ rule }) => rule));
  return [...rules].flatMap((rule) => {
    const [before, after] = [timesOf(rule, now), timesOf(rule, then)];
    return before.join() === after.join() ? [] : [{ loan, rule, now: before, then: after }];
  });
}

function timesOf(rule: PlanRule, strikes: readonly Strike[]): Instant[] {
  return strikes.filter((strike) => strike.rule === rule).map(({ at }) => at);
}
