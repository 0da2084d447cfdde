import { reasonOf, type Clock, type Logger } from '../platform/index.js';
import type { Actor, Entry, JsonObject } from '../ledger/index.js';
import type { Committer, UseCase } from '../storage/index.js';
import { actorOf, type Caller } from './caller.js';
import type { Right } from './rights.js';

/** Somebody who is known asked for what they may not do. */
export interface Denial {
  caller: Caller;
  /** Key of the access table: never an address with an id in it. */
  route: string;
  right: Right;
}

/** One of many like it: what is equal in a minute is one entry with a count. */
export interface Tallied {
  kind: string;
  actor: Actor;
  because: string;
  facts: JsonObject;
}

export interface Tally {
  note(happened: Tallied): void;
  denied(denial: Denial): void;
  /** Writes the entries of the minutes that are over, or of all of them. */
  flush(when?: 'all'): Promise<void>;
}

/** Kinds of things a minute; beyond it those of one kind share an entry, so that nobody fills the memory. */
const MAX_BUCKETS = 1000;

interface Bucket {
  happened: Tallied;
  firstAt: string;
  count: number;
}

/**
 * What was denied and what failed, as entries that nobody can fill the disk with: one for each kind, actor, cause and
 * minute, with a count. What is not written yet is lost with the process. Architecture §3, step 2.
 */
export function buildTally(options: { committer: Committer; clock: Clock; log: Logger }): Tally {
  const { committer, clock, log } = options;
  const buckets = new Map<string, Bucket>();

  function note(happened: Tallied): void {
    const now = clock.now().toISOString();
    const { kind, actor, because, facts } = happened;
    const key = `${now.slice(0, 16)} ${JSON.stringify([kind, actor, because, facts])}`;
    const known = buckets.get(key);
    if (known !== undefined) known.count += 1;
    else if (buckets.size < MAX_BUCKETS) buckets.set(key, { happened, firstAt: now, count: 1 });
    else if (facts['others'] !== true) note(asOneOfMany(happened));
  }

  /** Why it could not be entered, if so. */
  async function entered(key: string, bucket: Bucket): Promise<string | undefined> {
    try {
      await committer.commit(enter(bucket));
      return undefined;
    } catch (thrown) {
      buckets.set(key, { ...bucket, count: bucket.count + (buckets.get(key)?.count ?? 0) });
      return reasonOf(thrown);
    }
  }

  return {
    note,
    denied: ({ caller, route, right }) =>
      note({
        kind: 'denied',
        actor: actorOf(caller),
        because: `the right ${right} is not held`,
        facts: { route, right, caller: caller.kind },
      }),
    async flush(when) {
      const minute = clock.now().toISOString().slice(0, 16);
      const over = [...buckets].filter(([key]) => when === 'all' || !key.startsWith(minute));
      for (const [key] of over) buckets.delete(key);
      // All at once, so that they share a write; what could not be entered is kept for the next time.
      const causes = await Promise.all(over.map(([key, bucket]) => entered(key, bucket)));
      const cause = causes.find((one) => one !== undefined);
      if (cause !== undefined) log.warn('what was denied could not be entered yet', { cause });
    },
  };
}

function asOneOfMany({ kind }: Tallied): Tallied {
  return { kind, actor: { kind: 'system', id: 'access' }, because: 'many at once', facts: { others: true } };
}

function enter({ happened, firstAt, count }: Bucket): UseCase<void> {
  return {
    name: 'enter-denial',
    source: 'unbounded',
    needs: {},
    decide(_loaded, at) {
      const entry: Entry = {
        ...happened,
        at: at.now.toISOString(),
        because: count === 1 ? happened.because : `${happened.because}, ${count} times in the minute`,
        facts: { ...happened.facts, count, firstAt },
        changes: [],
      };
      return { result: undefined, entries: [entry] };
    },
  };
}
