import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../../src/platform/index.js';
import { openLibrary, type Library } from '../../support/library.js';

export const RECORDS = '/api/v1/loan-records';

/** A loan record `N-7` of one of our agencies. */
export function recordOf(agency: string, title: string): object {
  return {
    id: 'N-7',
    agency,
    patron: { reference: 'P-1' },
    item: { title },
    service: { type: 'Loan' },
    suppliers: ['ISIL:SE-GUB'],
  };
}

/** One gateway of several agencies, with a peer to which nothing is sent. `close` leaves nothing behind. */
export async function houseOf(
  ...agencies: string[]
): Promise<{ house: Library; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-house-'));
  const house = await openLibrary({
    name: 'house',
    folder,
    agencies: agencies.map((id) => ({ id })),
    clock: new VirtualClock(),
  });
  const peer = { id: 'gub', name: 'G', agencies: [{ id: 'ISIL:SE-GUB' }], url: 'https://ill.example/' };
  await house.api('POST', '/api/v1/peers/import', [peer]);
  await house.api('POST', '/api/v1/peers/gub/pause');
  return {
    house,
    async close() {
      await house.app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
