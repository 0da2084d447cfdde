import { randomBytes } from 'node:crypto';
import { reasonOf, type Clock, type Logger } from '../../platform/index.js';
import type { Committer, FoundSession, Readers, StoredSession, UseCase } from '../../storage/index.js';
import { hashToken } from '../token.js';
import { entryOf, userIn } from './change-users.js';
import type { SessionCheck, SignedIn, SignInBy } from './signed-in.js';
import { callerOfUser, rolesOf, type Person, type User } from './user.js';

export interface SessionsOptions {
  committer: Committer;
  readers: Pick<Readers, 'users'>;
  /** Real time, also where the gateway's own clock runs fast. */
  clock: Clock;
  log: Logger;
  hours: number;
  idleMinutes: number;
  /** Folded keys of our agencies. */
  ours: readonly string[];
}

export interface Sessions extends SessionCheck {
  /** Begins a session under a new secret; nothing where the user is unknown or disabled. */
  open(user: string, by: SignInBy): Promise<string | undefined>;
  /** Ends the session of this secret, if it has one. */
  end(secret: string, because?: string): Promise<void>;
}

const wellFormed = /^[A-Za-z0-9_-]{43}$/;
/** How old the last use may grow before it is written down: each page would else be a commit. */
const USED_EVERY_MS = 60_000;

/**
 * Sessions of people: the browser holds 256 random bits, the store their hash. What a session allows is read with each
 * request, from every process: a disabled user, a changed role and a sign-out everywhere are felt at once.
 */
export function buildSessions(options: SessionsOptions): Sessions {
  const { committer, readers, clock, log, ours } = options;

  function isOver({ session, usedAt }: FoundSession, { generation, disabledAt }: User): boolean {
    const now = clock.now().getTime();
    if (session.endedAt !== undefined || disabledAt !== undefined) return true;
    if (session.generation !== generation) return true;
    return (
      now >= Date.parse(session.signedInAt) + options.hours * 3_600_000 ||
      now >= Date.parse(usedAt) + options.idleMinutes * 60_000
    );
  }

  async function noteUse({ session, usedAt }: FoundSession): Promise<void> {
    const now = clock.now();
    if (now.getTime() - Date.parse(usedAt) < USED_EVERY_MS) return;
    // A store that cannot write now still shows pages.
    await committer.commit(useSession(session.id, now)).catch((thrown: unknown) => {
      log.warn('the use of a session could not be noted', { cause: reasonOf(thrown) });
    });
  }

  async function living(secret: string): Promise<FoundSession | undefined> {
    if (!wellFormed.test(secret)) return undefined;
    const found = await readers.users.session(hashToken(secret));
    return found === undefined || isOver(found, found.user.state as User) ? undefined : found;
  }

  return {
    async signedIn(secret, { isUse } = { isUse: true }) {
      const found = await living(secret);
      if (found === undefined) return undefined;
      if (isUse) await noteUse(found);
      return signedInOf(found, ours);
    },
    async open(user, by) {
      const secret = randomBytes(32).toString('base64url');
      const signedInAt = clock.now().toISOString();
      const isOpen = await committer.commit(openSession({ user, by, signedInAt, id: hashToken(secret) }));
      return isOpen ? secret : undefined;
    },
    async end(secret, because = 'they signed out') {
      const found = await living(secret);
      if (found !== undefined)
        await committer.commit(endSession({ ...found.session, endedAt: clock.now().toISOString() }, because));
    },
  };
}

function signedInOf({ session, user }: FoundSession, ours: readonly string[]): SignedIn {
  const state = user.state as User;
  const person = user.person === undefined ? undefined : (JSON.parse(user.person) as Person);
  return {
    caller: callerOfUser({ id: user.id, state, person }, ours),
    login: person?.login ?? user.id,
    by: session.by,
    roles: rolesOf(state),
    signedInAt: session.signedInAt,
  };
}

function openSession(asked: Omit<StoredSession, 'generation'>): UseCase<boolean> {
  return {
    name: 'open-session',
    source: 'people',
    needs: { roots: [{ aggregate: 'user', id: asked.user }] },
    decide(loaded, at) {
      const user = userIn(loaded, asked.user)?.state;
      if (user === undefined || user.disabledAt !== undefined) return { result: false };
      const entry = entryOf('signed-in', at, {
        actor: { kind: 'person', id: asked.user },
        because: asked.by === 'password' ? 'the password was right' : 'the identity provider says who it is',
        facts: { user: asked.user, by: asked.by },
        changes: [],
      });
      return {
        result: true,
        entries: [entry],
        keep: { sessions: [{ ...asked, generation: user.generation }] },
      };
    },
  };
}

function endSession(session: StoredSession, because: string): UseCase<void> {
  return {
    name: 'end-session',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        entryOf('signed-out', at, {
          actor: { kind: 'person', id: session.user },
          because,
          facts: { user: session.user },
          changes: [],
        }),
      ],
      keep: { sessions: [session] },
    }),
  };
}

function useSession(session: string, now: Date): UseCase<void> {
  return {
    name: 'use-session',
    source: 'people',
    needs: {},
    decide: () => ({
      result: undefined,
      keep: { sessionUses: [{ session, usedAt: now.toISOString() }] },
    }),
  };
}
