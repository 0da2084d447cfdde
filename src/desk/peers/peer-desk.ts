import {
  notePeerTest,
  owePeerTest,
  pausePeer,
  resumePeer,
  verdictOf,
  type PeerTest,
} from '../../exchange/deliveries/index.js';
import type { PeerTried } from '../../outbound/index.js';
import {
  findNewKeys,
  importPeers,
  readPeersFile,
  type CredentialKind,
  type Direction,
  type Expiring,
  type Peer,
} from '../../peers/index.js';
import { credentialViews } from './credential-desk.js';
import type { PeerDesk, PeerTestAnswer, PeerTestResult, PeerView } from '../gateway.js';
import { actorOf, type Caller } from '../../access/index.js';
import type { DeskOptions } from '../loans/loan-record-desk.js';
import { buildHabitsDesk } from './habits.js';

export interface PeerDeskOptions extends DeskOptions {
  /** Sends a test message once. Never throws. */
  tryPeer(test: PeerTest): Promise<PeerTried>;
  /** Credentials of peers that run out soon, the earliest first. */
  ending(): readonly Pick<Expiring, 'peer' | 'at'>[];
}

/** Peers over the API. */
export function buildPeerDesk(options: PeerDeskOptions): PeerDesk {
  const { committer, readers, context } = options;
  const beingTested = new Set<string>();
  return {
    ...buildHabitsDesk(options),
    list: () => peerViews(options),
    async import(file, by) {
      const entries = readPeersFile(file, { allowPlainHttp: options.allowPlainHttp });
      const { ourAgencies } = options.directory();
      const newKeys = await findNewKeys(entries, (holder) => readers.peers.credential(holder));
      return committer.commit(
        importPeers(entries, { actor: actorOf(by), ring: context.ring, ours: ourAgencies, newKeys }),
      );
    },
    pause: (peer, by) => committer.commit(pausePeer({ peer, actor: actorOf(by), why: '' })),
    async resume(peer, by) {
      const answer = await committer.commit(resumePeer({ peer, actor: actorOf(by), why: '' }));
      options.wake([], [peer]);
      return answer;
    },
    async test(peer, by) {
      if (beingTested.has(peer)) return { kind: 'running' };
      beingTested.add(peer);
      try {
        return await testPeer(peer, by, options);
      } finally {
        beingTested.delete(peer);
      }
    },
  };

  async function peerViews({ directory }: DeskOptions): Promise<PeerView[]> {
    const [lines, undelivered] = await Promise.all([readers.peers.lines(), readers.deliveries.undelivered()]);
    const ending = options.ending();
    return [...directory().peers].map(([id, peer]) => ({
      ...viewOf(id, peer),
      undelivered: undelivered.filter((row) => row.peer === id).reduce((sum, { count }) => sum + count, 0),
      failures: lines.get(id)?.failures ?? 0,
      ...present('breakerOpenUntil', lines.get(id)?.openUntil),
      ...present('pausedAt', lines.get(id)?.pausedAt),
      ...present('lastGoodAt', lines.get(id)?.lastGoodAt),
      ...present('credentialEndsAt', ending.find((one) => one.peer === id)?.at),
    }));
  }
}

/** An entry before it leaves, one with what came of it, and nothing that waits in between but the answer. */
async function testPeer(peer: string, by: Caller, options: PeerDeskOptions): Promise<PeerTestAnswer> {
  const { committer, context, directory } = options;
  const actor = actorOf(by);
  const owed = await committer.commit(owePeerTest({ peer, actor }, context));
  if (owed.kind === 'unknown-peer') return owed;
  const tried = await options.tryPeer(owed.test);
  const { requestId } = owed.test;
  const told = { peer, actor, requestId, durationMs: tried.durationMs };
  const { isOver } = await committer.commit(notePeerTest(told, tried.outcome));
  if (isOver) options.wake([], [peer]);
  return { kind: 'done', test: resultOf(owed.test, tried, directory().peer(peer)) };
}

function resultOf(test: PeerTest, tried: PeerTried, peer: Peer | undefined): PeerTestResult {
  const { outcome, durationMs, answer } = tried;
  const { cause, statusCode, errors = [] } = outcome;
  return {
    ...{ peer: test.peer, name: peer?.name ?? test.peer, url: peer?.url ?? '' },
    ...{ verdict: verdictOf(outcome), cause, durationMs: Math.round(durationMs), errors },
    ...{ requestId: test.requestId, from: test.from, to: test.to, sent: withoutHoles(test.template) },
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(answer === undefined ? {} : { answer }),
  };
}

function viewOf(id: string, peer: Peer): Omit<PeerView, 'undelivered' | 'failures'> {
  return {
    id,
    name: peer.name,
    url: peer.url,
    edition: peer.edition,
    agencies: peer.agencies.map((agency) => agency.id),
    patronData: peer.patronData,
    demands: kindsOf(peer, 'incoming'),
    shows: kindsOf(peer, 'outgoing'),
  };
}

function kindsOf(peer: Peer, direction: Direction): CredentialKind[] {
  const kinds = credentialViews(peer).flatMap((one) => (one.direction === direction ? [one.kind] : []));
  return [...new Set(kinds)];
}

/** What is filled in on the way out is shown to nobody. */
function withoutHoles(template: string): string {
  return template.replaceAll(/\u0001\d+\u0001/g, '●●●');
}

function present<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string };
}
