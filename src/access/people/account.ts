import type { Committer, Readers } from '../../storage/index.js';
import { setPassword, signOutEverywhere } from './change-users.js';
import { passwordFault, type Passwords } from './password.js';
import type { SignedIn } from './signed-in.js';
import { SignInBy } from './signed-in.js';

export type PasswordAnswer =
  'changed' | 'old-is-wrong' | 'too-short' | 'too-long' | 'is-login' | 'not-kept-here';

/** What people do with their own account. */
export interface Account {
  /** Ends all sessions, this one too. */
  changePassword(of: SignedIn, asked: { old: string; next: string }): Promise<PasswordAnswer>;
  signOutEverywhere(of: SignedIn): Promise<void>;
}

export function buildAccount(options: {
  committer: Committer;
  readers: Pick<Readers, 'users'>;
  passwords: Passwords;
}): Account {
  const { committer, readers, passwords } = options;
  return {
    async changePassword({ caller, login, by }, { old, next }) {
      const credential = await readers.users.credential({ user: caller.id });
      if (credential?.password === undefined || by !== SignInBy.Password) return 'not-kept-here';
      const fault = passwordFault(next, login);
      if (fault !== undefined) return fault;
      if (!(await passwords.isRight(old, credential.password))) return 'old-is-wrong';
      const how = {
        actor: { kind: 'person', id: caller.id },
        because: 'they chose another password',
      } as const;
      await committer.commit(setPassword(credential, await passwords.hash(next), how));
      return 'changed';
    },
    async signOutEverywhere({ caller }) {
      const how = { actor: { kind: 'person', id: caller.id }, because: 'they asked for it' } as const;
      await committer.commit(signOutEverywhere(caller.id, how));
    },
  };
}
