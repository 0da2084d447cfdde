import { pausePeer, resumePeer } from '../exchange/deliveries/index.js';
import { findNewKeys, importPeers, readPeersFile, type Peer } from '../peers/index.js';
import type { PeerDesk, PeerView } from './gateway.js';
import { actorOf } from '../access/index.js';
import type { DeskOptions } from './loan-record-desk.js';

/** Peers over the API. */
export function buildPeerDesk(options: DeskOptions): PeerDesk {
  const { committer, readers, context } = options;
  return {
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
  };

  async function peerViews({ directory }: DeskOptions): Promise<PeerView[]> {
    const [lines, undelivered] = await Promise.all([readers.peers.lines(), readers.deliveries.undelivered()]);
    return [...directory().peers].map(([id, peer]) => ({
      ...viewOf(id, peer),
      undelivered: undelivered.filter((row) => row.peer === id).reduce((sum, { count }) => sum + count, 0),
      failures: lines.get(id)?.failures ?? 0,
      ...present('breakerOpenUntil', lines.get(id)?.openUntil),
      ...present('pausedAt', lines.get(id)?.pausedAt),
      ...present('lastGoodAt', lines.get(id)?.lastGoodAt),
    }));
  }
}

function viewOf(id: string, peer: Peer): Omit<PeerView, 'undelivered' | 'failures'> {
  return {
    id,
    name: peer.name,
    url: peer.url,
    edition: peer.edition,
    agencies: peer.agencies.map((agency) => agency.id),
    patronData: peer.patronData,
  };
}

function present<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string };
}
