import {
  foldHappenings,
  plan,
  strike,
  type Happening,
  type LoanView,
  type PlannedEvent,
  type RuleContext,
} from '../../loan/index.js';
import type { Loaded, Loan, Moment, Query, UseCase } from '../../storage/index.js';
import { hinderedBy } from '../acts/act-on-loan.js';
import { decideHeldAct } from '../acts/held-acts.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf, type Story } from '../tell.js';

export interface Struck {
  loans: number;
  owed: readonly string[];
  /** True when as many loans were due as were asked for: there may be more. */
  full: boolean;
}

/** Strikes what is due by our clock, for a bounded number of loans at a time. Architecture 3.2. */
export function strikeClocks(asked: { now: Date; limit: number }, context: ExchangeContext): UseCase<Struck> {
  const query: Query = { name: 'clocks-due', now: asked.now.toISOString(), limit: asked.limit };
  return {
    name: 'strike-clocks',
    source: 'unbounded',
    needs: { find: [query] },
    decide(loaded, at) {
      const due = loaded.found(query);
      const stories = due.map((loan) => strikeLoan(loan, { loaded, at, context }));
      return {
        result: {
          loans: due.length,
          owed: stories.flatMap(({ owed }) => owed),
          full: due.length >= asked.limit,
        },
        entries: stories.flatMap(({ entries }) => entries),
        keep: {
          dataKeys: stories.flatMap(({ keep }) => keep.dataKeys ?? []),
          sealed: stories.flatMap(({ keep }) => keep.sealed ?? []),
          bodies: stories.flatMap(({ keep }) => keep.bodies ?? []),
        },
      };
    },
  };
}

function strikeLoan(loan: Loan, here: { loaded: Loaded; at: Moment; context: ExchangeContext }): Story {
  const { at, context, loaded } = here;
  const peers = context.directoryOf(loaded.directory);
  const story = storyOf(loan, { actor: { kind: 'clock', id: 'clocks' }, at, peers, context });
  const ctx = ruleContext({ at, peers, agency: loan.record.agency, loan });
  let view: LoanView = loan;
  for (const planned of plan(loan, ctx)) {
    if (planned.at > at.now.toISOString()) break;
    if (planned.rule === 'held-act') {
      decideHeldAct(planned.subject, { loan: { ...loan, ...view }, story, here });
      // What follows is decided against what the act has changed: at the next strike.
      return story;
    }
    const happenings = struckBy(planned, { view, ctx, here });
    for (const happening of happenings) story.tell(happening, { facts: { rule: planned.rule } });
    view = foldHappenings(view, happenings);
  }
  return story;
}

/** What the peer cannot be told yet, staff do by hand: nothing is asked of it by itself. */
function struckBy(
  planned: PlannedEvent,
  on: { view: LoanView; ctx: RuleContext; here: { loaded: Loaded; at: Moment; context: ExchangeContext } },
): Happening[] {
  const { view, ctx, here } = on;
  const happenings = strike(view, planned, ctx);
  return hinderedBy(happenings, here) === undefined ? happenings : strike(view, planned, byHand(ctx));
}

function byHand(ctx: RuleContext): RuleContext {
  const { policy } = ctx;
  const respond = { ...policy.respond, onExpiry: 'ask-staff' as const };
  const condition = { ...policy.condition, onExpiry: 'ask-staff' as const };
  return { ...ctx, policy: { ...policy, respond, condition } };
}
