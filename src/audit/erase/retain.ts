import type { Sql, UseCase } from '../../storage/index.js';
import { eraseAll, type EraseHouse } from './erase-all.js';

/** How long things are kept. Source: practice.md 4.5. */
export interface Retention {
  /** Who asked, after the request has ended. 0 keeps nobody a day longer. */
  personsDays: number;
  /** Messages as they came, 395 days for thirteen months; after that only with holes. */
  originalsDays: number;
  /** What belonged to no request. */
  samplesDays: number;
}

export interface Retained {
  erased: number;
  heldBack: number;
  originals: number;
  samples: number;
  sessions: number;
}

const DAY = 86_400_000;
const PAGE = 500;

/**
 * Destroys what has had its time: persons of requests that ended, originals, samples, sessions. Whatever holds a request back shows
 * in the answer and is looked at again the next time.
 */
export async function retain(
  now: Date,
  { house, sql, retention, realNow }: { house: EraseHouse; sql: Sql; retention: Retention; realNow: Date },
): Promise<Retained> {
  const before = (days: number): Date => new Date(now.getTime() - days * DAY);
  const ended = await endedBefore(before(retention.personsDays), house);
  const { erased, heldBack } = await eraseAll(
    ended,
    {
      actor: { kind: 'clock', id: 'retain' },
      because: `persons are kept for ${retention.personsDays} days after a request has ended`,
    },
    house,
  );
  const samples = await destroySamples(before(retention.samplesDays), house, retention.samplesDays);
  // Also what an earlier erasure could not clean, because somebody read long beside it.
  await house.certificates.shred();
  const originals = await dropOriginals(before(retention.originalsDays), sql);
  return {
    erased,
    heldBack: heldBack.length,
    originals,
    samples,
    sessions: await dropSessions(realNow, sql),
  };
}

async function endedBefore(before: Date, { persons }: EraseHouse): Promise<string[]> {
  const loans: string[] = [];
  for (let after = ''; ;) {
    const page = await persons.endedWithKey({ before: before.toISOString(), after, limit: PAGE });
    loans.push(...page);
    const last = page.at(-1);
    if (last === undefined) return loans;
    after = last;
  }
}

/** Holders of samples have their day in their name: `rejected:<whose>:<day>:<id>`. */
async function destroySamples(before: Date, house: EraseHouse, days: number): Promise<number> {
  const day = before.toISOString().slice(0, 10);
  let destroyed = 0;
  for (let after = ''; ;) {
    const page = await house.persons.sampleHolders({ after, limit: PAGE });
    const old = page.filter((holder) => (/:(\d{4}-\d\d-\d\d):[^:]*$/.exec(holder)?.[1] ?? day) < day);
    if (old.length > 0) await house.committer.commit(destroyKeysOfSamples(old, days));
    destroyed += old.length;
    const last = page.at(-1);
    if (last === undefined) break;
    after = last;
  }
  if (destroyed > 0) house.certificates.oweShredding();
  return destroyed;
}

function destroyKeysOfSamples(holders: readonly string[], days: number): UseCase<void> {
  return {
    name: 'destroy-samples',
    source: 'unbounded',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        {
          kind: 'samples-destroyed',
          at: at.now.toISOString(),
          actor: { kind: 'clock', id: 'retain' },
          because: `what belongs to no request is kept for ${days} days`,
          facts: { samples: holders.length },
          changes: [],
        },
      ],
      keep: { destroyed: holders },
    }),
  };
}

/** An entry is told a little later than its message came. */
const UNCOVERED_MS = 3_600_000;

/**
 * Ids are time-ordered, so those before an instant are a range of the key. An open request keeps what it may have to send
 * again, and nothing goes of which no signed checkpoint tells yet: what it was could be disputed.
 */
async function dropOriginals(before: Date, sql: Sql): Promise<number> {
  const [row] = await sql.all<{ madeAt: string | null }>('SELECT MAX(made_at) AS "madeAt" FROM checkpoints');
  if (row?.madeAt == null) return 0;
  const until = Math.min(before.getTime(), Date.parse(row.madeAt) - UNCOVERED_MS);
  const time = until.toString(16).padStart(12, '0');
  return sql.run(
    `DELETE FROM sealed_values WHERE id < $1 AND purpose IN ('holes', 'canonical')
        AND holder NOT IN (SELECT id FROM loan_records WHERE phase = 'open')`,
    [`${time.slice(0, 8)}-${time.slice(8)}`],
  );
}

/** No session lasts longer than this. */
const SESSION_MS = DAY;

/** Sessions that have been over for a day; that there was one stays in the ledger. They live by real time. */
async function dropSessions(realNow: Date, sql: Sql): Promise<number> {
  const bind = [DAY, SESSION_MS + DAY].map((age) => new Date(realNow.getTime() - age).toISOString());
  const over = '(ended_at < $1 OR signed_in_at < $2)';
  await sql.run(`DELETE FROM session_uses WHERE session_id IN (SELECT id FROM sessions WHERE ${over})`, bind);
  return sql.run(`DELETE FROM sessions WHERE ${over}`, bind);
}
