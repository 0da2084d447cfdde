import type { Command } from 'commander';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { rotaPage, type Rota } from '../../records/rota-page.js';

type Options = ApiOptions & { agency?: string; json?: true };

/** `lendwire rota`: who is asked for a request, in which order, and why; and that order changed by a person. */
export function addRota(program: Command, cli: Cli): void {
  const rota = program
    .command('rota')
    .summary('why these suppliers, in this order')
    .description('Who is asked for a request, in which order, and why. A person may change the order.');
  withApiOptions(
    rota
      .command('explain <request>')
      .description(
        'Shows a request’s suppliers in the order in which they are asked: the points that each rule gives, of how many at most, and why; what sets a supplier before or behind its points, or has it skipped; what catalogues said about it, and how old that is. The weights are `sourcing.weights` of the settings; docs/sourcing.md tells the rules.',
      ),
  )
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is, where several of our agencies have one')
    .option('--json', 'as the API gives it')
    .addHelpText('after', examples)
    .action((request: string, options: Options) => explain(cli, request, options));
  withApiOptions(
    rota
      .command('order <request> [suppliers...]')
      .description(
        'Says who is asked from now on, in this order: TYPE:VALUE, one after another. Whoever is left out is skipped, whoever is new is added; whoever was asked already is not named.',
      ),
  )
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is, where several of our agencies have one')
    .action((request: string, suppliers: string[], options: Options) =>
      order(cli, request, { suppliers, options }),
    );
  withApiOptions(
    rota.command('seek <request>').description('Has the catalogues asked (again) who holds the item.'),
  )
    .option('--agency <TYPE:VALUE>', 'whose record library:ID is, where several of our agencies have one')
    .action((request: string, options: Options) => seek(cli, request, options));
}

const examples = `
REQUEST is the gateway's id of it, or library:ID with the library's own.

  lendwire rota explain library:N-2026-00017
  lendwire rota order library:N-2026-00017 ISIL:SE-EAST ISIL:SE-SOUTH`;

async function explain(cli: Cli, request: string, options: Options): Promise<void> {
  const { body } = await openClient(cli, options).call<Rota>({
    method: 'GET',
    path: `/api/v1/loan-records/${encodeURIComponent(request)}/rota`,
    query: { agency: options.agency },
  });
  cli.terminal.out(options.json === true ? JSON.stringify(body) : rotaPage(body, cli.terminal));
}

async function order(
  cli: Cli,
  request: string,
  { suppliers, options }: { suppliers: string[]; options: Options },
): Promise<void> {
  await openClient(cli, options).call({
    method: 'PUT',
    path: `/api/v1/loan-records/${encodeURIComponent(request)}/suppliers`,
    query: { agency: options.agency },
    body: { suppliers },
  });
  cli.terminal.out(
    suppliers.length === 0
      ? 'Nobody is left on the list.'
      : `To be asked, in this order: ${suppliers.join(', ')}.`,
  );
}

async function seek(cli: Cli, request: string, options: Options): Promise<void> {
  await openClient(cli, options).call({
    method: 'POST',
    path: `/api/v1/loan-records/${encodeURIComponent(request)}/holdings`,
    query: { agency: options.agency },
  });
  cli.terminal.out('The catalogues are asked within seconds; `lendwire rota explain` tells what they say.');
}
