import { z } from 'zod';
import { OperatorError } from '../platform/index.js';
import type { Actor, Entry } from '../ledger/index.js';
import { changeOf, type Moment, type Row, type UseCase } from '../storage/index.js';
import type { WrappingKeyRing } from '../vault/index.js';
import type { Agency } from './agencies.js';
import { claimFaults } from './agency-claims.js';
import { keysIn, sealKeys, type KeyName, type NewKeys } from './peer-keys.js';
import { peersFile, type PeerFileEntry, type PeerRow } from './peer.js';
import { placeOf } from './trust/credential.js';

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
  const plain = read.data.filter(
    ({ url, allowPlainHttp = options.allowPlainHttp }) => url.startsWith('http:') && !allowPlainHttp,
  );
  if (plain.length > 0)
    throw new PeersFileError(
      `The peers file gives ${plain.map(({ id }) => id).join(', ')} an http URL: use https, or set allowPlainHttp for it, or outbound.allowPlainHttp for all`,
    );
  return read.data;
}

/**
 * Takes peers from a file into the database: each difference is an entry, a peer that the file does not name stays.
 * Keys become sealed credentials; the entry says that one was given, never what it is, and only where it is not the one
 * that is held (`newKeys`; without it every key counts as new). Throws `PeersFileError` where an agency would then be
 * spoken for by two, or is ours.
 */
export function importPeers(
  entries: readonly PeerFileEntry[],
  by: { actor: Actor; ring: WrappingKeyRing; ours?: readonly Agency[]; newKeys?: NewKeys },
): UseCase<PeersImported> {
  return {
    name: 'import-peers',
    source: 'people',
    needs: { roots: entries.map(({ id }) => ({ aggregate: 'peer', id })) },
    decide(loaded, at) {
      const then = new Map(loaded.directory.peers as ReadonlyMap<string, PeerRow>);
      for (const given of entries) then.set(given.id, peerOf(given));
      const faults = [
        ...claimFaults(then, by.ours ?? []),
        ...entries.flatMap((given) =>
          placeFaults(given, loaded.root<PeerRow>({ aggregate: 'peer', id: given.id })),
        ),
      ];
      if (faults.length > 0) throw new PeersFileError(`The peers file cannot be used:\n${faults.join('\n')}`);
      const told = entries.map((given) => {
        const before = loaded.root<PeerRow>({ aggregate: 'peer', id: given.id });
        const newKeys = by.newKeys?.get(given.id) ?? keysIn(given);
        return { id: given.id, before, ...importOne(given, { ...by, at, before, newKeys }) };
      });
      const ids = (those: typeof told): string[] => those.map(({ id }) => id);
      const differing = told.filter(({ entry }) => entry !== undefined);
      return {
        result: {
          added: ids(differing.filter(({ before }) => before === undefined)),
          changed: ids(differing.filter(({ before }) => before !== undefined)),
          unchanged: ids(told.filter(({ entry }) => entry === undefined)),
        },
        entries: told.flatMap(({ entry = [] }) => entry),
        keep: {
          dataKeys: told.flatMap(({ kept }) => kept?.dataKeys ?? []),
          sealed: told.flatMap(({ kept }) => kept?.sealed ?? []),
        },
      };
    },
  };
}

/** A key of the file cannot stand in a header that another credential of the peer needs: nobody could show both. */
function placeFaults(
  { id, incomingKey, outgoingKey }: PeerFileEntry,
  before: Row<PeerRow> | undefined,
): string[] {
  const keys = { incoming: incomingKey, outgoing: outgoingKey } as const;
  const taken = Object.values(before?.state.credentials ?? {}).filter(
    (credential) =>
      placeOf(credential) === `header ${keys[credential.direction]?.header.toLowerCase() ?? ''}`,
  );
  return taken.map(
    ({ direction }) => `${id}: the ${direction} key stands in a header that another credential has`,
  );
}

interface Importing {
  actor: Actor;
  ring: WrappingKeyRing;
  at: Moment;
  before: Row<PeerRow> | undefined;
  newKeys: readonly KeyName[];
}

/** The entry of a peer that differs from its row, and its keys where they are new. */
function importOne(
  given: PeerFileEntry,
  by: Importing,
): { entry?: Entry; kept?: ReturnType<typeof sealKeys> } {
  const { ring, at, before, newKeys } = by;
  if (newKeys.length === 0) return entryOf(given, by, before?.state.sealedKeys);
  const id = at.newId();
  return { ...entryOf(given, by, id), kept: sealKeys(given, { id, ring, random: at.randomBytes }) };
}

function peerOf({ id: _id, incomingKey, outgoingKey, ...rest }: PeerFileEntry): PeerRow {
  return {
    ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
    ...(incomingKey === undefined ? {} : { incomingKeyHeader: incomingKey.header.toLowerCase() }),
    ...(outgoingKey === undefined ? {} : { outgoingKeyHeader: outgoingKey.header }),
  };
}

function entryOf(
  given: PeerFileEntry,
  { actor, at, before, newKeys }: Importing,
  sealedKeys: string | undefined,
): { entry?: Entry } {
  const { credentials, adopted, editionFound } = before?.state ?? {};
  const state: PeerRow = {
    ...peerOf(given),
    ...(sealedKeys === undefined ? {} : { sealedKeys }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(adopted === undefined ? {} : { adopted }),
    ...(editionFound === undefined ? {} : { editionFound }),
  };
  const changes = changeOf('peer', before, { id: given.id, state });
  if (changes.length === 0) return {};
  const entry: Entry = {
    kind: before === undefined ? 'peer-added' : 'peer-changed',
    at: at.now.toISOString(),
    actor,
    because: 'the peers file was imported',
    peer: given.id,
    ...(newKeys.length === 0 ? {} : { facts: { keysGiven: newKeys.join(', ') } }),
    changes,
  };
  return { entry };
}
