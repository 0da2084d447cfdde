import { z } from 'zod';
import { OperatorError } from '../platform/index.js';
import type { Actor, Entry } from '../ledger/index.js';
import { changeOf, type Kept, type Moment, type Row, type UseCase } from '../storage/index.js';
import { createDataKey, seal, wrapDataKey, type WrappingKeyRing } from '../vault/index.js';
import type { Agency } from './agencies.js';
import { claimFaults } from './agency-claims.js';
import { peersFile, type Peer, type PeerFileEntry } from './peer.js';

/** A peers file that cannot be used; the message lists every fault with its place. */
export class PeersFileError extends OperatorError {}

export interface PeersImported {
  added: string[];
  changed: string[];
  unchanged: string[];
}

/** Checks what a peers file holds. Throws `PeersFileError` with every fault at once. */
export function readPeersFile(value: unknown, options: { allowPlainHttp: boolean }): PeerFileEntry[] {
  const read = peersFile.safeParse(value);
  if (!read.success)
    throw new PeersFileError(`The peers file cannot be used:\n${z.prettifyError(read.error)}`);
  const twice = read.data.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index);
  if (twice.length > 0) throw new PeersFileError(`The peers file names ${twice.join(', ')} more than once`);
  const plain = read.data.filter(({ url }) => url.startsWith('http:'));
  if (plain.length > 0 && !options.allowPlainHttp)
    throw new PeersFileError(
      `The peers file gives ${plain.map(({ id }) => id).join(', ')} an http URL: use https, or set outbound.allowPlainHttp`,
    );
  return read.data;
}

/**
 * Takes peers from a file into the database: each difference is an entry, a peer that the file does not name stays.
 * Keys become sealed credentials; the entry says that one was given, never which. Throws `PeersFileError` where an agency
 * would then be spoken for by two, or is ours.
 */
export function importPeers(
  entries: readonly PeerFileEntry[],
  by: { actor: Actor; ring: WrappingKeyRing; ours?: readonly Agency[] },
): UseCase<PeersImported> {
  return {
    name: 'import-peers',
    source: 'people',
    needs: { roots: entries.map(({ id }) => ({ aggregate: 'peer', id })) },
    decide(loaded, at) {
      const then = new Map(loaded.directory.peers as ReadonlyMap<string, Peer>);
      for (const given of entries) then.set(given.id, peerOf(given));
      const faults = claimFaults(then, by.ours ?? []);
      if (faults.length > 0) throw new PeersFileError(`The peers file cannot be used:\n${faults.join('\n')}`);
      const result: PeersImported = { added: [], changed: [], unchanged: [] };
      const told: Entry[] = [];
      const keep: Required<Pick<Kept, 'dataKeys' | 'sealed'>>[] = [];
      for (const given of entries) {
        const before = loaded.root<Peer>({ aggregate: 'peer', id: given.id });
        const difference = differenceOf(before, given, { actor: by.actor, at });
        if (hasKeys(given)) keep.push(sealKeys(given, by.ring, at));
        if (difference === undefined) result.unchanged.push(given.id);
        else {
          told.push(difference);
          (before === undefined ? result.added : result.changed).push(given.id);
        }
      }
      return {
        result,
        entries: told,
        keep: {
          dataKeys: keep.flatMap(({ dataKeys }) => dataKeys),
          sealed: keep.flatMap(({ sealed }) => sealed),
        },
      };
    },
  };
}

function peerOf({ id: _id, incomingKey, outgoingKey, ...rest }: PeerFileEntry): Peer {
  return {
    ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
    ...(incomingKey === undefined ? {} : { incomingKeyHeader: incomingKey.header.toLowerCase() }),
    ...(outgoingKey === undefined ? {} : { outgoingKeyHeader: outgoingKey.header }),
  };
}

function hasKeys(given: PeerFileEntry): boolean {
  return given.incomingKey !== undefined || given.outgoingKey !== undefined;
}

function differenceOf(
  before: Row<Peer> | undefined,
  given: PeerFileEntry,
  { actor, at }: { actor: Actor; at: Moment },
): Entry | undefined {
  const changes = changeOf('peer', before, { id: given.id, state: peerOf(given) });
  if (changes.length === 0 && !hasKeys(given)) return undefined;
  const keys = [given.incomingKey && 'incoming', given.outgoingKey && 'outgoing'].filter(Boolean).join(', ');
  return {
    kind: before === undefined ? 'peer-added' : 'peer-changed',
    at: at.now.toISOString(),
    actor,
    because: 'the peers file was imported',
    peer: given.id,
    ...(keys === '' ? {} : { facts: { keysGiven: keys } }),
    changes,
  };
}

/** What `openCredentials` reads back: both keys of a peer, in one sealed value. */
export interface PeerCredentials {
  incomingKey?: string;
  outgoingKey?: string;
}

export const credentialsHolder = (peer: string): string => `peer:${peer}`;

function sealKeys(
  given: PeerFileEntry,
  ring: WrappingKeyRing,
  at: Moment,
): Required<Pick<Kept, 'dataKeys' | 'sealed'>> {
  const holder = credentialsHolder(given.id);
  const dataKey = createDataKey(holder, at.randomBytes);
  const credentials: PeerCredentials = {
    ...(given.incomingKey && { incomingKey: given.incomingKey.key }),
    ...(given.outgoingKey && { outgoingKey: given.outgoingKey.key }),
  };
  const id = at.newId();
  const value = seal(dataKey, JSON.stringify(credentials), { context: id, random: at.randomBytes });
  return {
    dataKeys: [{ holder, wrapped: wrapDataKey(dataKey, ring.current, at.randomBytes) }],
    sealed: [{ id, holder, purpose: 'credential', value }],
  };
}
