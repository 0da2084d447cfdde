import type { Actor, Entry } from '../../ledger/index.js';
import {
  notDelivered,
  type Delivery,
  type Happening,
  type LoanEvent,
  type RuleContext,
} from '../../loan/index.js';
import type { PeerDirectory } from '../../peers/index.js';
import type { Loaded, Loan, Moment, Outcome } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf, type Beside, type Story } from '../tell.js';

/** What whoever moves messages has to know of a commit: what became owed by it. */
export interface DeliveryNews {
  owed: readonly string[];
}

export interface Here {
  loaded: Loaded;
  at: Moment;
  context: ExchangeContext;
}

/** One delivery of a loan that a use case looks at. */
export interface Subject {
  id: string;
  delivery: Delivery;
  loan: Loan;
}

export function peersAt({ loaded, context }: Here): PeerDirectory {
  return context.directoryOf(loaded.directory);
}

export function storyAt(loan: Loan, actor: Actor, here: Here): Story {
  return storyOf(loan, { actor, at: here.at, peers: peersAt(here), context: here.context });
}

export function rulesAt(loan: Loan, here: Here): RuleContext {
  return ruleContext({
    at: here.at,
    peers: peersAt(here),
    agency: loan.record.agency,
    loan,
  });
}

/**
 * What happened to a delivery as one entry, with the first of what follows from it for the loan; the rest after it. The
 * entry is named for what happened: a message that did not get through is no answer of the peer.
 */
export function tellDelivery(
  story: Story,
  told: { kind: string; because: string; beside: Beside; happenings?: readonly Happening[] },
): void {
  const [first, ...rest] = told.happenings ?? [];
  if (first === undefined) story.note(told.kind, told.because, told.beside);
  else story.tell(first, { ...told.beside, kind: told.kind });
  for (const happening of rest) story.tell(happening);
}

/** What a message that will not arrive means for its loan. */
export function lossOf({ loan, delivery }: Subject, why: string, here: Here): Happening[] {
  return notDelivered(loan, { delivery, why }, rulesAt(loan, here));
}

/** Staff's event for an end that nobody wanted, on the entry that tells of it; unless a rule has raised one already. */
export function withAttention(entries: readonly Entry[], text: string): readonly Entry[] {
  if (entries.some(({ event }) => event?.type === 'needs-attention')) return entries;
  const event = { type: 'needs-attention', text } satisfies LoanEvent;
  const at = entries.findIndex((entry) => entry.delivery !== undefined && entry.event === undefined);
  return entries.map((entry, index) => (index === at ? { ...entry, event } : entry));
}

/** Several stories of one commit as what its use case returns. */
export function joined(
  stories: readonly Pick<Story, 'entries' | 'keep'>[],
): Required<Pick<Outcome<unknown>, 'entries' | 'keep'>> {
  return {
    entries: stories.flatMap(({ entries }) => entries),
    keep: {
      dataKeys: stories.flatMap(({ keep }) => keep.dataKeys ?? []),
      sealed: stories.flatMap(({ keep }) => keep.sealed ?? []),
      bodies: stories.flatMap(({ keep }) => keep.bodies ?? []),
    },
  };
}
