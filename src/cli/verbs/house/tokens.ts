import { Option, type Command } from 'commander';
import { allScopes } from '../../../access/scopes.js';
import { OperatorError } from '../../../platform/index.js';
import type { Token } from '../../../storage/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { agencyKeyOf, closing, openOrMake, withStorage } from '../../ledger/beside-gateway.js';
import { operator } from '../../ledger/operator.js';
import { settingsOf } from '../../settings.js';
import { table } from '../../terminal/table.js';
import { minuteOf } from '../../terminal/times.js';

interface AddOptions extends ConfigOption {
  scope: string[];
  agency?: string;
}

/** `lendwire tokens`: who may use the API. They open the database, so that the first token needs none. */
export function addTokens(program: Command, cli: Cli): void {
  const tokens = program
    .command('tokens')
    .summary('make, list and revoke tokens of the API')
    .description(
      'Makes, lists and revokes tokens. They open the database themselves, with or without a gateway that runs; each is an entry of the ledger.',
    );
  tokens
    .command('add <name>')
    .summary('make a token and show it, once')
    .description(
      `Makes a token and shows it: once, since only its hash is kept. Scopes: ${allScopes.join(', ')}; admin stands for all of them.`,
    )
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(allScopes).makeOptionMandatory())
    .option('--agency <agency>', 'only for this one of our agencies, as TYPE:VALUE')
    .addOption(configOption())
    .action((name: string, options: AddOptions) => add(cli, name, options));
  tokens
    .command('list')
    .description('who has one, and what it may do')
    .addOption(configOption())
    .action((options: ConfigOption) => list(cli, options));
  tokens
    .command('revoke <id>')
    .summary('end a token')
    .description('Ends a token. A gateway that runs may know it for five seconds more.')
    .addOption(configOption())
    .action((id: string, options: ConfigOption) => revoke(cli, id, options));
}

async function add(cli: Cli, name: string, options: AddOptions): Promise<void> {
  const settings = settingsOf(cli, options);
  const agency = await agencyKeyOf(options.agency, settings);
  const scopes = [...new Set(options.scope)];
  const { makeToken } = await import('../../../access/index.js');
  await closing(await openOrMake(cli, settings), async ({ committer }) => {
    const asked = { name, scopes, ...(agency === undefined ? {} : { agency }) };
    const { id, secret } = await committer.commit(makeToken(asked, operator()));
    // Alone on its line of standard output, so that a script can take it.
    cli.terminal.out(secret);
    cli.terminal.err(
      `This is the token of ${name} (id ${id}; ${scopes.join(', ')}). It is not shown again: keep it, and give it as LENDWIRE_TOKEN.`,
    );
  });
}

async function list(cli: Cli, options: ConfigOption): Promise<void> {
  const tokens = await withStorage(cli, options, ({ readers }) => readers.peers.tokens());
  if (tokens.length === 0) {
    cli.terminal.out('There is no token yet: make one with `lendwire tokens add NAME --scope SCOPE`.');
    return;
  }
  cli.terminal.out(
    table<Token>(
      [
        { head: 'ID', of: ({ id }) => id },
        { head: 'NAME', of: ({ name }) => name, mayCut: true },
        { head: 'SCOPES', of: ({ scopes }) => scopes.join(' '), mayCut: true },
        { head: 'AGENCY', of: ({ agency }) => agency },
        { head: 'MADE', of: ({ createdAt }) => minuteOf(createdAt) },
        { head: 'REVOKED', of: ({ revokedAt }) => revokedAt && minuteOf(revokedAt) },
      ],
      tokens,
      cli.terminal,
    ),
  );
}

async function revoke(cli: Cli, id: string, options: ConfigOption): Promise<void> {
  const { revokeToken } = await import('../../../access/index.js');
  await withStorage(cli, options, async ({ committer, readers }) => {
    const token = (await readers.peers.tokens()).find((each) => each.id === id);
    if (token === undefined)
      throw new OperatorError(`No token has the id ${id}: see \`lendwire tokens list\`.`);
    const result = await committer.commit(revokeToken(token, operator()));
    cli.terminal.out(
      result === 'revoked'
        ? `The token of ${token.name} is revoked.`
        : `The token of ${token.name} was revoked already.`,
    );
  });
}
