import { agencyKey } from '../iso18626/index.js';
import { agencyFrom, type Agency } from './agencies.js';
import type { PeerRow } from './peer.js';

/**
 * What is wrong with who speaks for whom: an agency, under any of its names, belongs to one peer, and never to one that
 * is ours, unless the peer is this gateway itself, or a broker that passes our own requests on to us. Otherwise one
 * peer's messages would count as another's, and its requests would go to the wrong house.
 */
export function claimFaults(
  peers: Iterable<readonly [string, Pick<PeerRow, 'agencies' | 'speaksForUs'>]>,
  ours: readonly Agency[],
): string[] {
  const owners = new Map<string, string>();
  for (const agency of ours) for (const key of keysOf(agency)) owners.set(key, OURS);
  const claims = [...peers].flatMap(([peer, { agencies, speaksForUs = false }]) =>
    agencies.map((agency) => ({ peer, agency, speaksForUs })),
  );
  const faults = new Set<string>();
  for (const { peer, agency, speaksForUs } of claims)
    for (const key of keysOf(agencyFrom(agency))) {
      const held = owners.get(key);
      const owner = held === undefined || (held === OURS && speaksForUs) ? `peer ${peer}` : held;
      owners.set(key, owner);
      if (owner !== `peer ${peer}`) faults.add(`${peer}: ${agency.id} is an agency of ${owner}`);
    }
  return [...faults];
}

const OURS = 'our own';

function keysOf({ agencyId, aliases }: Agency): string[] {
  return [agencyId, ...aliases].map(agencyKey);
}
