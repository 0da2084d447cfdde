import type { Clock } from '../../platform/index.js';

/** Failures that cost nothing, and the longest wait, in seconds, after more of them. */
export interface Patience {
  free: number;
  longestSeconds: number;
}

export interface Throttle {
  /** Seconds that are still to be waited under this name; 0 where it may be tried now. */
  waitSeconds(name: string): number;
  failed(name: string): void;
  /** Its wait begins now: when the try was answered, not when it was made. */
  waitFromNow(name: string): void;
  /** Takes one failure back that was none. */
  takeBack(name: string): void;
  /** Forgets all of them. */
  forgive(name: string): void;
}

interface Failures {
  count: number;
  lastAt: number;
}

/** Names that are remembered; the oldest is forgotten first, so that guessing fills no memory. */
const MOST_NAMES = 10_000;
/** After so long without a failure a name starts anew. */
const FORGET_MS = 3_600_000;

/** Makes guessing slow: beyond the free failures each further one doubles the wait. Held by each process for itself. */
export function buildThrottle(clock: Clock, { free, longestSeconds }: Patience): Throttle {
  const known = new Map<string, Failures>();

  function recall(name: string): Failures | undefined {
    const failures = known.get(name);
    if (failures === undefined || clock.now().getTime() - failures.lastAt < FORGET_MS) return failures;
    known.delete(name);
    return undefined;
  }

  return {
    waitSeconds(name) {
      const failures = recall(name);
      if (failures === undefined || failures.count < free) return 0;
      const wait = Math.min(longestSeconds, 2 ** (failures.count - free)) * 1_000;
      return Math.max(0, Math.ceil((failures.lastAt + wait - clock.now().getTime()) / 1_000));
    },
    failed(name) {
      const count = (recall(name)?.count ?? 0) + 1;
      // Put last, so that whoever is tried most is not forgotten first.
      known.delete(name);
      known.set(name, { count, lastAt: clock.now().getTime() });
      const oldest = known.keys().next().value;
      if (known.size > MOST_NAMES && oldest !== undefined) known.delete(oldest);
    },
    waitFromNow(name) {
      const failures = known.get(name);
      if (failures !== undefined) failures.lastAt = clock.now().getTime();
    },
    takeBack(name) {
      const failures = known.get(name);
      if (failures !== undefined) failures.count -= 1;
    },
    forgive: (name) => void known.delete(name),
  };
}
