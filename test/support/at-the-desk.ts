import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPasswords, makeUser, SignInBy, type Role } from '../../src/access/index.js';
import { parseWrappingKeys } from '../../src/vault/index.js';
import type { Library } from './library.js';
import { Browser, EVERYWHERE, passwordOf } from './staff.js';

/** Somebody who works at a library, in a browser without scripts, signed in. Answers their id as well. */
export async function atTheDesk(
  library: Library,
  login: string,
  roles: readonly Role[] = ['supervisor'],
): Promise<{ browser: Browser; id: string }> {
  const ring = parseWrappingKeys(readFileSync(join(library.folder, 'wrapping.key'), 'utf8'));
  const { gatewayKey } = library.app.entrance;
  const password = await buildPasswords({ log2N: 10 }).hash(passwordOf(login));
  const asked = {
    person: { login, name: login },
    by: SignInBy.Password,
    roles: { [EVERYWHERE]: roles },
    password,
  };
  const how = {
    actor: { kind: 'person', id: 'the tests' } as const,
    because: 'the test hires',
    gatewayKey,
    ring,
  };
  const { id } = await library.app.storage.committer.commit(makeUser(asked, how));
  const browser = new Browser(`http://127.0.0.1:${library.port}`);
  const { status } = await browser.signIn(login, passwordOf(login));
  if (status !== 303) throw new Error(`${login} could not sign in: ${status}`);
  return { browser, id };
}
