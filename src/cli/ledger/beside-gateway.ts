import type { Settings } from '../../config/index.js';
import { OperatorError } from '../../platform/index.js';
import type { Cli, ConfigOption } from '../cli.js';
import { settingsOf } from '../settings.js';
import type { ToolStorage } from './open-tools.js';

/** Refuses a database that is not there; only the making of a token makes one. */
export async function withStorage<Result>(
  cli: Cli,
  options: ConfigOption,
  work: (storage: ToolStorage) => Promise<Result>,
): Promise<Result> {
  const settings = settingsOf(cli, options);
  const [{ openStorage, toolsOf }, { refuseMissing }] = await Promise.all([
    import('../ledger/open-tools.js'),
    import('../ledger/open-ledger.js'),
  ]);
  refuseMissing(settings.database.path);
  return closing(await openStorage(settings, await toolsOf(settings, cli.env)), work);
}

export async function closing<Result>(
  storage: ToolStorage,
  work: (storage: ToolStorage) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

export async function openOrMake(cli: Cli, settings: Settings): Promise<ToolStorage> {
  const [{ openStorage, toolsOf }, { ledgerSize }] = await Promise.all([
    import('../ledger/open-tools.js'),
    import('../ledger/open-ledger.js'),
  ]);
  const migrate = (await ledgerSize(settings)) === undefined;
  return openStorage(settings, await toolsOf(settings, cli.env), { migrate });
}

/** The folded key of one of our agencies, by any of its names. */
export async function agencyKeyOf(
  written: string | undefined,
  { agencies }: Settings,
): Promise<string | undefined> {
  if (written === undefined) return undefined;
  const [{ agencyKey }, { agencyFrom, agencyIdFrom }] = await Promise.all([
    import('../../iso18626/index.js'),
    import('../../peers/index.js'),
  ]);
  const asked = agencyKey(agencyIdFrom(written));
  const ours = agencies
    .map(agencyFrom)
    .find(({ key, aliases }) => key === asked || aliases.some((alias) => agencyKey(alias) === asked));
  if (ours !== undefined) return ours.key;
  const names = agencies.map(({ id }) => id).join(', ');
  throw new OperatorError(`${written} is none of our agencies. They are: ${names}.`);
}
