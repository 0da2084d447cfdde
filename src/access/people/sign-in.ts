import type { Clock } from '../../platform/index.js';
import type { Committer, Readers, UserCredential } from '../../storage/index.js';
import { commitment, type DataKey } from '../../vault/index.js';
import type { Tally } from '../denials.js';
import type { Passwords } from './password.js';
import type { Sessions } from './sessions.js';
import { SignInBy } from './signed-in.js';
import { buildThrottle } from './throttle.js';
import { loginHash } from './user.js';

export interface SignInOptions {
  committer: Committer;
  readers: Pick<Readers, 'users'>;
  gatewayKey: DataKey;
  passwords: Passwords;
  sessions: Sessions;
  tally: Tally;
  clock: Clock;
}

/** How a try ended. Why it was refused is for the ledger: whoever tries learns nothing of it. */
export type SignInAnswer =
  | { kind: 'signed-in'; secret: string; user: string }
  | { kind: 'refused' }
  | { kind: 'wait'; seconds: number };

export interface PasswordSignIn {
  login: string;
  password: string;
  /** Network address that it comes from. */
  address: string;
}

const PER_ACCOUNT = { free: 5, longestSeconds: 900 };
const PER_ADDRESS = { free: 20, longestSeconds: 900 };

/**
 * Signing in with a password. Each try that is not told to wait runs the slow hash once, whoever it names, and each that
 * fails is counted under its account and its address.
 */
export function buildPasswordSignIn(
  options: SignInOptions,
): (asked: PasswordSignIn) => Promise<SignInAnswer> {
  const { gatewayKey, passwords, readers, sessions, tally } = options;
  const accounts = buildThrottle(options.clock, PER_ACCOUNT);
  const addresses = buildThrottle(options.clock, PER_ADDRESS);

  function failed(address: string, because: string, user?: string): SignInAnswer {
    const source = commitment(gatewayKey, 'address', address).slice(0, 16);
    tally.note({
      kind: 'sign-in-failed',
      actor: { kind: 'system', id: 'access' },
      because,
      facts: { source, ...(user === undefined ? {} : { user }) },
    });
    return { kind: 'refused' };
  }

  return async ({ login, password, address }) => {
    const account = loginHash(gatewayKey, login);
    const seconds = Math.max(accounts.waitSeconds(account), addresses.waitSeconds(address));
    if (seconds > 0) {
      failed(address, 'too many tries');
      return { kind: 'wait', seconds };
    }
    // Counted before it is known, so that many at once count as many.
    accounts.failed(account);
    addresses.failed(address);
    const credential = await readers.users.credential({ login: account });
    const isRight = await passwords.isRight(password, credential?.password);
    // However long the hash took: else whoever is answered slowly has waited already, and has a try more.
    accounts.waitFromNow(account);
    addresses.waitFromNow(address);
    if (credential === undefined) return failed(address, 'nobody signs in under this name');
    if (!isRight) return failed(address, 'the password is wrong', credential.user);
    const secret = await sessions.open(credential.user, SignInBy.Password);
    if (secret === undefined) return failed(address, 'the user is disabled', credential.user);
    accounts.forgive(account);
    addresses.takeBack(address);
    await strengthen(credential, password, options);
    return { kind: 'signed-in', secret, user: credential.user };
  };
}

/** The same password under today's parameters, where it was kept under weaker ones. */
async function strengthen(
  credential: UserCredential,
  password: string,
  { committer, passwords }: SignInOptions,
): Promise<void> {
  if (credential.password === undefined || !passwords.isWeak(credential.password)) return;
  const stronger = { ...credential, password: await passwords.hash(password) };
  await committer.commit({
    name: 'strengthen-password',
    source: 'people',
    needs: {},
    decide: () => ({ result: undefined, keep: { credentials: [stronger] } }),
  });
}
