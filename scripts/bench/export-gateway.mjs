/** A gateway that makes a bundle when the bench asks, in a thread of its own as the page has it. */
import { rmSync } from 'node:fs';
import { buildApp } from '../../dist/app.js';
import { beginExport, countInThread } from '../../dist/audit/index.js';
import { openExportHouse } from '../../dist/cli/ledger/export-house.js';
import { readSettings } from '../../dist/config/index.js';
import { actor } from './library.mjs';

const settings = readSettings({ file: process.env.LENDWIRE_CONFIG });
const app = await buildApp(settings);
await app.start();
const house = await openExportHouse(settings, { opensPersons: false });
let isRunning = false;

process.on('message', async ({ begin }) => {
  try {
    if (begin !== undefined) await exportTo(begin);
    process.send({ result: { isRunning, residentMb: process.memoryUsage.rss() / 2 ** 20 } });
  } catch (thrown) {
    process.send({ failure: String(thrown?.stack ?? thrown) });
  }
});
process.on('SIGTERM', () => void house.close().then(() => app.stop().then(() => process.exit(0))));
process.send('ready');

async function exportTo(path) {
  rmSync(path, { force: true });
  const counted = await countInThread({ database: house.database, selection: {} });
  const asked = {
    ...{ selection: {}, counted, to: { kind: 'zip', path }, by: actor, because: 'bench' },
    ...{ messages: 'none', workbook: false, givesWay: true },
  };
  isRunning = true;
  const { made } = await beginExport(asked, house);
  made.catch((thrown) => console.error(thrown)).finally(() => (isRunning = false));
}
