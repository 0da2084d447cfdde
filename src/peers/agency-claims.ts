import { agencyKey } from '../iso18626/index.js';
import { agencyFrom, type Agency } from './agencies.js';
import type { Peer } from './peer.js';

/**
 * What is wrong with who speaks for whom: an agency, under any of its names, belongs to one peer, and never to one that
 * is ours. Otherwise one peer's messages would count as another's, and its requests would go to the wrong house.
 */
export function claimFaults(
  peers: Iterable<readonly [string, Pick<Peer, 'agencies'>]>,
  ours: readonly Agency[],
): string[] {
  const owners = new Map<string, string>();
  for (const agency of ours) for (const key of keysOf(agency)) owners.set(key, 'our own');
  const claims = [...peers].flatMap(([peer, { agencies }]) => agencies.map((agency) => ({ peer, agency })));
  const faults = new Set<string>();
  for (const { peer, agency } of claims)
    for (const key of keysOf(agencyFrom(agency))) {
      const owner = owners.get(key) ?? `peer ${peer}`;
      owners.set(key, owner);
      if (owner !== `peer ${peer}`) faults.add(`${peer}: ${agency.id} is an agency of ${owner}`);
    }
  return [...faults];
}

function keysOf({ agencyId, aliases }: Agency): string[] {
  return [agencyId, ...aliases].map(agencyKey);
}
