import type { Slots } from '../exchange/deliveries/index.js';

/** What is on the wire, or is being claimed, in this process: by peer and in all. */
export class InFlight {
  readonly #limit: number;
  readonly #limitOf: (peer: string) => number;
  readonly #peers = new Map<string, number>();
  #total = 0;

  constructor(limits: { total: number; of: (peer: string) => number }) {
    this.#limit = limits.total;
    this.#limitOf = limits.of;
  }

  get total(): number {
    return this.#total;
  }

  take(peer: string): void {
    this.#peers.set(peer, this.count(peer) + 1);
    this.#total += 1;
  }

  give(peer: string): void {
    const left = this.count(peer) - 1;
    if (left > 0) this.#peers.set(peer, left);
    else this.#peers.delete(peer);
    this.#total -= 1;
  }

  count(peer: string): number {
    return this.#peers.get(peer) ?? 0;
  }

  /** Free slots as they are now, and stay for whoever asked: they only grow until the next `take`. */
  slots(): Slots {
    const counts = new Map(this.#peers);
    const inFlight = (peer: string): number => counts.get(peer) ?? 0;
    return {
      total: Math.max(0, this.#limit - this.#total),
      of: (peer) => Math.max(0, this.#limitOf(peer) - inFlight(peer)),
      inFlight,
    };
  }
}
