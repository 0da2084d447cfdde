import type { Settings } from '../config/index.js';
import type { Doorway } from './doorway.js';
import type { Ground } from './ground.js';
import type { Metrics } from '../http/index.js';
import { buildInbound, type Inbound, type RejectionLog } from '../inbound/index.js';
import { buildPump, type Pump } from '../outbound/index.js';
import type { PeerDirectory, PeerTrust } from '../peers/index.js';
import { buildFetchOut, newId, type FetchOut } from '../platform/index.js';
import type { Storage } from '../storage/index.js';

export function buildWayOut({ outbound }: Settings): FetchOut {
  // A peer's own limit may be larger than the house's: how many go at once is the pump's to say, not the pool's.
  return buildFetchOut({
    allowPrivateAddresses: outbound.allowPrivateAddresses,
    maxAnswerBytes: outbound.answerLimitBytes,
    connectionsPerLine: outbound.inFlight,
  });
}

export interface Reach {
  storage: Storage;
  directory: () => PeerDirectory;
  trust: PeerTrust;
  metrics: Metrics;
}

export function buildOutbound(
  { settings, context, clock, log }: Ground,
  { storage, directory, fetchOut, trust, metrics }: Reach & { fetchOut: FetchOut },
): Pump {
  return buildPump({
    committer: storage.committer,
    context,
    readers: {
      peersWithDueHeads: (now) => storage.readers.deliveries.peersWithDueHeads(now),
      body: (id) => storage.readers.deliveries.body(id),
      lines: () => storage.readers.peers.lines(),
    },
    fetchOut,
    settings: settings.outbound,
    clock,
    log,
    process: newId(),
    isAlone: storage.database.dialect.name === 'sqlite',
    directory,
    outgoing: (peer) => trust.outgoing(peer),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    observed: ({ outcome }) => metrics.messageSent(outcome.class),
  });
}

export function buildWayIn(
  { context, clock, log }: Ground,
  parts: Omit<Reach, 'trust'> & { doorway: Doorway; pump: Pump; rejections: RejectionLog },
): Inbound {
  return buildInbound({
    committer: parts.storage.committer,
    ...{ context, clock, log },
    rejections: parts.rejections,
    directory: parts.directory,
    door: parts.doorway.door,
    transactions: (role, requestId) => parts.storage.readers.loans.transactions(role, requestId),
    openOfPeer: (peer, most) => parts.storage.readers.loans.openOfPeer(peer, most),
    wake: (deliveries) => parts.pump.wake(deliveries),
    observed: (outcome) => parts.metrics.messageReceived(outcome),
  });
}
