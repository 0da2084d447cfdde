import { readSettings, type Settings } from '../config/index.js';
import type { Cli, ConfigOption } from './cli.js';

/** The settings that `--config`, `LENDWIRE_CONFIG` and the environment name. Throws `SettingsError` with every fault. */
export function settingsOf(cli: Pick<Cli, 'env'>, { config }: ConfigOption): Settings {
  return readSettings({
    ...(config === undefined ? {} : { file: config }),
    ...(cli.env === undefined ? {} : { env: cli.env }),
  });
}
