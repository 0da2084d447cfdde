/** The only source of time. Everything that decides by time is given one of these. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that runs `speed` times as fast, for a demonstration of clocks that strike after weeks. It shows `startAt` at
 * the real moment `since`, which is now where it is not given: who starts anew with the same two goes on where it would
 * be. Refused outside loopback by the configuration.
 */
export function fastClock(speed: number, from: { startAt?: string; since?: string } = {}): Clock {
  const since = momentOf(from.since);
  const startAt = from.startAt === undefined ? since : momentOf(from.startAt);
  return { now: () => new Date(startAt + (Date.now() - since) * speed) };
}

function momentOf(text: string | undefined): number {
  return text === undefined ? Date.now() : Date.parse(text);
}

/** A clock that stands still until it is moved: for tests and the simulation. */
export class VirtualClock implements Clock {
  #at: number;

  constructor(startAt: Date | string = '2026-03-02T08:00:00.000Z') {
    this.#at = new Date(startAt).getTime();
  }

  now(): Date {
    return new Date(this.#at);
  }

  /** Moves by so many milliseconds; a negative number is a clock that jumps back. */
  move(milliseconds: number): void {
    this.#at += milliseconds;
  }
}
