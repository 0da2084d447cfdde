import { EDITION_IDS, type EditionId } from '../editions.js';
import { plainFields, type Peer, type PeerRow, type WireFields } from '../peer.js';
import type { ProfileDocument, ProfileOverrides } from './profile.js';
import { profiles } from './profiles.js';
import { layered, wireOf } from './wire.js';

/**
 * A peer as it is spoken to: its row over its profile over what holds for all. `profile` takes the place of the one that
 * its row names, for a dry run. A profile that is not there any more counts as none: nothing of the row is lost by it.
 */
export function resolvePeer(row: PeerRow, profile: ProfileDocument | undefined = profileOf(row)): Peer {
  const { wire: overrides, adopted, editionFound: _found, ...rest } = row;
  const said = layered(profile, adopted, overrides);
  const wire = wireOf(profile?.name ?? row.profile, said);
  return { ...rest, ...fieldsOf(row, said), ...(wire === undefined ? {} : { wire }) };
}

function fieldsOf(row: PeerRow, said: ProfileOverrides): WireFields {
  return {
    ...editionOf(row, said),
    headers: { ...said.http?.headers, ...row.headers },
    deadlines: { ...said.deadlines, ...row.deadlines },
    duplicates: { ...said.duplicates, ...row.duplicates },
    alreadyHave: row.alreadyHave ?? { statusCodes: [409], errorValueContains: [], ...said.alreadyHave },
    strict: row.strict ?? said.reading?.strict ?? false,
  } as WireFields;
}

/** The same peer under another profile. What a row without one holds as plain defaults gives way to it. */
export function resolveUnder(row: PeerRow, profile: ProfileDocument): Peer {
  if (row.profile !== undefined) return resolvePeer({ ...row, profile: profile.name }, profile);
  const said = Object.entries(row).filter(([name, value]) => !isPlain(name, value));
  return resolvePeer({ ...(Object.fromEntries(said) as unknown as PeerRow), profile: profile.name }, profile);
}

function isPlain(name: string, value: unknown): boolean {
  const plain = (plainFields as Readonly<Record<string, unknown>>)[name];
  return plain !== undefined && JSON.stringify(plain) === JSON.stringify(value);
}

function profileOf({ profile }: PeerRow): ProfileDocument | undefined {
  return profile === undefined ? undefined : profiles().get(profile);
}

/** As the record says, else as the profile does, else as its messages have shown. */
function editionOf(row: PeerRow, said: ProfileOverrides): Pick<WireFields, 'edition' | 'isEditionKnown'> {
  const known = row.edition ?? told(said.edition) ?? row.editionFound;
  return { edition: known ?? '2017', isEditionKnown: known !== undefined };
}

function told(edition: ProfileOverrides['edition']): EditionId | undefined {
  return EDITION_IDS.find((id) => id === edition);
}
