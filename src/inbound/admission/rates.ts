/** How many messages somebody may send a second in the long run, at once after a pause, and have open at one time. */
export interface Rate {
  perSecond: number;
  burst: number;
  concurrent: number;
}

export interface Rates {
  /** Takes one message into account; else seconds until the next may come. */
  charge(who: string, rate: Rate): number;
  /** Counts one that begins; false where too many are open. */
  begin(who: string, rate: Rate): boolean;
  end(who: string): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Names that are remembered. Whoever is forgotten begins with a full bucket. */
const MOST_NAMES = 10_000;

/** Token buckets and counts of open messages, by name. Held by each process for itself. */
export function buildRates(now: () => number): Rates {
  const buckets = new Map<string, Bucket>();
  const open = new Map<string, number>();
  return {
    charge(who, { perSecond, burst }) {
      const at = now();
      const bucket = buckets.get(who) ?? newBucket(buckets, who, { tokens: burst, at });
      const refilled = (Math.max(0, at - bucket.at) / 1000) * perSecond;
      bucket.tokens = Math.min(burst, bucket.tokens + refilled);
      bucket.at = at;
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
      bucket.tokens -= 1;
      return 0;
    },
    begin(who, { concurrent }) {
      const count = open.get(who) ?? 0;
      if (count >= concurrent) return false;
      open.set(who, count + 1);
      return true;
    },
    end(who) {
      const left = (open.get(who) ?? 1) - 1;
      if (left > 0) open.set(who, left);
      else open.delete(who);
    },
  };
}

function newBucket(buckets: Map<string, Bucket>, who: string, bucket: Bucket): Bucket {
  const oldest = buckets.keys().next().value;
  if (buckets.size >= MOST_NAMES && oldest !== undefined) buckets.delete(oldest);
  buckets.set(who, bucket);
  return bucket;
}
