import type { BlockList } from 'node:net';
import { addresses } from '../../platform/index.js';
import type { Peer } from '../peer.js';
import {
  type Credential,
  type CredentialKind,
  type CredentialValue,
  type Pin,
  type Secret,
} from './credential.js';
import { digestOf, digestPlace, shownText } from './secret-digests.js';
import type { SecretBook } from './secret-book.js';

/** One value that meets a demand, for as long as it counts. */
export interface Meets {
  until?: string;
  digest?: string;
  networks?: BlockList;
  pin?: Pin;
}

/** One thing that a peer has to show. */
export interface Demand {
  kind: CredentialKind;
  /** Under which name its secret is looked up. */
  place: string;
  answersWithout: boolean;
  values: readonly Meets[];
}

/** Whether a value counts at a time, in ISO form. */
export function isLiving({ until }: Meets, now: string): boolean {
  return until === undefined || now < until;
}

/** All that a peer's record demands, with its secrets as digests. */
export async function demandsOf(id: string, peer: Peer, book: SecretBook): Promise<Demand[]> {
  const incoming = Object.values(peer.credentials ?? {}).filter(({ direction }) => direction === 'incoming');
  const demands = await Promise.all(incoming.map((credential) => demandOf(id, credential, book)));
  const ofFile = await demandOfFile(id, peer, book);
  return ofFile === undefined ? demands : [...demands, ofFile];
}

async function demandOf(id: string, credential: Credential, book: SecretBook): Promise<Demand> {
  const { kind, previous } = credential;
  const values = previous === undefined ? [credential] : [credential, previous];
  const place = digestPlace(credential);
  return {
    kind,
    place,
    answersWithout: credential.answersWithout === true,
    values: await Promise.all(
      values.map(async (value) => {
        const secret = value.secret === undefined ? undefined : await book.secret(id, value.secret);
        return meets(credential, value, secret);
      }),
    ),
  };
}

function meets(
  credential: Credential,
  value: CredentialValue & { until?: string },
  secret: Secret | undefined,
): Meets {
  const ends = [value.until, value.expiresAt].filter((end) => end !== undefined).sort();
  return {
    ...(ends[0] === undefined ? {} : { until: ends[0] }),
    ...(secret === undefined
      ? {}
      : { digest: digestOf(digestPlace(credential), shownText(credential.kind, secret)) }),
    ...(value.networks === undefined ? {} : { networks: addresses(value.networks) }),
    ...(value.pin === undefined ? {} : { pin: value.pin }),
  };
}

/** The key of the peers file, as one header. */
async function demandOfFile(id: string, peer: Peer, book: SecretBook): Promise<Demand | undefined> {
  const { incomingKeyHeader: header, sealedKeys } = peer;
  if (header === undefined) return undefined;
  const keys = sealedKeys === undefined ? undefined : await book.ofFile(id, sealedKeys);
  const place = `header ${header}`;
  const digest = keys?.incomingKey === undefined ? undefined : digestOf(place, keys.incomingKey);
  return { kind: 'header', place, answersWithout: false, values: digest === undefined ? [] : [{ digest }] };
}
