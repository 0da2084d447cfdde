import type { Person, User } from '../../access/index.js';
import type { Actor } from '../../ledger/index.js';
import { OperatorError } from '../../platform/index.js';
import type { Cli, ConfigOption } from '../cli.js';
import { closing, openOrMake } from '../ledger/beside-gateway.js';
import { operator } from '../ledger/operator.js';
import type { ToolStorage } from '../ledger/open-tools.js';
import { settingsOf } from '../settings.js';

export interface KnownUser {
  id: string;
  state: User;
  person: Person | undefined;
}

export interface OpenUsers extends ToolStorage {
  known: KnownUser[];
}

/** Opens the database, making it where there is none, and everybody in it. */
export async function withUsers<Result>(
  cli: Cli,
  options: ConfigOption,
  work: (users: OpenUsers) => Promise<Result>,
): Promise<Result> {
  return closing(await openOrMake(cli, settingsOf(cli, options)), async (storage) => {
    const users = await storage.readers.users.users();
    const known = users.map(({ id, state, person }) => ({
      id,
      state: state as User,
      person: person === undefined ? undefined : (JSON.parse(person) as Person),
    }));
    return work({ ...storage, known });
  });
}

export function findUser(known: readonly KnownUser[], login: string): KnownUser | undefined {
  const wanted = folded(login);
  return known.find(
    ({ id, person }) => id === login || (person !== undefined && folded(person.login) === wanted),
  );
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Works on one user. Refuses a name that nobody has. */
export function onUser(
  cli: Cli,
  { login, options }: { login: string; options: ConfigOption },
  work: (on: OpenUsers & KnownUser & { how: { actor: Actor; because: string } }) => Promise<void>,
): Promise<void> {
  return withUsers(cli, options, (users) => {
    const user = findUser(users.known, login);
    if (user === undefined)
      throw new OperatorError(`Nobody signs in as ${login}: see \`lendwire users list\`.`);
    return work({ ...users, ...user, how: { actor: operator(), because: 'the operator said so' } });
  });
}
