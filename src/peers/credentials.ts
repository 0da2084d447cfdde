import type { Logger } from '../platform/index.js';
import type { PeerDirectory } from './peer-directory.js';
import type { ReadCredential } from './peer-keys.js';
import { buildGate, type Gate } from './trust/gate.js';
import { outgoingOf, type OutgoingCredentials } from './trust/outgoing.js';
import { buildSecretBook } from './trust/secret-book.js';

/** The secrets of peers, opened only to be compared or sent. */
export interface PeerTrust {
  /** What the directory of this moment demands. At once where it is known; else when its secrets have been read. */
  gate(): Gate | Promise<Gate>;
  /** What we show a peer. Rejects where it cannot be opened. */
  outgoing(peer: string): Promise<OutgoingCredentials>;
}

/** What stands on one directory. */
interface Known {
  directory: PeerDirectory;
  gate?: Gate;
  making?: Promise<Gate>;
  outgoing: Map<string, Promise<OutgoingCredentials>>;
}

/** Reads secrets when they are first needed, once each, and looks again whenever the directory has changed. */
export function buildPeerTrust(options: {
  directory(): PeerDirectory;
  read: ReadCredential;
  log: Logger;
}): PeerTrust {
  const book = buildSecretBook(options);
  let known: Known | undefined;

  function ofNow(): Known {
    const directory = options.directory();
    if (known?.directory !== directory) {
      known = { directory, outgoing: new Map() };
      book.keepOnly(secretsOf(directory));
    }
    return known;
  }

  return {
    gate() {
      const now = ofNow();
      if (now.gate !== undefined) return now.gate;
      now.making ??= buildGate(now.directory, book).then(
        (gate) => (now.gate = gate),
        (thrown: unknown) => {
          delete now.making;
          throw thrown;
        },
      );
      return now.making;
    },
    outgoing(id) {
      const now = ofNow();
      const peer = now.directory.peer(id);
      if (peer === undefined) return Promise.resolve({ headers: {} });
      const found = now.outgoing.get(id) ?? outgoingOf(id, peer, book);
      now.outgoing.set(id, found);
      found.catch(() => now.outgoing.delete(id));
      return found;
    },
  };
}

/** Ids of all sealed values that the rows name. */
function secretsOf({ peers }: PeerDirectory): Set<string> {
  const ids = [...peers.values()].flatMap(({ credentials = {}, sealedKeys }) => [
    sealedKeys,
    ...Object.values(credentials).flatMap(({ secret, previous }) => [secret, previous?.secret]),
  ]);
  return new Set(ids.filter((id) => id !== undefined));
}
