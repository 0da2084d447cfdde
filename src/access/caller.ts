import type { Actor } from '../ledger/index.js';
import { wholeGateway, type Right } from './rights.js';

/** In the place of an agency's key: all agencies of ours, also those that are still to come. */
export const EVERYWHERE = '*';

/** Rights by the folded key of the agency of ours that they are held for, or by `EVERYWHERE`. */
export type RightsByAgency = Readonly<Record<string, readonly Right[]>>;

/** Whoever asks something of the gateway, and is known: a token of a system, or a person who has signed in. */
export interface Caller {
  kind: 'token' | 'person';
  id: string;
  /** For the eye of whoever asks; a person's stays out of entries and logs. */
  name: string;
  rights: RightsByAgency;
  /** The agencies that this call is bound to; missing means all. What belongs to others is not found. */
  agencies?: readonly string[];
}

/** The caller bound to those agencies where the right is held; nothing where it is held nowhere. */
export function narrowed(caller: Caller, right: Right): Caller | undefined {
  const { agencies: _before, ...unbound } = caller;
  if (caller.rights[EVERYWHERE]?.includes(right) === true) return unbound;
  if (wholeGateway.has(right)) return undefined;
  const agencies = Object.keys(caller.rights).filter((agency) => caller.rights[agency]?.includes(right));
  return agencies.length === 0 ? undefined : { ...unbound, agencies };
}

/**
 * Rights as they count at this gateway, whose agencies are given by their folded keys: for whoever holds something for
 * the only one, that agency is the whole gateway. What the right covers beside it, such as records of an agency that is
 * no more, stays bound.
 */
export function countedHere(rights: RightsByAgency, ours: readonly string[]): RightsByAgency {
  const [only, ...others] = ours;
  const held = only === undefined || others.length > 0 ? [] : (rights[only] ?? []);
  const whole = held.filter((right) => wholeGateway.has(right));
  if (whole.length === 0) return rights;
  return { ...rights, [EVERYWHERE]: [...new Set([...(rights[EVERYWHERE] ?? []), ...whole])] };
}

/** Whether the right is held anywhere, or for the agency that is named. */
export function may(caller: Caller, right: Right, agency?: string): boolean {
  const bound = narrowed(caller, right);
  if (bound === undefined) return false;
  return agency === undefined || bound.agencies?.includes(agency) !== false;
}

/** Whether the right is held, though not for as much of the gateway as it takes. */
export function holdsPartly(caller: Caller, right: Right): boolean {
  const held = Object.values(caller.rights).some((rights) => rights.includes(right));
  return held && !may(caller, right);
}

/** How an entry names the caller: a person by id, never by name. */
export function actorOf({ kind, id, name }: Caller): Actor {
  return { kind: 'person', id: kind === 'person' ? id : name };
}
