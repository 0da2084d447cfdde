import type { Command } from 'commander';
import type { ErasedAll, ErasePreview } from '../../audit/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../api/open-client.js';
import type { Cli } from '../cli.js';
import { counted } from '../terminal/text.js';

type EraseOptions = ApiOptions & { patron: string; because: string; yes?: true };

/** `lendwire erase`: a person is erased from all requests that have ended; the ledger stays whole. */
export function addErase(program: Command, cli: Cli): void {
  withApiOptions(
    program
      .command('erase')
      .summary('erase a person, keep the proof')
      .description(
        'Destroys the keys under which a person’s values are sealed, in all requests that have ended. Without --yes it only says how many that would be. It cannot be taken back. Needs a token with the scope erase; one that is bound to an agency erases there alone.',
      )
      .requiredOption('--patron <reference>', 'the library’s own reference of the person')
      .option(
        '--because <text>',
        'why; it stands in the ledger, so name nobody in it',
        'a person asked for it',
      )
      .option('--yes', 'do it'),
  ).action((options: EraseOptions) => erase(cli, options));
}

async function erase(cli: Cli, options: EraseOptions): Promise<void> {
  const client = openClient(cli, options);
  const { patron, because } = options;
  if (options.yes !== true) {
    const { body } = await client.call<ErasePreview>({
      method: 'POST',
      path: '/api/v1/erasures/preview',
      body: { patron },
    });
    cli.terminal.out(
      [
        `The person would be erased from ${counted(body.erasable, 'request')}.`,
        ...heldWords(body),
        body.erasable === 0 ? 'There is nothing to do.' : 'To do it, for good: the same command with --yes.',
      ].join('\n'),
    );
    return;
  }
  const { body } = await client.call<ErasedAll>({
    method: 'POST',
    path: '/api/v1/erasures',
    body: { patron, because },
  });
  cli.terminal.out(
    [
      `The person is erased from ${counted(body.erased, 'request')}. Certificate: ${body.certificate}.`,
      ...heldWords(body),
      ...(body.shredded
        ? []
        : ['A long reader keeps the database’s log for now: the next run of the job retain cleans it.']),
    ].join('\n'),
  );
}

function heldWords({ heldBack }: Pick<ErasePreview, 'heldBack'>): string[] {
  return heldBack.map(({ loan, why }) => `Held back: ${loan}, because ${why}.`);
}
