import { commitment, type DataKey } from '../../vault/index.js';
import { countedHere, EVERYWHERE, type Caller } from '../caller.js';
import { isRole, rightsOfRoles, type Role } from '../roles.js';
import type { SignInBy } from './signed-in.js';

/** A person who works here, as entries make them: without anything that names them. */
export interface User {
  createdAt: string;
  by: SignInBy;
  /** By the folded key of an agency of ours, or `EVERYWHERE`. */
  roles: Readonly<Record<string, Readonly<Partial<Record<Role, true>>>>>;
  /** Grows when all sessions are to end: one that was begun under a smaller number is over. */
  generation: number;
  disabledAt?: string;
}

/** Who they are: sealed under the user's own data key. */
export interface Person {
  login: string;
  name?: string;
  email?: string;
}

export type RolesByAgency = Readonly<Record<string, readonly Role[]>>;

export function userHolder(id: string): string {
  return `user:${id}`;
}

export function rolesOf({ roles }: Pick<User, 'roles'>): Record<string, Role[]> {
  const held = Object.entries(roles).map(([agency, of]) => [agency, Object.keys(of).filter(isRole)] as const);
  return Object.fromEntries(held.filter(([, of]) => of.length > 0));
}

export function asState(roles: RolesByAgency): User['roles'] {
  return Object.fromEntries(
    Object.entries(roles)
      .filter(([, of]) => of.length > 0)
      .map(([agency, of]) => [agency, Object.fromEntries(of.map((role) => [role, true as const]))]),
  );
}

/**
 * The person as one who asks of the gateway of these agencies. A role that is held everywhere counts at each agency that
 * another is held for, too.
 */
export function callerOfUser(
  { id, state: user, person }: { id: string; state: User; person: Person | undefined },
  ours: readonly string[],
): Caller {
  const roles = rolesOf(user);
  const everywhere = roles[EVERYWHERE] ?? [];
  const rights = Object.entries(roles).map(
    ([agency, of]) => [agency, rightsOfRoles([...of, ...everywhere])] as const,
  );
  return {
    kind: 'person',
    id,
    name: person?.name ?? person?.login ?? id,
    rights: countedHere(Object.fromEntries(rights), ours),
  };
}

/** What somebody signs in as, for looking up: nobody who lacks the gateway's key guesses it back. */
export function loginHash(gatewayKey: DataKey, login: string): string {
  return commitment(gatewayKey, 'login', login.normalize('NFKC').trim().toLowerCase());
}

/** Who somebody is at an identity provider, for looking up. */
export function subjectHash(gatewayKey: DataKey, issuer: string, subject: string): string {
  return commitment(gatewayKey, 'subject', JSON.stringify([issuer, subject]));
}
