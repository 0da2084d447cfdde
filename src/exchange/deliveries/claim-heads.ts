import type { Delivery } from '../../loan/index.js';
import type { Lease, Loaded, Loan, LoanKey, Moment, Query, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { giveUp } from './give-up.js';
import { sendable, type Head } from './heads.js';
import type { RedeliveryRules } from './redelivery-rules.js';
import { joined, type DeliveryNews } from './delivery-story.js';

/** How many more messages each peer, and all together, may have on the wire. */
export interface Slots {
  total: number;
  of(peer: string): number;
  /** Those that are on the wire already. */
  inFlight(peer: string): number;
}

export interface ClaimAsked {
  /** This start of this process. */
  process: string;
  /** Deliveries that have just become owed, or whose turn has come. */
  woken: readonly string[];
  /** Peers of which something is due, and how many of their heads are looked at. */
  peers: readonly { peer: string; limit: number }[];
  now: Date;
  slots: Slots;
  leaseMs(peer: string): number;
  rules: RedeliveryRules;
}

export interface ClaimedDelivery extends Head {
  claim: Lease;
}

export interface Claimed extends DeliveryNews {
  deliveries: ClaimedDelivery[];
  /** Peers with more that is due than there was room for. */
  more: string[];
  /** Peers of which as much was given up as one commit takes: there may be more to give up. */
  again: string[];
}

/**
 * Claims what goes on the wire at once, and no more: what was claimed and not sent is ambiguous after a crash. One in
 * flight per transaction and peer; peers take turns. Where a peer has been unreachable for as long as a message may
 * wait, its messages are given up without an attempt of their own. Architecture §3, step 8.
 */
export function claimHeads(asked: ClaimAsked, context: ExchangeContext): UseCase<Claimed> {
  const wokenKeys = asked.woken.map((id): LoanKey => ({ by: 'delivery', id }));
  const queries = asked.peers.map(({ peer, limit }): Query & { name: 'due-heads' } => ({
    name: 'due-heads',
    peer,
    now: asked.now.toISOString(),
    limit,
  }));
  return {
    name: 'claim-heads',
    source: 'unbounded',
    needs: { loans: wokenKeys, find: queries },
    decide(loaded, at) {
      const waiting = new Map<string, Waiting>();
      for (const query of queries) gather(loaded.found(query), { waiting, at, only: query.peer });
      const woken = wokenKeys.flatMap((key) => loaded.loan(key) ?? []);
      gather(woken, { waiting, at });
      return choose(waiting, { asked, loaded, at, context });
    },
  };
}

interface Candidate extends Head {
  loan: Loan;
}
type Waiting = Map<string, Candidate>;

function gather(
  loans: readonly Loan[],
  into: { waiting: Map<string, Waiting>; at: Moment; only?: string },
): void {
  for (const loan of new Set(loans))
    for (const head of sendable(loan, into.at.now)) {
      const { peer } = head.delivery;
      if (into.only !== undefined && peer !== into.only) continue;
      const queue = into.waiting.get(peer) ?? new Map<string, Candidate>();
      queue.set(head.id, { ...head, loan });
      into.waiting.set(peer, queue);
    }
}

interface Here {
  asked: ClaimAsked;
  loaded: Loaded;
  at: Moment;
  context: ExchangeContext;
}

function choose(waiting: Map<string, Waiting>, here: Here): ReturnType<UseCase<Claimed>['decide']> {
  const { asked, loaded, at } = here;
  const chosen: Candidate[][] = [];
  const hopeless: Candidate[] = [];
  const result: Claimed = { deliveries: [], more: [], again: [], owed: [] };
  for (const [peer, queue] of waiting) {
    const line = loaded.line(peer);
    const admitted = asked.rules.admits(line, at.now);
    const lost = [...queue.values()].filter(
      ({ delivery }) => admitted === 'oldest' && asked.rules.isHopeless(delivery, line, at.now),
    );
    hopeless.push(...lost);
    if (lost.length > 0) result.again.push(peer);
    const room = roomFor(peer, admitted, asked.slots);
    const living = [...queue.values()].filter((one) => !lost.includes(one));
    if (admitted === 'all' && living.length > room) result.more.push(peer);
    chosen.push(oldestFirst(living).slice(0, room));
  }
  const going = inTurns(chosen);
  result.deliveries = going.slice(0, asked.slots.total).map((one) => claimed(one, here));
  for (const left of going.slice(asked.slots.total)) result.more.push(left.delivery.peer);
  const stories = onePerLoan(hopeless).map((one) => giveUp(one, here));
  return {
    ...joined(stories),
    result: { ...result, owed: stories.flatMap(({ owed }) => owed) },
    unfolded: { claims: result.deliveries.map(({ id, claim }) => ({ delivery: id, claim })) },
  };
}

function roomFor(peer: string, admitted: 'all' | 'oldest' | 'none', slots: Slots): number {
  if (admitted === 'none') return 0;
  if (admitted === 'all') return slots.of(peer);
  return slots.inFlight(peer) > 0 ? 0 : Math.min(1, slots.of(peer));
}

/** Two stories of one loan in one commit would each begin at the versions that were loaded. */
function onePerLoan(heads: readonly Candidate[]): Candidate[] {
  return [...new Map(heads.map((head) => [head.loan.id, head])).values()];
}

/** By due time: while a breaker is open its heads keep theirs, so that the same one is tried again and again. */
function oldestFirst(heads: Candidate[]): Candidate[] {
  const when = ({ delivery }: Candidate): string => `${delivery.dueAt} ${delivery.owedAt}`;
  return heads.sort((one, other) => (when(one) < when(other) ? -1 : when(one) > when(other) ? 1 : 0));
}

/** One of each peer, then the next of each. */
function inTurns(queues: Candidate[][]): Candidate[] {
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
}

/** Leases go by the clock that all who may claim share. */
export function leaseClock({ now, storeNow = now }: Moment): Date {
  return storeNow;
}

function claimed({ id, delivery }: Candidate, { asked, at }: Here): ClaimedDelivery {
  const until = new Date(leaseClock(at).getTime() + asked.leaseMs(delivery.peer)).toISOString();
  return { id, delivery: delivery satisfies Delivery, claim: { process: asked.process, until } };
}
