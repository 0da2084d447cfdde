import { byId } from '../by-id.js';
import { modeOf, nowOf, requesterCase } from '../case.js';
import { addSpan } from '../clocks/calendar.js';
import { OFF } from '../clocks/span.js';
import { ask } from '../compose/ask.js';
import { millisecondsOf } from '../compose/timestamps.js';
import type { RequesterCase, RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import { newest } from '../model/newest.js';
import type { RequesterState } from '../model/states.js';
import type { Instant, RequesterTransaction } from '../model/transaction.js';
import type { Terms } from '../policy.js';
import type { InSync } from './in-sync.js';

/** Where a supplier has our request and has not ended it. */
const askable: ReadonlySet<RequesterState> = new Set([
  'Sent',
  'RequestReceived',
  'ExpectToSupply',
  'WillSupply',
  'Loaned',
  'Received',
  'Overdue',
  'Recalled',
  'HoldReturn',
  'ShippedReturn',
]);

/** From when on the supplier is asked by itself how it stands, if nothing is heard till then; undefined where it is not. */
export function askStandingAt(view: LoanView, { policy, calendars }: Terms): Instant | undefined {
  const state = asking(view);
  const { askAfter } = policy.inSync;
  if (state === undefined || askAfter === OFF) return undefined;
  return addSpan(quietSince(state), askAfter, calendars.ours);
}

function asking(view: LoanView): RequesterTransaction | undefined {
  const state = newest(view);
  if (view.record.phase !== 'open' || state?.role !== 'requester' || state.closedAt !== undefined)
    return undefined;
  return askable.has(state.state) ? state : undefined;
}

/** When either side was heard of last in the transaction. */
export function quietSince({
  openedAt,
  askedAt,
  lastSentAt,
  lastChange,
  inSync,
}: RequesterTransaction): Instant {
  const times = [openedAt, askedAt, lastSentAt, lastChange, inSync?.askedAt, inSync?.foundAt];
  let last = -Infinity;
  for (const at of times) if (at !== undefined) last = Math.max(last, millisecondsOf(at));
  return new Date(last).toISOString();
}

/**
 * Asks the supplier how it stands, without anybody having wanted it: empty where nothing is to be asked, or something
 * waits to be sent that will show it anyway.
 */
export function askStanding(view: LoanView, by: 'quiet' | 'restored', ctx: RuleContext): Happening[] {
  const { current } = view.record;
  const dueAt = askStandingAt(view, ctx);
  if (current === undefined || dueAt === undefined) return [];
  if (by === 'quiet' && dueAt > nowOf(ctx)) return [];
  if ([...view.deliveries.values()].some(({ transaction }) => transaction === current)) return [];
  const c = requesterCase({ view, transaction: current }, ctx);
  const { state, owe } = ask(c, 'StatusRequest');
  return [
    happened(HappeningKind.MessageOwed, {
      because: whyAsked[by](c),
      transactions: byId(current, { ...state, inSync: askedNow(c, by) }),
      owe: { ...owe, probe: true },
      facts: { inSync: by },
    }),
  ];
}

const whyAsked: Record<'quiet' | 'restored', (c: RequesterCase) => string> = {
  quiet: ({ state }) =>
    `Nothing has been heard since ${quietSince(state).slice(0, 10)}: the supplier is asked how ${modeOf(state) === 'Copy' ? 'the copy' : 'the loan'} stands.`,
  restored: () => 'An older copy of our records was put back: the supplier is asked how the request stands.',
};

/** A question is out: what was found before stays until its answer. */
export function askedNow({ state, ctx }: RequesterCase, by: InSync['by']): InSync {
  return { ...state.inSync, by, askedAt: nowOf(ctx) };
}
