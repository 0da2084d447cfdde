/**
 * A bundle that is bad on purpose, so that an auditor can watch a verifier find it: node scripts/bad-sample.mjs BUNDLE OUT
 * copies the folder BUNDLE and changes one word in the entry in its middle.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [bundle, out] = process.argv.slice(2);
if (bundle === undefined || out === undefined || existsSync(out)) {
  console.error(
    'node scripts/bad-sample.mjs BUNDLE OUT: a bundle in a folder, and a folder that is not there yet',
  );
  process.exit(64);
}
cpSync(bundle, out, { recursive: true });
const file = join(out, 'ledger.jsonl');
const lines = readFileSync(file, 'utf8').split('\n');
const middle = Math.floor((lines.length - 1) / 2);
const { seq } = JSON.parse(lines[middle]);
lines[middle] = lines[middle].replace('"because":"', '"because":"NOT ');
writeFileSync(file, lines.join('\n'));
console.log(
  `Entry ${seq} in ${out} is not what was sealed. Watch it fail: node ${join(out, 'verify.mjs')} ${out}`,
);
