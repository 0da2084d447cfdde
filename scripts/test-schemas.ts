/**
 * Whether the schema files of the project judge as the official ones do: `npm run test:schemas -- --count 100000
 * [--seed N]`. Makes messages from each edition's table, valid ones and changed ones, and asks both. The last line is
 * `messages N, disagreements 0`; with any disagreement it ends with 1 and shows the first ones.
 */
import { parseArgs } from 'node:util';
import { officialPath } from '../test/support/iso18626-official.js';
import { Tally } from './test-schemas/tally.js';
import { judges } from './test-schemas/judges.js';
import { trial } from './test-schemas/trial.js';

const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
const count = Number(values.count ?? 10_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error('--count and --seed are whole numbers');
  process.exit(2);
}

const paths = ['schemas/ISO-18626-v1_2.xsd', 'schemas/ISO-18626-2021-2.xsd'].map(officialPath);
const [path2017, path2021] = paths;
if (path2017 === undefined || path2021 === undefined) {
  console.log('test:schemas skipped: the official schemas, which are not ours to copy, are not at hand');
  process.exit(0);
}

console.log(`seed ${seed}`);
const tally = new Tally();
const bench = judges({ '2017': path2017, '2021': path2021 });
const start = performance.now();
for (let number = 0; number < count; number++) tally.add(trial(seed + number, bench));
bench.dispose();
console.log(tally.summary());
console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
for (const { edition, kinds, xml, ours, theirs } of tally.disagreements)
  console.log(
    `${edition} ${kinds.join(' + ')}\n  ours: ${ours ?? 'valid'}\n  official: ${theirs ?? 'valid'}\n  ${xml}`,
  );
console.log(`messages ${tally.count}, disagreements ${tally.disagreed}`);
process.exit(tally.disagreed === 0 ? 0 : 1);
