import { agencyKey, type AgencyId } from '../iso18626/index.js';

/** An agency and every name that it goes by. */
export interface Agency {
  /** Folded key of its own id: what rows and look-ups use. */
  key: string;
  agencyId: AgencyId;
  aliases: readonly AgencyId[];
}

/** Reads `TYPE:VALUE`; only the first colon divides, since a value may contain more. Source: iso18626.md 5.3. */
export function agencyIdFrom(text: string): AgencyId {
  const colon = text.indexOf(':');
  return { agencyIdType: { value: text.slice(0, colon) }, agencyIdValue: text.slice(colon + 1) };
}

/** `TYPE:VALUE`, for people to read. */
export function agencyText(agencyId: AgencyId): string {
  return `${agencyId.agencyIdType.value}:${agencyId.agencyIdValue}`;
}

/** One agency from its id and aliases as configuration writes them. */
export function agencyFrom(written: { id: string; aliases: readonly string[] }): Agency {
  const agencyId = agencyIdFrom(written.id);
  return { key: agencyKey(agencyId), agencyId, aliases: written.aliases.map(agencyIdFrom) };
}

/** Finds agencies by any of their names, folded. */
export function byAnyName<T extends Agency>(agencies: Iterable<T>): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const agency of agencies)
    for (const name of [agency.agencyId, ...agency.aliases]) found.set(agencyKey(name), agency);
  return found;
}
