import type { Command } from 'commander';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';

/** `lendwire serve`: a gateway, until it is told to stop. */
export function addServe(program: Command, cli: Cli): void {
  program
    .command('serve')
    .summary('run the gateway until it is told to stop')
    .description(
      'Runs the gateway. SIGTERM or SIGINT (Ctrl-C) ends it: it takes no more, finishes what runs, and exits. A second gateway on one database is refused with the process id of the first.',
    )
    .addOption(configOption())
    .action(async ({ config }: ConfigOption) => cli.serve(config));
}
