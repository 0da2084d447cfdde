/** Failed proofs of who somebody is, by network address: guessing is stopped before it costs anything. */
export interface Failures {
  failed(address: string): void;
  /** Seconds for which nothing is heard from there; 0 where it may be tried. */
  waitSeconds(address: string): number;
}

/** Addresses that are remembered; the oldest is forgotten first. */
const MOST_ADDRESSES = 10_000;

/** After so many failures within the window an address has to wait until the window is over. Held by each process for itself. */
export function buildFailures(
  { failures: most, failureSeconds }: { failures: number; failureSeconds: number },
  now: () => number,
): Failures {
  const known = new Map<string, { count: number; since: number }>();
  const windowMs = failureSeconds * 1000;

  function recall(address: string): { count: number; since: number } | undefined {
    const found = known.get(address);
    if (found === undefined || now() - found.since < windowMs) return found;
    known.delete(address);
    return undefined;
  }

  return {
    failed(address) {
      const found = recall(address) ?? { count: 0, since: now() };
      found.count += 1;
      known.set(address, found);
      const oldest = known.keys().next().value;
      if (known.size > MOST_ADDRESSES && oldest !== undefined) known.delete(oldest);
    },
    waitSeconds(address) {
      if (known.size === 0) return 0;
      const found = recall(address);
      if (found === undefined || found.count < most) return 0;
      return Math.max(1, Math.ceil((found.since + windowMs - now()) / 1000));
    },
  };
}
