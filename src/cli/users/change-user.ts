import type { Person, Role } from '../../access/index.js';
import { OperatorError } from '../../platform/index.js';
import type { Cli, ConfigOption } from '../cli.js';
import { operator } from '../ledger/operator.js';
import { settingsOf } from '../settings.js';
import { readSecret } from '../terminal/read-secret.js';
import { placeOf } from './place.js';
import { findUser, onUser, withUsers } from './open-users.js';

export interface AddOptions extends ConfigOption {
  role?: Role[];
  agency?: string;
  name?: string;
  email?: string;
  passwordStdin?: boolean;
}

/** Makes a user, and shows the password where it was generated. */
export async function addUser(cli: Cli, login: string, options: AddOptions): Promise<void> {
  const place = await placeOf(cli, options);
  const [{ makeUser, SignInBy }, { openGatewayKey }, { toolsOf }] = await Promise.all([
    import('../../access/index.js'),
    import('../../storage/index.js'),
    import('../ledger/open-tools.js'),
  ]);
  const { ring } = await toolsOf(settingsOf(cli, options), cli.env);
  const secret = await passwordFor(cli, login, options);
  await withUsers(cli, options, async (users) => {
    if (findUser(users.known, login) !== undefined)
      throw new OperatorError(`Somebody signs in as ${login} already: see \`lendwire users list\`.`);
    const roles = { [place]: options.role ?? [] };
    const gatewayKey = await openGatewayKey(users, ring);
    const asked = { person: personOf(login, options), by: SignInBy.Password, roles, password: secret.hash };
    const how = { actor: operator(), because: 'the operator said so', gatewayKey, ring };
    const { id } = await users.committer.commit(makeUser(asked, how));
    cli.terminal.err(`${login} may sign in (id ${id}; ${(options.role ?? []).join(', ')}).`);
    show(cli, login, secret);
  });
}

/** Another password, after which every session with the old one is over. */
export async function changePassword(cli: Cli, login: string, options: AddOptions): Promise<void> {
  const secret = await passwordFor(cli, login, options);
  await onUser(cli, { login, options }, async ({ id, committer, readers, how }) => {
    const { setPassword } = await import('../../access/index.js');
    const credential = await readers.users.credential({ user: id });
    if (credential?.password === undefined)
      throw new OperatorError(`${login} signs in at the identity provider, which keeps the password.`);
    await committer.commit(setPassword(credential, secret.hash, how));
    cli.terminal.err(`The password of ${login} is changed, and all their sign-ins have ended.`);
    show(cli, login, secret);
  });
}

/** Roles at one place, as they are from now on; those at other places stay. */
export async function changeRoles(cli: Cli, login: string, options: AddOptions): Promise<void> {
  const place = await placeOf(cli, options);
  await onUser(cli, { login, options }, async ({ id, state, committer, how }) => {
    const { rolesOf, setRoles } = await import('../../access/index.js');
    const result = await committer.commit(
      setRoles(id, { ...rolesOf(state), [place]: options.role ?? [] }, how),
    );
    const now = options.role === undefined ? 'no role' : options.role.join(', ');
    cli.terminal.out(
      result === 'unchanged' ? `That is what ${login} is already.` : `${login} is now: ${now}.`,
    );
  });
}

interface Secret {
  hash: string;
  /** To be shown, once. */
  generated?: string;
}

async function passwordFor(cli: Cli, login: string, options: AddOptions): Promise<Secret> {
  const { buildPasswords, generatePassword, passwordFault } = await import('../../access/index.js');
  const passwords = buildPasswords({ log2N: settingsOf(cli, options).signIn.passwordCost });
  if (options.passwordStdin !== true) {
    const generated = generatePassword();
    return { generated, hash: await passwords.hash(generated) };
  }
  const given = await (cli.secret ?? readSecret)(`Password for ${login}: `);
  const fault = passwordFault(given, login);
  if (fault !== undefined) throw new OperatorError(faults[fault]);
  return { hash: await passwords.hash(given) };
}

const faults = {
  'too-short': 'A password needs at least 12 characters.',
  'too-long': 'A password may have at most 128 characters.',
  'is-login': 'A password must not be the user name.',
} as const;

function show(cli: Cli, login: string, { generated }: Secret): void {
  if (generated === undefined) return;
  // Alone on its line of standard output, so that a script can take it.
  cli.terminal.out(generated);
  cli.terminal.err(`This is the password of ${login}. It is not shown again.`);
}

function personOf(login: string, { name, email }: AddOptions): Person {
  return {
    login,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
  };
}
