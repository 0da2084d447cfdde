import { buildConformance, type Conformance } from '../conform/index.js';
import type { Ground } from './ground.js';
import type { Inbound, Incoming } from '../inbound/index.js';
import { openTestLine } from '../outbound/index.js';
import type { PeerDirectory, PeerTrust } from '../peers/index.js';
import type { FetchOut } from '../platform/index.js';
import type { Storage } from '../storage/index.js';

export type { Conformance };

/** What tests of peers stand on. */
export interface TestGround {
  storage: Storage;
  directory: () => PeerDirectory;
  trust: PeerTrust;
  fetchOut: FetchOut;
}

/** Tests of peers, over the same way out and with the same keys as deliveries. */
export function buildTests(ground: Ground, parts: TestGround): Conformance {
  const { settings, context, clock, log, signingKey } = ground;
  const { storage, directory, trust, fetchOut } = parts;
  return buildConformance({
    ...{ committer: storage.committer, directory, signingKey, log, gateway: settings.name },
    editionOf: (id) => context.editionOf(id),
    now: () => clock.now(),
    openLine: (peer) =>
      openTestLine(peer, {
        ...{ fetchOut, directory, settings: settings.outbound },
        outgoing: (id) => trust.outgoing(id),
      }),
  });
}

/** What belongs to a test, from a peer that may speak, is answered by it; everything else goes its usual way. */
export function hearTestsFirst(inbound: Inbound, conformance: Conformance): Inbound['receive'] {
  return (incoming: Incoming) => {
    const { gate, proof } = incoming.admitted;
    const body = conformance.hear(incoming, (peer, message, now) => {
      const maySpeak = gate.maySpeak(proof, peer);
      return maySpeak === 'yes' && gate.acceptsMessage(peer, message, now);
    });
    return body === undefined ? inbound.receive(incoming) : Promise.resolve({ statusCode: 200, body });
  };
}
