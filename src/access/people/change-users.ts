import type { Actor, Change, Entry, JsonObject } from '../../ledger/index.js';
import {
  changeOf,
  type Loaded,
  type Moment,
  type Row,
  type UseCase,
  type UserCredential,
} from '../../storage/index.js';
import { createDataKey, seal, wrapDataKey, type DataKey, type WrappingKeyRing } from '../../vault/index.js';
import type { SignInBy } from './signed-in.js';
import { asState, loginHash, userHolder, type Person, type RolesByAgency, type User } from './user.js';

export interface NewUser {
  person: Person;
  by: SignInBy;
  roles: RolesByAgency;
  /** Hash of a first password. */
  password?: string;
  subject?: string;
}

/** Makes a user. The entry says what they may do; who they are is sealed, and what they sign in with stands outside. */
export function makeUser(
  asked: NewUser,
  how: { actor: Actor; because: string; gatewayKey: DataKey; ring: WrappingKeyRing },
): UseCase<{ id: string }> {
  return {
    name: 'make-user',
    source: 'people',
    needs: {},
    decide(_loaded, at) {
      const id = at.newId();
      const createdAt = at.now.toISOString();
      const state: User = { createdAt, by: asked.by, roles: asState(asked.roles), generation: 1 };
      const dataKey = createDataKey(userHolder(id), at.randomBytes);
      const { person, password, subject } = asked;
      const credential: UserCredential = {
        user: id,
        // A provider's user has no name to sign in with here: their hash is one that no name has.
        login: subject === undefined ? loginHash(how.gatewayKey, person.login) : `subject ${subject}`,
        changedAt: createdAt,
        ...(password === undefined ? {} : { password }),
        ...(subject === undefined ? {} : { subject }),
      };
      return {
        result: { id },
        entries: [
          entryOf('user-made', at, {
            ...how,
            facts: { user: id, by: asked.by, roles: plain(asked.roles) },
            changes: changeOf('user', undefined, { id, state }),
          }),
        ],
        keep: {
          dataKeys: [
            { holder: dataKey.holder, wrapped: wrapDataKey(dataKey, how.ring.current, at.randomBytes) },
          ],
          sealed: [sealedPerson(person, dataKey, at)],
          credentials: [credential],
        },
      };
    },
  };
}

/** Who somebody is, sealed anew: the newest counts. */
export function changePerson(
  { user, person, dataKey }: { user: string; person: Person; dataKey: DataKey },
  how: { actor: Actor; because: string },
): UseCase<void> {
  return {
    name: 'change-person',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [entryOf('user-person-changed', at, { ...how, facts: { user }, changes: [] })],
      keep: { sealed: [sealedPerson(person, dataKey, at)] },
    }),
  };
}

function sealedPerson(
  person: Person,
  dataKey: DataKey,
  at: Moment,
): { id: string; holder: string; purpose: 'credential'; value: string } {
  const id = at.newId();
  const value = seal(dataKey, JSON.stringify(person), { context: id, random: at.randomBytes });
  return { id, holder: dataKey.holder, purpose: 'credential', value };
}

export type UserChange = 'changed' | 'unchanged' | 'unknown-user';

/** What somebody may do from now on: the next page that they ask for knows it. */
export function setRoles(
  user: string,
  roles: RolesByAgency,
  how: { actor: Actor; because: string },
): UseCase<UserChange> {
  return changeUser(
    user,
    { ...how, kind: 'user-roles-changed', facts: { roles: plain(roles) } },
    (state) => ({
      ...state,
      roles: asState(roles),
    }),
  );
}

/** Nobody signs in as this user any more, and whoever is signed in is so no longer. */
export function disableUser(user: string, how: { actor: Actor; because: string }): UseCase<UserChange> {
  return changeUser(user, { ...how, kind: 'user-disabled' }, (state, at) =>
    state.disabledAt === undefined
      ? { ...state, disabledAt: at.now.toISOString(), generation: state.generation + 1 }
      : state,
  );
}

export function enableUser(user: string, how: { actor: Actor; because: string }): UseCase<UserChange> {
  return changeUser(user, { ...how, kind: 'user-enabled' }, ({ disabledAt: _was, ...state }) => state);
}

/** Ends every session of a user. */
export function signOutEverywhere(user: string, how: { actor: Actor; because: string }): UseCase<UserChange> {
  return changeUser(user, { ...how, kind: 'signed-out-everywhere' }, withNextGeneration);
}

/** Another password; every session that was begun with the old one is over. */
export function setPassword(
  credential: UserCredential,
  password: string,
  how: { actor: Actor; because: string },
): UseCase<UserChange> {
  const { user } = credential;
  const changing = changeUser(user, { ...how, kind: 'user-password-changed' }, withNextGeneration);
  return {
    ...changing,
    decide(loaded, at) {
      const outcome = changing.decide(loaded, at);
      if (outcome.result !== 'changed') return outcome;
      return {
        ...outcome,
        keep: { credentials: [{ ...credential, password, changedAt: at.now.toISOString() }] },
      };
    },
  };
}

function withNextGeneration(state: User): User {
  return { ...state, generation: state.generation + 1 };
}

function changeUser(
  id: string,
  entry: { kind: string; actor: Actor; because: string; facts?: JsonObject },
  change: (state: User, at: Moment) => User,
): UseCase<UserChange> {
  return {
    name: entry.kind,
    source: 'people',
    needs: { roots: [{ aggregate: 'user', id }] },
    decide(loaded, at) {
      const before = userIn(loaded, id);
      if (before === undefined) return { result: 'unknown-user' };
      const changes = changeOf('user', before, { id, state: change(before.state, at) });
      if (changes.length === 0) return { result: 'unchanged' };
      const facts = { user: id, ...entry.facts };
      return { result: 'changed', entries: [entryOf(entry.kind, at, { ...entry, facts, changes })] };
    },
  };
}

export function userIn(loaded: Loaded, id: string): Row<User> | undefined {
  return loaded.root<User>({ aggregate: 'user', id });
}

export function entryOf(
  kind: string,
  at: Moment,
  said: { actor: Actor; because: string; facts: JsonObject; changes: Change[] },
): Entry {
  const { actor, because, facts, changes } = said;
  return { kind, at: at.now.toISOString(), actor, because, facts, changes };
}

function plain(roles: RolesByAgency): JsonObject {
  return Object.fromEntries(Object.entries(roles).map(([agency, of]) => [agency, [...of]]));
}
