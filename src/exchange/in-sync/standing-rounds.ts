import type { Policy, Terms } from '../../loan/index.js';
import type { PeerDirectory } from '../../peers/index.js';
import type { Committer, PeerLine, Readers, StandingsWanted } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { askStandings } from './ask-standings.js';
import { nightAt } from './night.js';

export interface StandingRounds {
  committer: Committer;
  readers: Pick<Readers, 'standings'>;
  directory: () => PeerDirectory;
  /** The sending line of each peer. */
  lines: () => Promise<ReadonlyMap<string, PeerLine>>;
  context: ExchangeContext;
  wake: (deliveries: readonly string[]) => void;
}

const HOUR_MS = 3_600_000;
/** Requests that are asked about in one commit. */
const AT_ONCE = 100;

/**
 * Asks how requests stand, gently: by night those that have been quiet; after an older copy of the database was put back
 * all that are open, by day too. At most so many a peer and in all, a night or an hour; a peer that is paused, does not
 * answer, or does not want it is left out. Answers how many were asked about.
 */
export async function askQuietOnes(now: Date, rounds: StandingRounds): Promise<number> {
  const { readers, directory } = rounds;
  const terms = houseTerms(directory());
  if (terms === undefined) return 0;
  const hourAgo = new Date(now.getTime() - HOUR_MS).toISOString();
  const restoredAt = await readers.standings.restoredAt();
  const afterRestore =
    restoredAt === undefined
      ? 0
      : await ask('restored', { since: hourAgo, terms, rounds }, (wanted) =>
          readers.standings.notAskedSince(restoredAt, wanted),
        );
  const night = nightAt(now, terms);
  if (night === undefined) return afterRestore;
  const byNight = await ask('quiet', { since: night.from, terms, rounds }, (wanted) =>
    readers.standings.quiet(now.toISOString(), wanted),
  );
  return afterRestore + byNight;
}

/** What holds for no peer in particular. */
function houseTerms({ ourAgencies, terms }: PeerDirectory): Terms | undefined {
  const [first] = ourAgencies;
  return first === undefined ? undefined : terms(first.key, undefined);
}

interface Round {
  /** What was asked since then counts. */
  since: string;
  terms: Terms;
  rounds: StandingRounds;
}

async function ask(
  by: 'quiet' | 'restored',
  { since, terms, rounds }: Round,
  find: (wanted: StandingsWanted) => Promise<{ id: string; peer: string }[]>,
): Promise<number> {
  const { inSync } = terms.policy;
  const asked = await rounds.readers.standings.askedSince(since);
  const room = roomIn(inSync, asked, rounds.directory());
  const except = [...(await unreachable(rounds)), ...room.full];
  const wanted = { perPeer: room.most, limit: Math.min(room.inAll, 2_000), except };
  const found = wanted.limit <= 0 ? [] : within(room, await find(wanted));
  for (let from = 0; from < found.length; from += AT_ONCE) {
    const loans = found.slice(from, from + AT_ONCE);
    const { owed } = await rounds.committer.commit(askStandings({ loans, by }, rounds.context));
    rounds.wake(owed);
  }
  return found.length;
}

interface Room {
  inAll: number;
  /** The most that any peer may still be asked. */
  most: number;
  of(peer: string): number;
  full: readonly string[];
}

/** How many may still be asked about: each peer's own policy says it for itself. */
function roomIn(
  { perNight }: Policy['inSync'],
  asked: ReadonlyMap<string, number>,
  { peers, ourAgencies, terms }: PeerDirectory,
): Room {
  const of = (peer: string): number =>
    Math.max(0, terms(ourAgencies[0]?.key ?? '', peer).policy.inSync.perPeer - (asked.get(peer) ?? 0));
  const rooms = [...peers.keys()].map((peer) => [peer, of(peer)] as const);
  const all = [...asked.values()].reduce((sum, one) => sum + one, 0);
  return {
    inAll: perNight - all,
    most: Math.max(0, ...rooms.map(([, left]) => left)),
    of,
    full: rooms.flatMap(([peer, left]) => (left === 0 ? [peer] : [])),
  };
}

function within(room: Room, found: readonly { id: string; peer: string }[]): string[] {
  const taken = new Map<string, number>();
  return found.flatMap(({ id, peer }) => {
    const before = taken.get(peer) ?? 0;
    if (before >= room.of(peer)) return [];
    taken.set(peer, before + 1);
    return [id];
  });
}

async function unreachable({ lines }: StandingRounds): Promise<string[]> {
  return [...(await lines())].flatMap(([peer, { pausedAt, openUntil }]) =>
    pausedAt === undefined && openUntil === undefined ? [] : [peer],
  );
}
