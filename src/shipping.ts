import { buildCarrierDesk, buildParcelDesk, type DeskOptions, type Gateway } from './desk/index.js';
import type { Ground } from './ground.js';
import type { Storage } from './storage/index.js';

/** How page, API and command line reach parcels and who carries them. */
export function buildShippingDesks(
  { settings }: Ground,
  {
    storage,
    desk,
    loanRecords,
  }: { storage: Storage; desk: DeskOptions; loanRecords: Gateway['loanRecords'] },
): Pick<Gateway, 'parcels' | 'carriers'> {
  const carrierRows = (): ReadonlyMap<string, unknown> => storage.directory().roots('carrier');
  return {
    parcels: buildParcelDesk({ ...desk, carrierRows, loanRecords }),
    carriers: buildCarrierDesk({ committer: storage.committer, carrierRows, rules: settings.outbound }),
  };
}
