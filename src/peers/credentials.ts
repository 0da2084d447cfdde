import { timingSafeEqual, createHash } from 'node:crypto';
import { credentialsHolder, type PeerCredentials } from './import-peers.js';
import type { PeerDirectory } from './peer-directory.js';

/** The keys of peers, opened only to be compared or sent. */
export interface Credentials {
  /** Whether the headers carry the key that the peer's record demands; `proven` only where it demands one. */
  check(
    peer: string,
    headers: Readonly<Record<string, string | undefined>>,
  ): Promise<{ proven: boolean; allowed: boolean }>;
  /** The header with the key that the peer wants from us. */
  outgoing(peer: string): Promise<Readonly<Record<string, string>>>;
}

/** Reads credentials when they are first needed, and again when the directory has changed. */
export function buildCredentials(options: {
  directory(): PeerDirectory;
  /** The newest sealed value of a holder, opened. */
  read(holder: string): Promise<string | undefined>;
}): Credentials {
  let known = new Map<string, Promise<PeerCredentials>>();
  let knownOf: PeerDirectory | undefined;

  function of(peer: string): Promise<PeerCredentials> {
    const directory = options.directory();
    if (directory !== knownOf) {
      known = new Map();
      knownOf = directory;
    }
    const found = known.get(peer) ?? readOne(peer);
    known.set(peer, found);
    return found;
  }

  async function readOne(peer: string): Promise<PeerCredentials> {
    try {
      const text = await options.read(credentialsHolder(peer));
      return text === undefined ? {} : (JSON.parse(text) as PeerCredentials);
    } catch (thrown) {
      known.delete(peer);
      throw thrown;
    }
  }

  return {
    async check(peer, headers) {
      const header = options.directory().peer(peer)?.incomingKeyHeader;
      if (header === undefined) return { proven: false, allowed: true };
      const { incomingKey } = await of(peer);
      const given = headers[header];
      const isRight = incomingKey !== undefined && given !== undefined && isSame(incomingKey, given);
      return { proven: isRight, allowed: isRight };
    },
    async outgoing(peer) {
      const header = options.directory().peer(peer)?.outgoingKeyHeader;
      if (header === undefined) return {};
      const { outgoingKey } = await of(peer);
      return outgoingKey === undefined ? {} : { [header]: outgoingKey };
    },
  };
}

// Hashed first, so that neither the length nor the place of a difference shows in the time.
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
