import { isDeepStrictEqual } from 'node:util';
import type { Committer, Readers, StoredUser } from '../../storage/index.js';
import type { DataKey, WrappingKeyRing } from '../../vault/index.js';
import type { Tally } from '../denials.js';
import { changePerson, makeUser, setRoles } from './change-users.js';
import type { Sessions } from './sessions.js';
import { SignInBy } from './signed-in.js';
import { rolesOf, subjectHash, userHolder, type Person, type RolesByAgency, type User } from './user.js';

/** Who somebody is, as the library's identity provider says. */
export interface Introduced {
  issuer: string;
  subject: string;
  person: Person;
  /** What their groups allow here. */
  roles: RolesByAgency;
}

export type ProviderAnswer =
  { kind: 'signed-in'; secret: string; user: string } | { kind: 'no-role' } | { kind: 'disabled' };

const provider = { kind: 'system', id: 'identity-provider' } as const;

/**
 * Signing in as the identity provider says. The first time makes the user; each time brings roles and name to what the
 * provider says today, each change an entry. Whoever has no role is not let in.
 */
export function buildProviderSignIn(options: {
  committer: Committer;
  readers: Pick<Readers, 'users'>;
  gatewayKey: DataKey;
  ring: WrappingKeyRing;
  sessions: Sessions;
  tally: Tally;
}): (introduced: Introduced) => Promise<ProviderAnswer> {
  const { committer, readers, gatewayKey, ring, sessions, tally } = options;

  async function make({ person, roles }: Introduced, subject: string): Promise<string> {
    const how = { actor: provider, because: 'they signed in for the first time', gatewayKey, ring };
    const { id } = await committer.commit(makeUser({ person, by: SignInBy.Provider, roles, subject }, how));
    return id;
  }

  async function bringUp(
    { id, state, person: was }: StoredUser,
    { person, roles }: Introduced,
  ): Promise<void> {
    const how = { actor: provider, because: 'the identity provider says so' };
    if (!isDeepStrictEqual(sorted(rolesOf(state as User)), sorted(roles)))
      await committer.commit(setRoles(id, roles, how));
    if (was !== undefined && isDeepStrictEqual(JSON.parse(was), person)) return;
    const dataKey = await readers.users.dataKey(userHolder(id));
    if (dataKey !== undefined) await committer.commit(changePerson({ user: id, person, dataKey }, how));
  }

  function refused(because: string, user?: string): void {
    const facts = user === undefined ? {} : { user };
    tally.note({ kind: 'sign-in-failed', actor: provider, because, facts });
  }

  return async (introduced) => {
    const subject = subjectHash(gatewayKey, introduced.issuer, introduced.subject);
    const credential = await readers.users.credential({ subject });
    const user = credential === undefined ? undefined : await readers.users.user(credential.user);
    if (user !== undefined) await bringUp(user, introduced);
    if (Object.values(introduced.roles).flat().length === 0) {
      refused('no group of theirs has a role here', user?.id);
      return { kind: 'no-role' };
    }
    const id = user?.id ?? (await make(introduced, subject));
    const secret = await sessions.open(id, SignInBy.Provider);
    if (secret !== undefined) return { kind: 'signed-in', secret, user: id };
    refused('the user is disabled', id);
    return { kind: 'disabled' };
  };
}

function sorted(roles: RolesByAgency): [string, string[]][] {
  return Object.entries(roles)
    .filter(([, of]) => of.length > 0)
    .map(([agency, of]): [string, string[]] => [agency, [...of].sort()])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
