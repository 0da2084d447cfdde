import type { PeerDirectory } from './peer-directory.js';
import { isSameKey, readCredentials, type PeerCredentials, type ReadCredential } from './peer-keys.js';

/** By name in lower case. */
type Headers = Readonly<Record<string, string | undefined>>;

/** The keys of peers, opened only to be compared or sent. */
export interface Credentials {
  /**
   * Whether the headers carry the key that the peer's record demands; `proven` only where it demands one. Where it demands
   * none, they must not carry another peer's: whoever holds that one speaks for its own agencies. Source: iso18626.md 4.7.
   */
  check(peer: string, headers: Headers): Promise<{ proven: boolean; allowed: boolean }>;
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

  async function holdsKeyOf(peer: string, given: string | undefined): Promise<boolean> {
    if (given === undefined) return false;
    const { incomingKey } = await of(peer);
    return incomingKey !== undefined && isSameKey(incomingKey, given);
  }

  /** Whether a key among the headers is that of a peer. All are compared, so that the time does not tell whose it is. */
  async function isAnothers(headers: Headers): Promise<boolean> {
    const compared = keyHeadersOf(options.directory()).flatMap(([id, header]) =>
      headers[header] === undefined ? [] : [holdsKeyOf(id, headers[header])],
    );
    return compared.length > 0 && (await Promise.all(compared)).includes(true);
  }

  return {
    async check(peer, headers) {
      const header = options.directory().peer(peer)?.incomingKeyHeader;
      if (header === undefined) return { proven: false, allowed: !(await isAnothers(headers)) };
      const isRight = await holdsKeyOf(peer, headers[header]);
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

/** Peers that show a key, and in which header: asked for every message, so found once for each directory. */
const keyHeaders = new WeakMap<PeerDirectory, [string, string][]>();

function keyHeadersOf(directory: PeerDirectory): [string, string][] {
  const known =
    keyHeaders.get(directory) ??
    [...directory.peers].flatMap(([id, { incomingKeyHeader }]): [string, string][] =>
      incomingKeyHeader === undefined ? [] : [[id, incomingKeyHeader]],
    );
  keyHeaders.set(directory, known);
  return known;
}
