import type { OutboundSettings } from '../config/index.js';
import {
  claimHeads,
  endStaleClaims,
  handBack,
  type AttemptMade,
  type ClaimedDelivery,
  type RedeliveryRules,
} from '../exchange/deliveries/index.js';
import type { ExchangeContext } from '../exchange/index.js';
import type { OutgoingCredentials, PeerDirectory } from '../peers/index.js';
import { reasonOf, type Clock, type FetchOut, type Logger } from '../platform/index.js';
import type { Committer } from '../storage/index.js';
import { leaseOf, makeAttempt, readMessage } from './deliver.js';
import { InFlight } from './in-flight.js';
import type { OutboundReaders } from './outbound-readers.js';
import { redeliveryRules } from './redelivery-rules.js';
import { Settler } from './settler.js';

export interface PumpOptions {
  committer: Committer;
  context: ExchangeContext;
  readers: OutboundReaders;
  fetchOut: FetchOut;
  settings: OutboundSettings;
  clock: Clock;
  /** Milliseconds by which attempts are timed; real time where nothing else is given. */
  stopwatch?: () => number;
  log: Logger;
  /** Names this start of this process, and no other. */
  process: string;
  /** No other process sends from this store: whatever was claimed before this start is over. Else leases tell. */
  isAlone: boolean;
  /** The directory as it stands now. */
  directory(): PeerDirectory;
  /** By what we show a peer who we are. */
  outgoing(peer: string): Promise<OutgoingCredentials>;
  /** Waits between two tries to settle, in milliseconds of real time. */
  wait(milliseconds: number): Promise<void>;
  /** Told of each attempt that is over, for metrics. */
  observed?(attempt: AttemptMade): void;
}

export interface Redelivered {
  /** Peers with something due, and those of them that were tried. */
  peersDue: number;
  peersTried: number;
  claimed: number;
}

export interface Pump {
  /** Sends at once what has just become owed; a peer is named where its waiting messages may go again. */
  wake(deliveries: readonly string[], peers?: readonly string[]): void;
  /** Claims what the deliveries' table says is due, fairly per peer, and sends it. Rejects when the store cannot be read. */
  redeliver(now: Date): Promise<Redelivered>;
  /** Claims nothing more, hands back what was claimed and not sent, waits for what is on the wire. */
  stop(): Promise<void>;
  /** Resolves when nothing is on the wire, being claimed or being settled. */
  idle(): Promise<void>;
  /** Messages on the wire now. */
  inFlight(): number;
}

/** Woken deliveries in one commit: as many as it takes without growing long. */
const WOKEN_AT_ONCE = 128;
const STALE_AT_ONCE = 100;
/** Heads of a peer whose breaker is open: one is tried, those whose time is over are given up. */
const LOOKED_AT_WHEN_OPEN = 50;

/** Builds the pump of one process. One claim is made at a time, so that the limits hold; attempts run side by side. */
export function buildPump(options: PumpOptions): Pump {
  return new DeliveryPump(options);
}

class DeliveryPump implements Pump {
  readonly #options: PumpOptions;
  readonly #rules: RedeliveryRules;
  readonly #inFlight: InFlight;
  readonly #settler: Settler;
  readonly #woken = new Set<string>();
  /** Peers of which something is due, and whether their breaker was seen open. */
  readonly #due = new Map<string, boolean>();
  /** Peers with something due and no free slot. */
  readonly #waiting = new Set<string>();
  readonly #tasks = new Set<Promise<void>>();
  #claiming: Promise<void> | undefined;
  /** Who waits for the next claim to be made. */
  readonly #asking: (() => void)[] = [];
  #claimed = 0;
  #isStopping = false;
  #isRecovered = false;

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#rules = redeliveryRules(options.settings);
    const { inFlight, inFlightPerPeer } = options.settings;
    this.#inFlight = new InFlight({
      total: inFlight,
      of: (peer) => options.directory().peer(peer)?.inFlight ?? inFlightPerPeer,
    });
    this.#settler = new Settler(options, this.#rules);
  }

  wake(deliveries: readonly string[], peers: readonly string[] = []): void {
    if (this.#isStopping) return;
    for (const id of deliveries) this.#woken.add(id);
    for (const peer of peers) this.#due.set(peer, false);
    if (this.#hasWork()) this.#kick();
  }

  async redeliver(now: Date): Promise<Redelivered> {
    if (this.#isStopping) return { peersDue: 0, peersTried: 0, claimed: 0 };
    await this.#recover(now);
    const { readers } = this.#options;
    const [due, lines] = await Promise.all([readers.peersWithDueHeads(now.toISOString()), readers.lines()]);
    const slots = this.#inFlight.slots();
    const tried = due.filter(
      ({ peer }) => this.#rules.admits(lines.get(peer), now) !== 'none' && slots.of(peer) > 0,
    );
    const before = this.#claimed;
    for (const { peer } of tried) this.#due.set(peer, lines.get(peer)?.openUntil !== undefined);
    if (tried.length > 0) await this.#claimedOnce();
    return { peersDue: due.length, peersTried: tried.length, claimed: this.#claimed - before };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#settler.hurry();
    this.#woken.clear();
    this.#due.clear();
    await this.idle();
  }

  async idle(): Promise<void> {
    while (this.#claiming !== undefined || this.#tasks.size > 0)
      await Promise.all([this.#claiming, ...this.#tasks]);
  }

  inFlight(): number {
    return this.#inFlight.total;
  }

  /** What an ended process had on the wire: once where no other sends from this store, else again and again. */
  async #recover(now: Date): Promise<void> {
    if (this.#isRecovered) return;
    const { committer, context, process, isAlone, log } = this.#options;
    const asked = { process, isAlone, now, limit: STALE_AT_ONCE, rules: this.#rules };
    let ended = 0;
    for (let isFull = true; isFull;) {
      const stale = await committer.commit(endStaleClaims(asked, context));
      ended += stale.ended;
      isFull = stale.full && stale.ended > 0;
    }
    this.#isRecovered = isAlone;
    if (ended > 0) log.warn('messages were on the wire when a gateway stopped', { ended });
  }

  #kick(): void {
    this.#claiming ??= this.#claimAll();
  }

  /**
   * Resolves when what is due now has been claimed. What is woken meanwhile is claimed as well, and not waited for: while
   * peers answer there would be no end of it.
   */
  #claimedOnce(): Promise<void> {
    return new Promise((resolve) => {
      this.#asking.push(resolve);
      this.#kick();
    });
  }

  async #claimAll(): Promise<void> {
    // A turn of the event loop later, so that what is woken together is claimed together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#hasWork()) {
      const asking = this.#asking.splice(0);
      try {
        await this.#claimSome();
      } catch (thrown) {
        // Nothing was claimed: the next `redeliver` finds the same.
        this.#options.log.warn('messages could not be claimed', { cause: reasonOf(thrown) });
        this.#woken.clear();
        this.#due.clear();
      }
      for (const tell of asking) tell();
    }
    for (const tell of this.#asking.splice(0)) tell();
    // In the same turn as the last look: whoever wakes from now on begins anew.
    this.#claiming = undefined;
  }

  #hasWork(): boolean {
    return !this.#isStopping && (this.#woken.size > 0 || this.#due.size > 0);
  }

  async #claimSome(): Promise<void> {
    const { committer, context, clock, process, settings } = this.#options;
    const woken = taken(this.#woken, WOKEN_AT_ONCE);
    const slots = this.#inFlight.slots();
    const peers = [...this.#due].map(([peer, isOpen]) => ({
      peer,
      // One more than there is room for tells that more waits.
      limit: isOpen ? LOOKED_AT_WHEN_OPEN : Math.min(slots.of(peer), slots.total) + 1,
    }));
    this.#due.clear();
    const directory = this.#options.directory();
    const claimed = await committer.commit(
      claimHeads(
        {
          process,
          woken,
          peers,
          now: clock.now(),
          slots,
          leaseMs: (peer) => leaseOf(directory.peer(peer), settings),
          rules: this.#rules,
        },
        context,
      ),
    );
    for (const peer of claimed.again) this.#due.set(peer, true);
    for (const id of claimed.owed) this.#woken.add(id);
    this.#claimed += claimed.deliveries.length;
    this.#send(claimed.deliveries);
    for (const peer of claimed.more) this.#waiting.add(peer);
    // What became free while the claim was made found nobody waiting yet.
    for (const peer of this.#starved()) this.#due.set(peer, false);
  }

  #send(deliveries: readonly ClaimedDelivery[]): void {
    for (const claimed of deliveries) {
      this.#inFlight.take(claimed.delivery.peer);
      this.#track(this.#attempt(claimed));
    }
  }

  async #attempt(claimed: ClaimedDelivery): Promise<void> {
    const { peer } = claimed.delivery;
    const read = await readMessage(claimed.id, this.#options);
    if (read === 'not now' || this.#isStopping) return this.#giveBack(claimed);
    const made = await makeAttempt(claimed, read.kept, this.#options);
    this.#options.observed?.(made);
    const settled = await this.#settler.settle(made);
    this.#inFlight.give(peer);
    const mayGo = settled.lineCloses || this.#waiting.delete(peer);
    this.wake(settled.wake, [...(mayGo ? [peer] : []), ...this.#starved()]);
  }

  /** Peers that had slots of their own and found none left in all. */
  #starved(): string[] {
    const slots = this.#inFlight.slots();
    const free = [...this.#waiting].filter((peer) => slots.of(peer) > 0).slice(0, slots.total);
    for (const peer of free) this.#waiting.delete(peer);
    return free;
  }

  async #giveBack({ id, claim, delivery }: ClaimedDelivery): Promise<void> {
    await this.#settler.persist('hand-back-claims', () =>
      this.#options.committer.commit(handBack([{ id, claim }])),
    );
    this.#inFlight.give(delivery.peer);
  }

  #track(task: Promise<void>): void {
    const tracked = task
      .catch((thrown: unknown) => {
        this.#options.log.error('an attempt ended unexpectedly', { cause: reasonOf(thrown) });
      })
      .finally(() => this.#tasks.delete(tracked));
    this.#tasks.add(tracked);
  }
}

function taken(from: Set<string>, atMost: number): string[] {
  const some: string[] = [];
  for (const one of from) {
    if (some.length >= atMost) break;
    some.push(one);
  }
  for (const one of some) from.delete(one);
  return some;
}
