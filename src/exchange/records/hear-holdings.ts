import {
  closedUntil,
  holdingsHeard,
  type Candidate,
  type CatalogueAsked,
  type Holding,
  type RuleContext,
  type SourcingRules,
  type SupplierFacts,
  type SupplierHistory,
} from '../../loan/index.js';
import type { PeerDirectory } from '../../peers/index.js';
import type { Loan, LoanKey, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf } from '../tell.js';

/** What catalogues said about one request, asked outside any commit. */
export interface HoldingsCame {
  loan: string;
  /** The time that the request gave for asking: when it has moved on meanwhile, nobody waits for this any more. */
  askAt: string;
  catalogues: Readonly<Record<string, CatalogueAsked>>;
  holdings: readonly Holding[];
  /** By the agency's key; missing means never asked. */
  histories: ReadonlyMap<string, SupplierHistory>;
}

/** Keeps what the catalogues said with the request, puts the suppliers in order, and asks the first. */
export function hearHoldings(
  came: HoldingsCame,
  context: ExchangeContext,
): UseCase<{ owed: readonly string[] }> {
  const key: LoanKey = { by: 'id', id: came.loan };
  return {
    name: 'hear-holdings',
    source: 'unbounded',
    needs: { loans: [key] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      if (loan?.record.sourcing?.askAt !== came.askAt) return { result: { owed: [] } };
      const peers = context.directoryOf(loaded.directory);
      const ctx = ruleContext({ at, peers, agency: loan.record.agency, loan });
      const candidates = candidatesOf(loan, came, { peers, ctx });
      const story = storyOf(loan, { actor: { kind: 'clock', id: 'seek-suppliers' }, at, peers, context });
      for (const happening of holdingsHeard(loan, { ...came, candidates }, ctx)) story.tell(happening);
      return { result: { owed: story.owed }, entries: story.entries, keep: story.keep };
    },
  };
}

interface Known {
  peers: PeerDirectory;
  ctx: RuleContext;
}

/** Everybody whom a catalogue has named in this search, and the last resorts. */
function candidatesOf(loan: Loan, came: HoldingsCame, known: Known): Candidate[] {
  const all = [...Object.values(loan.record.sourcing?.holdings ?? {}), ...came.holdings];
  const byAgency = new Map<string, Holding[]>();
  for (const holding of all) {
    const key = known.peers.agencyByKey(holding.agency)?.key ?? holding.agency;
    byAgency.set(key, [...(byAgency.get(key) ?? []), holding]);
  }
  for (const key of lastResorts(known.ctx.sourcing)) if (!byAgency.has(key)) byAgency.set(key, []);
  return [...byAgency].flatMap(([agency, holdings]) => candidate({ agency, holdings, came }, known) ?? []);
}

/** Keys of the suppliers that are asked when nobody else is left. */
export function lastResorts(rules: SourcingRules | undefined): string[] {
  return [...(rules?.suppliers ?? [])].flatMap(([key, { lastResort }]) => (lastResort === true ? [key] : []));
}

function candidate(
  { agency, holdings, came }: { agency: string; holdings: readonly Holding[]; came: HoldingsCame },
  { peers, ctx }: Known,
): Candidate | undefined {
  const known = ctx.sourcing?.suppliers.get(agency);
  const named = [peers.agencyByKey(agency), holdings[0], known].find((one) => one !== undefined);
  if (named === undefined) return undefined;
  const until = closureOf(agency, ctx);
  return {
    agency,
    agencyId: named.agencyId,
    holdings,
    facts: factsOf(known),
    history: came.histories.get(agency) ?? { filled: 0, unfilled: 0, open: 0 },
    isReachable: ctx.reach(agency) !== undefined,
    isOurs: peers.ourByKey(agency) !== undefined,
    ...(until === undefined ? {} : { closedUntil: until }),
  };
}

function factsOf({ agencyId: _named, ...facts }: SupplierFacts & { agencyId?: unknown } = {}): SupplierFacts {
  return facts;
}

function closureOf(agency: string, { isClosed, at: { now } }: RuleContext): string | undefined {
  return isClosed === undefined ? undefined : closedUntil((at) => isClosed(agency, at), now);
}
