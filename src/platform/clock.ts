/** The only source of time. Everything that decides by time is given one of these. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that runs `speed` times as fast from the moment it is made, for a demonstration of clocks that strike after
 * weeks. `startAt` is what it shows first. Refused outside loopback by the configuration.
 */
export function fastClock(speed: number, startAt: Date = new Date()): Clock {
  const madeAt = Date.now();
  return { now: () => new Date(startAt.getTime() + (Date.now() - madeAt) * speed) };
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
