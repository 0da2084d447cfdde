import { actorOf, type Caller } from '../../access/index.js';
import { addRule, removeRule, type RuleContent } from '../../exchange/index.js';
import {
  acceptingRule,
  holdAgainst,
  termsInWords,
  type AcceptRule,
  type OfferAtHand,
} from '../../loan/index.js';
import type { PeerDirectory } from '../../peers/index.js';
import type { Committer, PastOffer, Readers } from '../../storage/index.js';

export interface RuleView extends AcceptRule {
  id: string;
}

/** What rules would have done about one offer that was made. */
export interface RuleTrial {
  loan: string;
  transaction: string;
  peer: string;
  at: string;
  /** `LibraryUseOnly, 12.00 EUR`. */
  terms: string;
  /** What became of it in fact. */
  was: string;
  accepts: boolean;
  /** The rule's name, where one accepts it. */
  rule?: string;
  because: string;
}

export interface RuleDryRun {
  looked: number;
  accepted: number;
  trials: readonly RuleTrial[];
}

/** Rules that accept offers by themselves: which hold, and what they would have done. */
export interface RuleDesk {
  list(): RuleView[];
  add(content: RuleContent, by: Caller): Promise<RuleView>;
  remove(id: string, by: Caller): Promise<'done' | 'unknown-rule'>;
  /** One rule that is not there yet, or those that hold, against the offers made since a time. */
  dryRun(asked: { rule?: RuleContent; since?: string }, by: Caller): Promise<RuleDryRun>;
}

export interface RuleDeskOptions {
  committer: Committer;
  readers: Pick<Readers, 'offers'>;
  directory: () => PeerDirectory;
  clock: { now(): Date };
}

const PAGE = 500;

export function buildRuleDesk(options: RuleDeskOptions): RuleDesk {
  const { committer, directory } = options;
  const views = (): RuleView[] => [...directory().acceptRules].map(([id, rule]) => ({ id, ...rule }));
  return {
    list: views,
    async add(content, by) {
      const { id } = await committer.commit(addRule(content, actorOf(by)));
      const made = directory().acceptRules.get(id);
      return { id, ...(made ?? { kind: 'accept-offer' as const, ...content, createdAt: nowIn(options) }) };
    },
    remove: (id, by) => committer.commit(removeRule(id, actorOf(by))),
    dryRun: (asked, by) => dryRun(asked, by, options),
  };
}

function nowIn({ clock }: RuleDeskOptions): string {
  return clock.now().toISOString();
}

async function dryRun(
  asked: { rule?: RuleContent; since?: string },
  by: Caller,
  options: RuleDeskOptions,
): Promise<RuleDryRun> {
  const { rule, since = '' } = asked;
  const rules: ReadonlyMap<string, AcceptRule> =
    rule === undefined
      ? options.directory().acceptRules
      : new Map([['new', { kind: 'accept-offer', ...rule, createdAt: nowIn(options) }]]);
  const trials: RuleTrial[] = [];
  for (let after = ''; ;) {
    const past = await options.readers.offers.past({ after, limit: PAGE });
    for (const one of past)
      if (one.offer.at >= since && by.agencies?.includes(one.record.agency) !== false)
        trials.push(trialOf(one, rules));
    const last = past.at(-1);
    if (last === undefined || past.length < PAGE) break;
    after = last.transaction;
  }
  return { looked: trials.length, accepted: trials.filter(({ accepts }) => accepts).length, trials };
}

/** Decided at the moment at which the offer came. */
function trialOf(
  { loan, transaction, peer, offer, record }: PastOffer,
  rules: ReadonlyMap<string, AcceptRule>,
): RuleTrial {
  const at: OfferAtHand = { offer, record, peer, now: offer.at };
  const told = {
    loan,
    transaction,
    peer,
    at: offer.at,
    terms: termsInWords(offer.terms),
    was: becameOf(offer),
  };
  const found = acceptingRule(rules, at);
  if (found !== undefined) return { ...told, accepts: true, rule: found.rule.name, because: found.because };
  const [first] = rules.values();
  const because = first === undefined ? 'No rule holds.' : holdAgainst(first, at).because;
  return { ...told, accepts: false, because };
}

function becameOf({ state, answeredBy }: PastOffer['offer']): string {
  return answeredBy === undefined ? state : `${state} (${answeredBy})`;
}
