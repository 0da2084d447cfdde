import { EVERYWHERE } from '../../access/caller.js';
import type { Cli, ConfigOption } from '../cli.js';
import { agencyKeyOf } from '../ledger/beside-gateway.js';
import { settingsOf } from '../settings.js';

/** Where roles are held: the key of the agency that is named, else everywhere. Refuses an agency that is not ours. */
export async function placeOf(cli: Cli, options: ConfigOption & { agency?: string }): Promise<string> {
  return (await agencyKeyOf(options.agency, settingsOf(cli, options))) ?? EVERYWHERE;
}
