import { askStanding } from '../../loan/index.js';
import type { Loan, Loaded, Moment, UseCase } from '../../storage/index.js';
import { hinderedBy } from '../acts/act-on-loan.js';
import { joined } from '../deliveries/delivery-story.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf, type Story } from '../tell.js';

export interface StandingsAsked {
  asked: number;
  owed: readonly string[];
}

/** Asks the suppliers of some requests how they stand. What has moved since it was found, or waits, is left alone. */
export function askStandings(
  wanted: { loans: readonly string[]; by: 'quiet' | 'restored' },
  context: ExchangeContext,
): UseCase<StandingsAsked> {
  const keys = wanted.loans.map((id) => ({ by: 'id', id }) as const);
  return {
    name: 'ask-standings',
    source: 'unbounded',
    needs: { loans: keys },
    decide(loaded, at) {
      const here = { loaded, at, context };
      const stories = keys.flatMap((key) => {
        const loan = loaded.loan(key);
        const story = loan === undefined ? undefined : storyOfAsking(loan, wanted.by, here);
        return story === undefined ? [] : [story];
      });
      const owed = stories.flatMap((story) => story.owed);
      return { result: { asked: stories.length, owed }, ...joined(stories) };
    },
  };
}

function storyOfAsking(
  loan: Loan,
  by: 'quiet' | 'restored',
  here: { loaded: Loaded; at: Moment; context: ExchangeContext },
): Story | undefined {
  const { loaded, at, context } = here;
  if (!mayAsk(loan, loaded)) return undefined;
  const peers = context.directoryOf(loaded.directory);
  const happenings = askStanding(loan, by, ruleContext({ at, peers, agency: loan.record.agency, loan }));
  if (happenings.length === 0 || hinderedBy(happenings, here) !== undefined) return undefined;
  const story = storyOf(loan, { actor: { kind: 'clock', id: 'probe' }, at, peers, context });
  for (const happening of happenings) story.tell(happening);
  return story;
}

/** Nothing is sealed for an erased loan, and a peer that is paused or does not answer is not asked more. */
function mayAsk({ isErased, record, transactions }: Loan, loaded: Loaded): boolean {
  const peer = transactions.get(record.current ?? '')?.peer;
  const line = peer === undefined ? undefined : loaded.line(peer);
  return !isErased && line?.pausedAt === undefined && line?.openUntil === undefined;
}
