import type { Database } from '../../sql/connected.js';

/** Whom to ask how a request stands: its peer is asked, within what each peer is asked at most. */
export interface StandingAsk {
  id: string;
  peer: string;
}

export interface StandingsWanted {
  /** The first of so many a peer, of peers that can be asked now, and so many in all. */
  perPeer: number;
  limit: number;
  /** Peers that are not asked at the moment. */
  except: readonly string[];
}

export interface StandingReaders {
  /** Requests that have been quiet for as long as their policy says, the longest quiet first. */
  quiet(now: string, wanted: StandingsWanted): Promise<StandingAsk[]>;
  /** Requests that were not asked about since a moment. */
  notAskedSince(since: string, wanted: StandingsWanted): Promise<StandingAsk[]>;
  /** How many were asked about since a moment, by peer. */
  askedSince(since: string): Promise<ReadonlyMap<string, number>>;
  /** When an older copy of the database was put back last. */
  restoredAt(): Promise<string | undefined>;
}

/** What is owed or lies on the board shows how a request stands before any question does. */
const WAITING = `('owed', 'undecided', 'stopped', 'given-up')`;

export function standingReaders(database: Database): StandingReaders {
  const find = (
    where: string,
    at: string,
    { perPeer, limit, except }: StandingsWanted,
  ): Promise<StandingAsk[]> =>
    database.all<{ id: string; peer: string }>(
      `SELECT id, peer FROM (
         SELECT id, peer, standing_due_at, ROW_NUMBER() OVER (PARTITION BY peer ORDER BY standing_due_at, id) AS place
           FROM loan_records
          WHERE standing_due_at IS NOT NULL AND ${where} AND peer NOT IN ${database.dialect.listed('$2')}
            AND NOT EXISTS (SELECT 1 FROM deliveries WHERE loan_id = loan_records.id AND state_name IN ${WAITING})
       ) AS asked WHERE place <= $3 ORDER BY standing_due_at, id LIMIT $4`,
      [at, JSON.stringify(except), perPeer, limit],
    );
  return {
    quiet: (now, wanted) => find('standing_due_at <= $1', now, wanted),
    notAskedSince: (since, wanted) =>
      find('created_at < $1 AND (standing_asked_at IS NULL OR standing_asked_at < $1)', since, wanted),
    async askedSince(since) {
      const rows = await database.all<{ peer: string; asked: number | string }>(
        `SELECT peer, COUNT(*) AS asked FROM loan_records
          WHERE standing_asked_at IS NOT NULL AND standing_asked_at >= $1 AND peer IS NOT NULL GROUP BY peer`,
        [since],
      );
      return new Map(rows.map(({ peer, asked }) => [peer, Number(asked)]));
    },
    async restoredAt() {
      const [row] = await database.all<{ at: string }>(
        `SELECT at FROM entries WHERE kind = 'restored' ORDER BY seq DESC LIMIT 1`,
        [],
      );
      return row?.at;
    },
  };
}
