import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { createHash, hash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { auditReaders, openReadOnly } from '../../dist/storage/index.js';
import { introduce, library } from './library.mjs';
import { measureMeanwhile } from './meanwhile.mjs';
import { requester, supplier } from './messages.mjs';
import { seedLedger } from './seed-ledger.mjs';

const program = fileURLToPath(new URL('./export-program.mjs', import.meta.url));

/**
 * What a bundle of so many entries costs, held against the least that it could: reading the rows and gzip -6 of the same
 * bytes; and what verify.mjs costs against SHA-256 and JSON.parse of each line.
 */
export async function measureExport(folder, { entries, rounds, count }) {
  mkdirSync(folder, { recursive: true });
  const here = await library(folder, 'ledger', supplier);
  await introduce(here, [{ name: 'north', agency: requester, origin: 'http://127.0.0.1:9' }]);
  const database = await seedLedger(folder, entries);
  const bundle = join(folder, 'bundle');
  const made = child([program, folder, bundle]);
  const files = ['ledger.jsonl', 'csv/ledger.csv'].map((name) => join(bundle, name));
  const read = await timed(() => readRows(database, entries));
  const gzip = await timed(() => gzipAll(files));
  const verify = await timed(() => runVerifier(bundle));
  const least = await timed(() => hashAndParse(files[0]));
  const meanwhile = await measureMeanwhile(here, { rounds, count });
  return {
    entries,
    ...made,
    megabytes: files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6,
    base: read + gzip,
    ratio: made.zipSeconds / (read + gzip),
    verify,
    verifyRatio: verify / least,
    meanwhile,
  };
}

export function exportLines(result, { line, only, number }) {
  const { entries, zipSeconds, base, ratio, maxRssMb, addedMb, verify, verifyRatio, megabytes, meanwhile } =
    result;
  const words = ({ perSecond, p50, p99 }) =>
    `${number(perSecond)}/s, p50 ${number(p50, 1)} ms, p99 ${number(p99, 1)} ms`;
  return [
    only(
      `g: export of ${entries} entries (${number(megabytes)} MB of JSONL and CSV)`,
      `${number(zipSeconds, 1)} s; rows and gzip -6 ${number(base, 1)} s`,
    ),
    line('g: export / (rows + gzip -6)', number(ratio, 2), {
      ...{ value: ratio, reach: 2, isAtMost: true, shown: String },
    }),
    line(
      'g: memory of the exporting process',
      `${number(maxRssMb)} MB, ${number(addedMb)} of them the export's`,
      {
        ...{ value: maxRssMb, reach: 200, isAtMost: true, shown: (of) => `${of} MB` },
      },
    ),
    line(
      'g: verify.mjs / (SHA-256 + JSON.parse a line)',
      `${number(verifyRatio, 2)} (${number(verify, 1)} s)`,
      {
        ...{ value: verifyRatio, reach: 2, isAtMost: true, shown: String },
      },
    ),
    line(
      `g: p99 of accepting during an export / without, ${meanwhile.connections} connections`,
      `${number(meanwhile.p99Ratio, 2)} (${words(meanwhile.during)}; without ${words(meanwhile.without)})`,
      { value: meanwhile.p99Ratio, reach: 2, isAtMost: true, shown: String },
    ),
  ];
}

async function timed(work) {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

async function readRows(path, upTo) {
  const database = await openReadOnly(path);
  const readers = auditReaders(database);
  for (let after = 0; after < upTo;) {
    const page = await readers.entries({ after, upTo, limit: 1000 });
    after = page.at(-1).seq;
  }
  await database.close();
}

async function gzipAll(files) {
  for (const file of files)
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 18 }),
      createGzip({ level: 6 }),
      new Writable({ write: (_chunk, _encoding, done) => done() }),
    );
}

function runVerifier(bundle) {
  const { status, stdout } = spawnSync(process.execPath, [join(bundle, 'verify.mjs'), bundle], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundle does not verify: ${stdout}`);
}

async function hashAndParse(file) {
  const digest =
    typeof hash === 'function'
      ? (text) => hash('sha256', text, 'buffer')
      : (text) => createHash('sha256').update(text).digest();
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
    digest(line);
    JSON.parse(line);
  }
}

function child(words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the export failed: ${stderr}`);
  return JSON.parse(stdout);
}
