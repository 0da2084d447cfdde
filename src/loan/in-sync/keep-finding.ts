import { byId, withId } from '../by-id.js';
import type { Happening, LoanEvent, Reaction } from '../happening.js';
import type { Transaction } from '../model/transaction.js';
import { isDifference, syncSentence, type InSync } from './in-sync.js';

interface Keeping {
  inSync: InSync;
  /** Where it was found. */
  c: { transaction: string; state: Transaction };
}

/** What happened, with what it shows of both sides kept in the transaction: an entry tells it, and staff of a difference. */
export function kept(reaction: Reaction, keeping: Keeping): Reaction {
  const [first, ...rest] = reaction.happenings;
  if (first === undefined) return reaction;
  const { inSync, c } = keeping;
  const told = {
    ...first,
    ...eventOf(first, inSync),
    transactions: Object.assign(byId<Transaction>(c.transaction, c.state), first.transactions),
    facts: { ...first.facts, inSync: inSync.verdict ?? '' },
  };
  return { ...reaction, happenings: [told, ...rest].map((happening) => withFinding(happening, keeping)) };
}

function eventOf({ event }: Happening, { verdict, ...found }: InSync): { event?: LoanEvent } {
  if (event !== undefined || verdict === undefined || !isDifference({ verdict, ...found })) return {};
  return { event: { type: 'needs-attention', text: syncSentence(verdict) } };
}

function withFinding(happening: Happening, { inSync, c: { transaction } }: Keeping): Happening {
  const state = happening.transactions?.[transaction];
  if (state === undefined) return happening;
  return { ...happening, transactions: withId(happening.transactions, transaction, { ...state, inSync }) };
}
