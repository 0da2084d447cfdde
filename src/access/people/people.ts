import type { Clock, Logger } from '../../platform/index.js';
import type { Committer, Readers } from '../../storage/index.js';
import type { DataKey, WrappingKeyRing } from '../../vault/index.js';
import type { Tally } from '../denials.js';
import { buildAccount, type Account } from './account.js';
import { buildPasswords } from './password.js';
import { buildProviderSignIn, type Introduced, type ProviderAnswer } from './provider-sign-in.js';
import { buildSessions, type Sessions } from './sessions.js';
import { buildPasswordSignIn, type PasswordSignIn, type SignInAnswer } from './sign-in.js';

export interface PeopleOptions {
  committer: Committer;
  readers: Pick<Readers, 'users'>;
  gatewayKey: DataKey;
  ring: WrappingKeyRing;
  tally: Tally;
  /** Real time: a session does not run fast with a demonstration's clock. */
  clock: Clock;
  log: Logger;
  /** Folded keys of our agencies. */
  ours: readonly string[];
  settings: { sessionHours: number; idleMinutes: number; passwordCost: number };
}

/** Everything about people who sign in. */
export interface People {
  sessions: Sessions;
  account: Account;
  signIn(asked: PasswordSignIn): Promise<SignInAnswer>;
  signInFromProvider(introduced: Introduced): Promise<ProviderAnswer>;
  /** A sign-in at the identity provider came to nothing before anybody was known. */
  providerFailed(because: string): void;
}

export function buildPeople(options: PeopleOptions): People {
  const { settings } = options;
  const passwords = buildPasswords({ log2N: settings.passwordCost });
  const sessions = buildSessions({
    ...options,
    hours: settings.sessionHours,
    idleMinutes: settings.idleMinutes,
  });
  return {
    sessions,
    account: buildAccount({ ...options, passwords }),
    signIn: buildPasswordSignIn({ ...options, passwords, sessions }),
    signInFromProvider: buildProviderSignIn({ ...options, sessions }),
    providerFailed: (because) =>
      options.tally.note({
        kind: 'sign-in-failed',
        actor: { kind: 'system', id: 'identity-provider' },
        because,
        facts: {},
      }),
  };
}
