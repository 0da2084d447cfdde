/**
 * How fast the gateway is, held against what the same machine can do at most: `npm run bench [-- --quick | --full]`.
 * Server and load are processes of their own on loopback; every database runs with `synchronous=FULL`.
 * `--only export` measures bundles alone, `--only pages` the staff page, `--only codec` reading and writing of messages,
 * `--only credentials` what a peer's credentials cost. `--quick` takes about two minutes and a smaller database; `--full`
 * doubles the rounds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCodec } from './bench/codec.mjs';
import { credentialLines, measureCredentials } from './bench/credentials.mjs';
import { exportLines, measureExport } from './bench/export.mjs';
import { measureLoans } from './bench/loans.mjs';
import { endAll, startProgram } from './bench/processes.mjs';
import { requestBytes } from './bench/messages.mjs';
import { measurePages, pageLines } from './bench/pages.mjs';
import { measurePostgres } from './bench/postgres.mjs';
import { codecLines, machine, ownTable, postgresTable, table } from './bench/report.mjs';
import { countRows, measureSize, measureThroughput } from './bench/throughput.mjs';
import { measureWaiting } from './bench/waiting.mjs';

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 2 : process.argv.includes('--full') ? 6 : 3;
const counts = isQuick ? { warm: 2000, single: 500, many: 3000 } : { warm: 5000, single: 3000, many: 10_000 };
const sizes = isQuick
  ? { small: 1000, large: 20_000, waiting: 10_000 }
  : { small: 1000, large: 200_000, waiting: 50_000 };

const folder = mkdtempSync(join(tmpdir(), 'lendwire-bench-'));
process.once('exit', () => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});
process.once('SIGINT', () => process.exit(130));

console.log(machine());
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const exported = isQuick
  ? { entries: 50_000, rounds: 4, count: 400 }
  : { entries: 1_000_000, rounds: 2, count: 2000 };
if (only === 'export') {
  console.log(`a bundle: seeding ${exported.entries} entries ...`);
  console.log(ownTable(await measureExport(join(folder, 'export'), exported), exportLines));
  process.exit(0);
}
if (only === 'pages') {
  const at = process.argv.indexOf('--seeded');
  const seeded = at < 0 ? undefined : process.argv[at + 1];
  const requests = isQuick ? 10_000 : 100_000;
  console.log(
    seeded === undefined ? `the staff page: seeding ${requests} requests ...` : `the staff page: ${seeded}`,
  );
  console.log(
    ownTable(await measurePages(join(folder, 'pages'), { requests, samples: 150, seeded }), pageLines),
  );
  process.exit(0);
}
const codecRounds = { rounds: isQuick ? 9 : 21, each: 1500 };
if (only === 'codec') {
  console.log(ownTable(measureCodec(codecRounds), codecLines));
  process.exit(0);
}
if (only === 'credentials') {
  const load = await startProgram('load.mjs');
  const at = { load, count: isQuick ? 3000 : 10_000, rounds: isQuick ? 6 : 10 };
  console.log(ownTable(await measureCredentials(join(folder, 'credentials'), at), credentialLines));
  await load.stop();
  process.exit(0);
}
if (only === 'postgres') {
  console.log(postgresTable(await measurePostgres(join(folder, 'postgres'), { rounds, count: counts.many })));
  process.exit(0);
}
console.log(`npm run bench${isQuick ? ' -- --quick' : ''}; requests of ${requestBytes} bytes`);
const load = await startProgram('load.mjs');
const rows = await countRows(folder);
console.log(`the gateway writes ${rows.rows} rows and ${rows.bytes} bytes for a request`);
const throughput = await measureThroughput(folder, { load, counts, rounds, rows });
console.log('whole loans ...');
const loans = await measureLoans(
  join(folder, 'loans'),
  isQuick ? { loans: 600, warm: 300 } : { loans: 3000, warm: 500 },
);
console.log(`the size of the database: seeding ${sizes.large} transactions ...`);
const size = await measureSize(folder, {
  load,
  ...sizes,
  count: isQuick ? 1000 : 2000,
  rounds: isQuick ? 3 : 4,
});
console.log(`a dead peer: seeding ${sizes.waiting} deliveries ...`);
const waiting = await measureWaiting(folder, { waiting: sizes.waiting, runs: isQuick ? 10 : 30 });
await load.stop();
const codec = measureCodec(codecRounds);
console.log();
console.log(table({ throughput, rows, loans, size, waiting, sizes, codec }));
if (isQuick)
  console.log(
    `\nQuick: e stands on ${sizes.large} transactions and f on ${sizes.waiting} deliveries; without --quick on 200000 and 50000.`,
  );
process.exit(0);
