import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { clientSettings, defaultSettingsFile, SettingsError, type Settings } from '../../config/index.js';
import type { Cli, ConfigOption } from '../cli.js';
import { ExitCode, Stopped } from '../exit.js';
import { settingsOf } from '../settings.js';
import { apiClient, type ApiClient } from './api-client.js';

export interface ApiOptions extends ConfigOption {
  url?: string;
  token?: string;
}

/** The options of every verb that speaks to a running gateway. */
export function withApiOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--url <url>',
        'where the gateway answers (or LENDWIRE_URL; else as its configuration says)',
      ),
    )
    .addOption(
      new Option(
        '--token <token>',
        'a token of the gateway (better: LENDWIRE_TOKEN, which no process list shows)',
      ),
    )
    .addOption(configOption());
}

export function configOption(): Option {
  return new Option('--config <file>', 'the gateway’s configuration (or LENDWIRE_CONFIG)');
}

/** A client with the token that was given. Throws `Stopped` where there is none. */
export function openClient(cli: Cli, options: ApiOptions): ApiClient {
  const fromEnvironment = clientSettings(cli.env);
  const token = options.token ?? fromEnvironment.token ?? '';
  if (token === '')
    throw new Stopped(
      'A token is needed. Make one with `lendwire tokens add NAME --scope SCOPE`, then give it with LENDWIRE_TOKEN or --token.',
      ExitCode.NoGateway,
    );
  return apiClient({ url: options.url ?? fromEnvironment.url ?? addressOf(cli, options), token });
}

function addressOf(cli: Cli, options: ConfigOption): string {
  const { host, port } = serverOf(cli, options);
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Without a configuration of its own the gateway is where one listens by default. */
function serverOf(cli: Cli, options: ConfigOption): Pick<Settings['server'], 'host' | 'port'> {
  try {
    return settingsOf(cli, options).server;
  } catch (thrown) {
    if (options.config !== undefined || !(thrown instanceof SettingsError)) throw thrown;
    return (JSON.parse(readFileSync(defaultSettingsFile, 'utf8')) as Pick<Settings, 'server'>).server;
  }
}
