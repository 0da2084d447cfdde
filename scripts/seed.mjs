// Fills a database of its own with many requests: `npm run seed -- --requests 100000 [--folder DIR]`. Rules, ledger and
// storage are the gateway's own, so that `lendwire verify` and `lendwire rebuild --check` hold for what comes out.
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { introduce, library } from './bench/library.mjs';
import { seedLoans } from './bench/seed-loans.mjs';
import { seedPeers } from './bench/seed-peers.mjs';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, folder: { type: 'string' } },
});
const count = Number(values.requests);
if (!Number.isInteger(count) || count < 1) fail(`--requests takes a whole number, not ${values.requests}`);
const folder =
  values.folder === undefined ? mkdtempSync(join(tmpdir(), 'lendwire-seed-')) : resolve(values.folder);
mkdirSync(folder, { recursive: true });
if (existsSync(join(folder, 'seeded.json'))) fail(`${folder} has been seeded already`);

const here = await library(folder, 'seeded', 'XX-SEEDED');
await introduce(here, seedPeers);
const from = performance.now();
const { entries } = await seedLoans(here, {
  ...{ count, peers: seedPeers, since: new Date(Date.now() - (count / 500 + 2) * 86_400_000) },
  onProgress: (made) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${made} of ${count} requests`);
  },
});
const seconds = (performance.now() - from) / 1000;
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(`seed: ${count} requests, ${entries} entries, ${seconds.toFixed(0)} s`);
console.log(`  npx lendwire users add me --role supervisor auditor --config ${here.config}`);
console.log(`  npx lendwire serve --config ${here.config}     # then ${here.origin}/`);
process.exit(0);

function fail(text) {
  process.stderr.write(`seed failed: ${text}\n`);
  process.exit(1);
}
