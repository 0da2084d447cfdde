import type { PeerDirectory } from './peer-directory.js';
import { isSameKey, readCredentials, type PeerCredentials, type ReadCredential } from './peer-keys.js';

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
export function buildCredentials(options: { directory(): PeerDirectory; read: ReadCredential }): Credentials {
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
      return await readCredentials(peer, options.read);
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
      const isRight = incomingKey !== undefined && given !== undefined && isSameKey(incomingKey, given);
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
