import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { OperatorError } from '../../../platform/index.js';
import { configOption } from '../../api/open-client.js';
import type { Cli, ConfigOption } from '../../cli.js';
import { settingsOf } from '../../settings.js';
import { startProgress } from '../../terminal/progress.js';
import { counted } from '../../terminal/text.js';

type RotateOptions = ConfigOption & { dropOld?: true };

/** `lendwire keys`: the key that wraps the data keys, and the key that signs the ledger. */
export function addKeys(program: Command, cli: Cli): void {
  const keys = program
    .command('keys')
    .summary('rotate keys, print the signing key’s fingerprint')
    .description('The key that data keys are wrapped with, and the key that signs the ledger’s checkpoints.');
  keys
    .command('rotate')
    .summary('wrap every data key anew under a new key')
    .description(
      'Makes a new wrapping key and wraps every data key anew under it; the gateway must be stopped. The old key stays in the key file, so that a backup can still be opened: --drop-old destroys it, which belongs with the destruction of the last backup made under it.',
    )
    .option('--drop-old', 'destroy the old keys once nothing needs them here')
    .addOption(configOption())
    .action((options: RotateOptions) => rotate(cli, options));
  keys
    .command('rotate-signing')
    .summary('let a new key sign the ledger, signed for by the old one')
    .description(
      'Makes a new signing key; the gateway must be stopped. The old key signs for it in an entry of the ledger, so that whoever trusts the old fingerprint can follow. Tell them the new one.',
    )
    .addOption(configOption())
    .action((options: ConfigOption) => rotateSigning(cli, options));
  keys
    .command('fingerprint')
    .description('the fingerprint of the key that signs the ledger')
    .addOption(configOption())
    .action((options: ConfigOption) => printFingerprint(cli, options));
}

async function rotate(cli: Cli, options: RotateOptions): Promise<void> {
  const { rotateWrappingKey } = await import('../../ledger/rotate-wrapping-key.js');
  const settings = settingsOf(cli, options);
  const progress = startProgress(cli.terminal, 1, 'wrapping');
  const rotation = await rotateWrappingKey(settings, {
    dropOld: options.dropOld === true,
    ...(cli.env === undefined ? {} : { env: cli.env }),
    progress: (done, all) => progress.update(all === 0 ? 1 : done / all),
  }).finally(() => progress.stop());
  const { keys, newId, olderIds, file } = rotation;
  cli.terminal.out(
    [
      `${counted(keys, 'data key')} wrapped anew under the key ${newId}, which is in ${file}.`,
      olderIds.length === 0
        ? 'The old keys are destroyed: a backup that was made before can no longer be opened.'
        : `Still in the file, for backups: ${olderIds.join(', ')}. Keep a copy of the file apart from the database.`,
    ].join('\n'),
  );
}

async function rotateSigning(cli: Cli, options: ConfigOption): Promise<void> {
  const { rotateSigningKey } = await import('../../ledger/rotate-signing-key.js');
  const { before, now } = await rotateSigningKey(settingsOf(cli, options), cli.env);
  cli.terminal.out(
    [
      'A new key signs the ledger, and the old one has signed for it.',
      `Before: ${before}`,
      `Now:    ${now}`,
      'Tell the new fingerprint to whoever keeps the old one.',
    ].join('\n'),
  );
}

async function printFingerprint(cli: Cli, options: ConfigOption): Promise<void> {
  const { keys, name } = settingsOf(cli, options);
  if (!existsSync(keys.signingKeyFile))
    throw new OperatorError(
      `There is no signing key at ${keys.signingKeyFile} yet: the gateway makes it at its first start.`,
    );
  const [{ openSigningKey }, { fingerprint }] = await Promise.all([
    import('../../../storage/index.js'),
    import('../../../ledger/index.js'),
  ]);
  const key = openSigningKey({ file: keys.signingKeyFile, name });
  cli.terminal.out(`${fingerprint(key.verifierKey)}\n${key.verifierKey}`);
}
