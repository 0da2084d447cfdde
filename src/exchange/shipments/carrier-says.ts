import {
  carrierTold,
  unscanned,
  type Happening,
  type LoanView,
  type RuleContext,
  type ToldByCarrier,
} from '../../loan/index.js';
import type { Loan, LoanKey, Query, UseCase } from '../../storage/index.js';
import { hinderedBy } from '../acts/act-on-loan.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf } from '../tell.js';
import { keptBy, LOANS_IN_A_PARCEL } from './act-on-parcel.js';

export interface CarrierHeard {
  /** Of how many loans a shipment has moved on. */
  loans: number;
  /** Of what was told, what no shipment of ours has. */
  unknown: readonly string[];
  owed: readonly string[];
}

const ACTOR = { kind: 'clock', id: 'track' } as const;

/** What a carrier told of some numbers, for every loan that travels under one of them. Told twice it changes nothing. */
export function carrierSays(told: readonly ToldByCarrier[], context: ExchangeContext): UseCase<CarrierHeard> {
  const numbers = [...new Set(told.map(({ event }) => event.trackingId))];
  const queries = numbers.map((trackingId): Query => ({
    name: 'tracking',
    trackingId,
    limit: LOANS_IN_A_PARCEL,
  }));
  return {
    name: 'carrier-says',
    source: 'unbounded',
    needs: { find: queries },
    decide(loaded, at) {
      const found = queries.map((query) => loaded.found(query));
      const loans = new Map(found.flat().map((loan) => [loan.id, loan]));
      const made = tellAll([...loans.values()], { loaded, at, context }, (loan, ctx) =>
        carrierTold(loan, told, ctx),
      );
      return {
        ...made,
        result: {
          loans: made.result.length,
          unknown: numbers.filter((_, index) => (found[index]?.length ?? 0) === 0),
          owed: made.owed,
        },
      };
    },
  };
}

/** Loans with a parcel that was delivered and lies unscanned: both sides are told, once. Answers what became owed. */
export function nudgeUnscanned(
  loans: readonly string[],
  context: ExchangeContext,
): UseCase<readonly string[]> {
  const keys = loans.map((id): LoanKey => ({ by: 'id', id }));
  return {
    name: 'nudge-unscanned',
    source: 'unbounded',
    needs: { loans: keys },
    decide(loaded, at) {
      const known = keys.flatMap((key) => loaded.loan(key) ?? []);
      const { owed, ...made } = tellAll(known, { loaded, at, context }, unscanned);
      return { ...made, result: owed };
    },
  };
}

type Here = Parameters<typeof hinderedBy>[1];

function tellAll(
  loans: readonly Loan[],
  here: Here,
  rule: (view: LoanView, ctx: RuleContext) => Happening[],
) {
  const peers = here.context.directoryOf(here.loaded.directory);
  const stories = loans.flatMap((loan) => {
    const ctx = ruleContext({ at: here.at, peers, agency: loan.record.agency, loan });
    const happenings = rule(loan, ctx);
    if (happenings.length === 0) return [];
    const story = storyOf(loan, { actor: ACTOR, at: here.at, peers, context: here.context });
    for (const happening of happenings) {
      const { owe: _untold, transactions: _unmoved, ...rest } = happening;
      story.tell(hinderedBy([happening], here) === undefined ? happening : rest);
    }
    return [story];
  });
  return {
    result: stories.map(({ loan }) => loan),
    owed: stories.flatMap(({ owed }) => owed),
    entries: stories.flatMap(({ entries }) => entries),
    keep: keptBy(stories),
  };
}
