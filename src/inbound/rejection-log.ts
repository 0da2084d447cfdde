import { hash } from 'node:crypto';
import { wholeAsHole, type Redaction } from '../iso18626/index.js';
import { refuseInTransaction, type ExchangeContext, type RefusedInTransaction } from '../exchange/index.js';
import type { Entry, JsonObject } from '../ledger/index.js';
import { reasonOf, type Logger } from '../platform/index.js';
import type { Committer, Kept, UseCase } from '../storage/index.js';
import {
  commitment,
  createDataKey,
  seal,
  wrapDataKey,
  type DataKey,
  type WrappingKeyRing,
} from '../vault/index.js';

/** Something that came and belongs to no transaction of ours. */
export interface Rejection {
  /** Who sent it: a peer that its credentials proved, else the network address. */
  source: { peer: string } | { address: string };
  /** A short, bounded name of what is wrong: an errorType with its element, `unauthorized`, … never content. */
  cause: string;
  statusCode: number;
  /** Missing where it was refused unread. */
  body?: Buffer;
  /** The holes of a body that could be parsed. */
  redaction?: Redaction;
  /** Which transaction its header names, where that may be believed. */
  within?: RefusedInTransaction;
}

const ENTRIES_PER_MINUTE = 60;
const SAMPLE_BYTES = { proven: 64 * 1024, stranger: 4 * 1024 };
/** Buckets a minute; beyond it strangers share one, so that addresses cannot fill memory. */
const MAX_BUCKETS = 1000;

interface Bucket {
  count: number;
  firstAt: Date;
  sample: Rejection;
}

export interface RejectionLog {
  /**
   * Enters a rejection: at once where it belongs to a transaction, or for a peer that is proven, each within its
   * allowance; else with others like it.
   */
  note(rejection: Rejection, now: Date): Promise<void>;
  /** Writes the entries of the minutes that are over, or of all of them. */
  flush(now: Date | 'all'): Promise<void>;
}

/**
 * Rejections as entries, without letting strangers fill the disk: one entry each for proven peers, and for what belongs to
 * a transaction, up to 60 a peer and minute; the rest are one entry a source, cause and minute, with a count and a first sample. Architecture §3, step 2.
 */
export function buildRejectionLog(options: {
  committer: Committer;
  context: ExchangeContext;
  log: Logger;
}): RejectionLog {
  const buckets = new Map<string, Bucket>();
  const allowance = new Map<string, number>();

  /** Whether this one, of that name and minute, is an entry of its own. */
  function isAllowed(name: string): boolean {
    const used = allowance.get(name) ?? 0;
    if (used >= ENTRIES_PER_MINUTE) return false;
    allowance.set(name, used + 1);
    return true;
  }

  /** Told under its loan. A stranger who guesses at transactions uses up an allowance apart from the peer's own. */
  async function isWithin({ within, source }: Rejection, minute: string): Promise<boolean> {
    if (within === undefined) return false;
    const how = 'peer' in source ? 'proven' : 'named';
    if (!isAllowed(`${minute} within ${how} ${within.peer}`)) return false;
    return options.committer.commit(refuseInTransaction(within, options.context));
  }

  async function write(rejection: Rejection, count: number, firstAt: Date): Promise<void> {
    await options.committer.commit(enterRejection(rejection, { count, firstAt, ring: options.context.ring }));
  }

  function coalesce(rejection: Rejection, minute: string, now: Date): void {
    const source = buckets.size < MAX_BUCKETS ? nameOf(rejection.source) : 'others';
    const key = `${minute} ${source} ${rejection.cause}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, { count: 1, firstAt: now, sample: bounded(rejection) });
    else bucket.count += 1;
  }

  return {
    async note(rejection, now) {
      const minute = minuteOf(now);
      if (await isWithin(rejection, minute)) return;
      if (!('peer' in rejection.source) || !isAllowed(`${minute} ${nameOf(rejection.source)}`)) {
        coalesce(rejection, minute, now);
        return;
      }
      await write(bounded(rejection), 1, now);
    },
    async flush(now) {
      const current = now === 'all' ? '' : minuteOf(now);
      for (const key of allowance.keys())
        if (now === 'all' || !key.startsWith(current)) allowance.delete(key);
      for (const [key, { count, firstAt, sample }] of [...buckets]) {
        if (now !== 'all' && key.startsWith(current)) continue;
        buckets.delete(key);
        try {
          await write(sample, count, firstAt);
        } catch (thrown) {
          buckets.set(key, { count, firstAt, sample });
          options.log.warn('rejections could not be entered yet', { cause: reasonOf(thrown) });
          return;
        }
      }
    },
  };
}

function minuteOf(now: Date): string {
  return now.toISOString().slice(0, 16);
}

function nameOf(source: Rejection['source']): string {
  return 'peer' in source ? `peer ${source.peer}` : source.address;
}

/** Keeps no more of a body than its source is worth; its whole length and hash are told in the entry. */
function bounded(rejection: Rejection): Rejection {
  const limit = 'peer' in rejection.source ? SAMPLE_BYTES.proven : SAMPLE_BYTES.stranger;
  if (rejection.body === undefined || rejection.body.length <= limit) return rejection;
  const { redaction: _cut, ...rest } = rejection;
  return rest;
}

function enterRejection(
  rejection: Rejection,
  how: { count: number; firstAt: Date; ring: WrappingKeyRing },
): UseCase<void> {
  return {
    name: 'enter-rejection',
    source: 'unbounded',
    needs: {},
    decide(_loaded, at) {
      const { source, body, cause, statusCode } = rejection;
      const id = at.newId();
      // One key for each sample: it belongs to no loan, and is destroyed with the day.
      const holder = `rejected:${nameOf(source)}:${at.now.toISOString().slice(0, 10)}:${id}`;
      const dataKey = createDataKey(holder, at.randomBytes);
      const { facts, keep } =
        body === undefined
          ? { facts: { direction: 'in' }, keep: {} }
          : sampleOf({ ...rejection, body }, { id, holder, dataKey, random: at.randomBytes });
      const entry: Entry = {
        kind: how.count === 1 ? 'message-rejected' : 'messages-rejected',
        at: at.now.toISOString(),
        actor: 'peer' in source ? { kind: 'peer', id: source.peer } : { kind: 'system', id: 'inbound' },
        because: how.count === 1 ? cause : `${cause}, ${how.count} times in the minute`,
        ...('peer' in source ? { peer: source.peer } : {}),
        facts: {
          ...facts,
          cause,
          statusCode,
          ...(body === undefined ? {} : { bytes: body.length }),
          ...(how.count === 1 ? {} : { count: how.count, firstAt: how.firstAt.toISOString() }),
          ...('peer' in source ? {} : { source: commitment(dataKey, 'address', source.address) }),
        },
        changes: [],
      };
      const dataKeys = [{ holder, wrapped: wrapDataKey(dataKey, how.ring.current, at.randomBytes) }];
      return { result: undefined, entries: [entry], keep: { ...keep, dataKeys } };
    },
  };
}

function sampleOf(
  { source, body, redaction }: Rejection & { body: Buffer },
  under: { id: string; holder: string; dataKey: DataKey; random: (size: number) => Buffer },
): { facts: JsonObject; keep: Kept } {
  const limit = 'peer' in source ? SAMPLE_BYTES.proven : SAMPLE_BYTES.stranger;
  const kept = redaction ?? wholeAsHole(body.subarray(0, limit));
  const holesId = `${under.id}-holes`;
  const values = kept.holes.map((hole) => (hole.privacy === 'secret' ? null : hole.value));
  return {
    facts: {
      direction: 'in',
      bodyId: under.id,
      body: hash('sha256', kept.template, 'hex'),
      whole: commitment(under.dataKey, 'body', body),
    },
    keep: {
      sealed: [
        {
          id: holesId,
          holder: under.holder,
          purpose: 'holes',
          value: seal(under.dataKey, JSON.stringify(values), { context: holesId, random: under.random }),
        },
      ],
      bodies: [
        { id: under.id, direction: 'in', template: kept.template, encoding: kept.encoding, holes: holesId },
      ],
    },
  };
}
