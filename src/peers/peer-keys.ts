import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kept, Moment } from '../storage/index.js';
import { createDataKey, seal, wrapDataKey, type WrappingKeyRing } from '../vault/index.js';
import type { PeerFileEntry } from './peer.js';

/** Both keys of a peer, in one sealed value. */
export interface PeerCredentials {
  incomingKey?: string;
  outgoingKey?: string;
}

export const credentialsHolder = (peer: string): string => `peer:${peer}`;

/** Reads the newest sealed value of a holder, opened. */
export type ReadCredential = (holder: string) => Promise<string | undefined>;

/** Compares two keys. Hashed first, so that neither the length nor the place of a difference shows in the time. */
export function isSameKey(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** The keys of a peer as they are held; without any it is an empty value. */
export async function readCredentials(peer: string, read: ReadCredential): Promise<PeerCredentials> {
  const text = await read(credentialsHolder(peer));
  return text === undefined ? {} : (JSON.parse(text) as PeerCredentials);
}

/** Which keys of a file differ from those that are held, by the peer's id: names, never values. */
export type NewKeys = ReadonlyMap<string, readonly KeyName[]>;
export type KeyName = 'incoming' | 'outgoing';

/** Holds the keys of a file against those that are held. What cannot be opened any more counts as another key. */
export async function findNewKeys(entries: readonly PeerFileEntry[], read: ReadCredential): Promise<NewKeys> {
  const found = entries.map(async (given) => {
    const held = keysIn(given).length === 0 ? {} : await readCredentials(given.id, read).catch(() => ({}));
    return [given.id, differing(given, held)] as const;
  });
  return new Map(await Promise.all(found));
}

/** Which keys a file gives to a peer. */
export function keysIn({ incomingKey, outgoingKey }: PeerFileEntry): KeyName[] {
  return [
    ...(incomingKey === undefined ? [] : (['incoming'] as const)),
    ...(outgoingKey === undefined ? [] : (['outgoing'] as const)),
  ];
}

function differing(given: PeerFileEntry, held: PeerCredentials): KeyName[] {
  const isHeld: Record<KeyName, boolean> = {
    incoming: isSameAsHeld(held.incomingKey, given.incomingKey?.key),
    outgoing: isSameAsHeld(held.outgoingKey, given.outgoingKey?.key),
  };
  return keysIn(given).filter((name) => !isHeld[name]);
}

function isSameAsHeld(held: string | undefined, given: string | undefined): boolean {
  return held !== undefined && given !== undefined && isSameKey(held, given);
}

/** The keys that a file gives to a peer, sealed as the value `id` under a data key of their own. */
export function sealKeys(
  given: PeerFileEntry,
  into: { id: string; ring: WrappingKeyRing; random: Moment['randomBytes'] },
): Required<Pick<Kept, 'dataKeys' | 'sealed'>> {
  const { id, ring, random } = into;
  const holder = credentialsHolder(given.id);
  const dataKey = createDataKey(holder, random);
  const credentials: PeerCredentials = {
    ...(given.incomingKey && { incomingKey: given.incomingKey.key }),
    ...(given.outgoingKey && { outgoingKey: given.outgoingKey.key }),
  };
  const value = seal(dataKey, JSON.stringify(credentials), { context: id, random });
  return {
    dataKeys: [{ holder, wrapped: wrapDataKey(dataKey, ring.current, random) }],
    sealed: [{ id, holder, purpose: 'credential', value }],
  };
}
