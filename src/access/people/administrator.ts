import type { Committer, Readers } from '../../storage/index.js';
import type { DataKey, WrappingKeyRing } from '../../vault/index.js';
import { EVERYWHERE } from '../caller.js';
import { Role } from '../roles.js';
import { makeUser } from './change-users.js';
import { generatePassword, type Passwords } from './password.js';
import { SignInBy } from './signed-in.js';

/** At first start, where there is no user yet: makes the administrator, whose password is shown once and kept by nobody. */
export async function makeFirstAdministrator(options: {
  committer: Committer;
  readers: Pick<Readers, 'users'>;
  gatewayKey: DataKey;
  ring: WrappingKeyRing;
  passwords: Passwords;
}): Promise<{ login: string; password: string } | undefined> {
  const { committer, readers, gatewayKey, ring, passwords } = options;
  if ((await readers.users.users()).length > 0) return undefined;
  const login = 'admin';
  const password = generatePassword();
  const hash = await passwords.hash(password);
  await committer.commit(
    makeUser(
      { person: { login }, by: SignInBy.Password, roles: { [EVERYWHERE]: [Role.Admin] }, password: hash },
      { actor: { kind: 'system', id: 'start' }, because: 'there was no user yet', gatewayKey, ring },
    ),
  );
  return { login, password };
}
