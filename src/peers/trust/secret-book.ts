import { reasonOf, type Logger } from '../../platform/index.js';
import { DamagedDataKey, DamagedSeal, WrappingKeyMissing } from '../../vault/index.js';
import { credentialsHolder, type PeerCredentials, type ReadCredential } from '../peer-keys.js';
import { secretHolder, type Secret } from './credential.js';

/** Secrets of peers, opened once each: a secret never changes, another one has another id. */
export interface SecretBook {
  /** Nothing where it cannot be opened any more; rejects where the store cannot be read now. */
  secret(peer: string, id: string): Promise<Secret | undefined>;
  /** The keys that a peers file has given. */
  ofFile(peer: string, id: string): Promise<PeerCredentials | undefined>;
  /** Forgets what is not among these ids. */
  keepOnly(ids: ReadonlySet<string>): void;
}

export function buildSecretBook({ read, log }: { read: ReadCredential; log: Logger }): SecretBook {
  const known = new Map<string, Promise<unknown>>();

  function opened<Value>(id: string, holder: string): Promise<Value | undefined> {
    const found = known.get(id) ?? openOne(id, holder);
    known.set(id, found);
    return found as Promise<Value | undefined>;
  }

  async function openOne(id: string, holder: string): Promise<unknown> {
    try {
      const text = await read(holder);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    } catch (thrown) {
      if (isLost(thrown)) {
        log.error('a credential of a peer cannot be opened: nobody is let in by it', {
          credential: id,
          cause: reasonOf(thrown),
        });
        return undefined;
      }
      known.delete(id);
      throw thrown;
    }
  }

  return {
    secret: (peer, id) => opened<Secret>(id, secretHolder(peer, id)),
    ofFile: (peer, id) => opened<PeerCredentials>(id, credentialsHolder(peer)),
    keepOnly(ids) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}

function isLost(thrown: unknown): boolean {
  return (
    thrown instanceof DamagedSeal || thrown instanceof DamagedDataKey || thrown instanceof WrappingKeyMissing
  );
}
