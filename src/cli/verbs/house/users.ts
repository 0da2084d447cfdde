import { Option, type Command } from 'commander';
import { EVERYWHERE } from '../../../access/caller.js';
import { rolesOf, type User } from '../../../access/people/user.js';
import { allRoles, type Role } from '../../../access/roles.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { table } from '../../terminal/table.js';
import { minuteOf } from '../../terminal/times.js';
import { onUser, withUsers, type KnownUser } from '../../users/open-users.js';
import { addUser, changePassword, changeRoles, type AddOptions } from '../../users/change-user.js';

const summary: Readonly<Record<Role, string>> = {
  assistant: 'works requests',
  supervisor: 'works requests, pauses peers, reads the ledger',
  auditor: 'reads the ledger and exports it',
  privacy: 'reads the ledger, reveals and erases persons, approves exports with persons',
  admin: 'keeps users, peers and jobs, reads no ledger',
};

/** `lendwire users`: who may sign in to the page. They open the database, so that the first needs no other. */
export function addUsers(program: Command, cli: Cli): void {
  const users = program
    .command('users')
    .summary('who may sign in to the staff page, and what they may do')
    .description(
      'Makes, changes and lists the people who sign in to the staff page. They open the database themselves, with or without a gateway that runs; each change is an entry of the ledger and is felt at once.',
    );
  addAdd(users, cli);
  addRole(users, cli);
  users
    .command('list')
    .description('who there is, and what they may do')
    .addOption(configOption())
    .action((options: ConfigOption) => list(cli, options));
  users
    .command('password <login>')
    .summary('give somebody another password')
    .description('Gives another password, generated and shown once, or read. All their sign-ins end.')
    .addOption(passwordOption())
    .addOption(configOption())
    .action((login: string, options: AddOptions) => changePassword(cli, login, options));
  addSwitch(users, cli, 'disable');
  addSwitch(users, cli, 'enable');
}

function addAdd(users: Command, cli: Cli): void {
  users
    .command('add <login>')
    .summary('make a user and show their password, once')
    .description(
      `Makes a user. Without --password-stdin the password is generated and shown: once, since only its hash is kept. ${rolesText()}`,
    )
    .addOption(roleOption().makeOptionMandatory())
    .addOption(agencyOption())
    .option('--name <name>', 'what the page calls them')
    .option('--email <address>', 'where they can be reached')
    .addOption(passwordOption())
    .addOption(configOption())
    .action((login: string, options: AddOptions) => addUser(cli, login, options));
}

function addRole(users: Command, cli: Cli): void {
  users
    .command('role <login>')
    .summary('say anew what somebody may do')
    .description(
      `Sets somebody’s roles at all agencies of ours, or at the one that is named; without --role none are left there. ${rolesText()}`,
    )
    .addOption(roleOption())
    .addOption(agencyOption())
    .addOption(configOption())
    .action((login: string, options: AddOptions) => changeRoles(cli, login, options));
}

function addSwitch(users: Command, cli: Cli, verb: 'disable' | 'enable'): void {
  users
    .command(`${verb} <login>`)
    .description(
      verb === 'disable' ? 'let somebody in no more; all their sign-ins end' : 'let somebody in again',
    )
    .addOption(configOption())
    .action((login: string, options: ConfigOption) =>
      onUser(cli, { login, options }, async ({ id, committer, how }) => {
        const { disableUser, enableUser } = await import('../../../access/index.js');
        const change = verb === 'disable' ? disableUser(id, how) : enableUser(id, how);
        const isChanged = (await committer.commit(change)) === 'changed';
        cli.terminal.out(`${login} is ${isChanged ? '' : 'already '}${verb}d.`);
      }),
    );
}

function rolesText(): string {
  return `Roles: ${allRoles.map((role) => `${role} (${summary[role]})`).join(', ')}.`;
}

function roleOption(): Option {
  return new Option('--role <role...>', 'what they are').choices(allRoles);
}

function agencyOption(): Option {
  return new Option('--agency <agency>', 'only at this one of our agencies, as TYPE:VALUE');
}

function passwordOption(): Option {
  return new Option('--password-stdin', 'read the password from standard input, or ask for it');
}

async function list(cli: Cli, options: ConfigOption): Promise<void> {
  const users = await withUsers(cli, options, ({ known }) => Promise.resolve(known));
  if (users.length === 0) {
    cli.terminal.out('There is no user yet: make one with `lendwire users add LOGIN --role ROLE`.');
    return;
  }
  cli.terminal.out(
    table<KnownUser>(
      [
        { head: 'LOGIN', of: ({ id, person }) => person?.login ?? id },
        { head: 'NAME', of: ({ person }) => person?.name, mayCut: true },
        { head: 'ROLES', of: ({ state }) => rolesLine(state), mayCut: true },
        { head: 'BY', of: ({ state }) => state.by },
        { head: 'MADE', of: ({ state }) => minuteOf(state.createdAt) },
        { head: 'DISABLED', of: ({ state }) => state.disabledAt && minuteOf(state.disabledAt) },
      ],
      users,
      cli.terminal,
    ),
  );
}

function rolesLine(user: User): string {
  const held = Object.entries(rolesOf(user)).map(
    ([agency, roles]) => `${roles.join(' ')}${agency === EVERYWHERE ? '' : ` at ${agency}`}`,
  );
  return held.join('; ');
}
