// One export as a process of its own, so that its memory can be told: FOLDER of a seeded ledger, BUNDLE to write.
import { join } from 'node:path';
import { beginExport, countInThread } from '../../dist/audit/index.js';
import { openExportHouse } from '../../dist/cli/ledger/export-house.js';
import { settingsOf } from './seed-ledger.mjs';

// As the command line has it: no gateway is loaded here.
const actor = { kind: 'person', id: 'bench' };
const [folder, bundle] = process.argv.slice(2);
const house = await openExportHouse(settingsOf(folder), { opensPersons: false });
const timed = async (to) => {
  const from = performance.now();
  const counted = await countInThread({ database: house.database, selection: {} });
  const asked = {
    selection: {},
    counted,
    to,
    by: actor,
    because: 'bench',
    messages: 'none',
    workbook: false,
  };
  await (
    await beginExport(asked, house)
  ).made;
  return (performance.now() - from) / 1000;
};
const before = process.memoryUsage.rss() / 2 ** 20;
const zipSeconds = await timed({ kind: 'zip', path: join(folder, 'bundle.zip') });
const maxRssMb = process.resourceUsage().maxRSS / 1024;
await timed({ kind: 'folder', path: bundle });
await house.close();
console.log(JSON.stringify({ zipSeconds, maxRssMb, addedMb: maxRssMb - before }));
process.exit(0);
