// The suites of storage, of two libraries and of crashes on PostgreSQL, in a database of their own that is dropped after.
//
//   DATABASE_URL=postgres://USER@HOST:PORT/DATABASE npm run test:postgres [-- FILE …]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const suites = [
  'test/integration/storage/*.test.ts',
  'test/integration/postgres/*.test.ts',
  'test/unit/jobs/*.test.ts',
  'test/integration/jobs/jobs.test.ts',
  'test/integration/survival/*.test.ts',
  'test/two-libraries/*.test.ts',
  'test/integration/privacy/second-person.test.ts',
  'test/integration/privacy/erasure-crash.test.ts',
  'test/conformance/editions.test.ts',
  'test/conformance/habits.test.ts',
];

const { DATABASE_URL: given, ...environment } = process.env;
if (given === undefined) {
  console.log('test:postgres is skipped: DATABASE_URL names no PostgreSQL server');
  process.exit(0);
}
const name = `lendwire_test_${process.pid}`;
const server = new pg.Client({ connectionString: given });
await server.connect();
await server.query(`CREATE DATABASE ${name}`);
const url = new URL(given);
url.pathname = `/${name}`;
const mocha = fileURLToPath(new URL('../node_modules/mocha/bin/mocha.js', import.meta.url));
const files = process.argv.slice(2);
const words = ['--no-config', '--node-option', 'import=tsx', '--reporter', 'test/support/reporter.cjs'];
const ended = spawnSync(
  process.execPath,
  [mocha, ...words, '--timeout', '60000', '--exit', ...(files.length > 0 ? files : suites)],
  { stdio: 'inherit', env: { ...environment, TEST_DATABASE_URL: url.href } },
);
await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
await server.end();
process.exit(ended.status ?? 1);
