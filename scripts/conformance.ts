// Runs the tests whose titles carry the number of a statement, wherever they lie, and folds them into one table.
//
//   npm run test:conformance [-- --verbose]
//
// Exit 1 where a statement that is required fails or has no test that ran. See docs/conformance.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { groupOf, isRequired, numbersIn, statements } from '../test/conformance/statements.js';

type Verdict = 'holds' | 'fails' | 'not run' | 'next issue';
type Told = Record<'passed' | 'failed' | 'skipped', string[]>;

const { values } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
const startedAt = performance.now();
const told = new Map<number, Told>(statements.map(({ nr }) => [nr, { passed: [], failed: [], skipped: [] }]));
const failures: string[] = [];
const stats = await runTagged();
printTable();
const report = process.env['MOCHA_REPORT'];
if (report !== undefined) writeFileSync(report, JSON.stringify({ stats }));
const missing = statements.filter(({ nr }) => isRequired(nr) && verdictOf(nr) !== 'holds');
const required = statements.filter(({ nr }) => isRequired(nr)).length;
console.log(
  `\nconformance: ${required - missing.length} of ${required} statements hold` +
    (missing.length === 0 ? '' : `, not: ${missing.map(({ nr }) => nr).join(', ')}`) +
    `, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
);
process.exit(missing.length === 0 ? 0 : 1);

/** Only files that name a statement are loaded, and of these only the tests that do. */
async function runTagged(): Promise<Mocha.Stats> {
  const mocha = new Mocha({ grep: /\[(?:7\.[\dx] )?nrs?\.? ?\d/, timeout: 120_000 });
  const folders = ['unit', 'integration', 'conformance', 'two-libraries'];
  for (const file of folders.flatMap(testsIn))
    if (/\[(?:7\.[\dx] )?nrs?\.? ?[\d$]/.test(readFileSync(file, 'utf8'))) mocha.addFile(file);
  // The table is the report.
  mocha.reporter(class extends Mocha.reporters.Base {});
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
    runner.on('pass', (test) => note(test, 'passed'));
    runner.on('pending', (test) => note(test, 'skipped'));
    runner.on('fail', (test, error: Error) => {
      note(test, 'failed');
      failures.push(`${test.fullTitle()}\n    ${error.message.split('\n').slice(0, 12).join('\n    ')}`);
    });
  });
}

function testsIn(folder: string): string[] {
  return readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join('test', folder, name));
}

function note(test: Mocha.Runnable, how: keyof Told): void {
  const title = test.fullTitle();
  // A hook that fails takes all of its suite's statements with it.
  const titles = test instanceof Mocha.Hook ? titlesUnder(test.parent) : [title];
  for (const nr of new Set(titles.flatMap(numbersIn))) told.get(nr)?.[how].push(title);
}

function titlesUnder(suite: Mocha.Suite | undefined): string[] {
  if (suite === undefined) return [];
  return [...suite.tests.map((test) => test.fullTitle()), ...suite.suites.flatMap(titlesUnder)];
}

function verdictOf(nr: number): Verdict {
  const { passed, failed } = told.get(nr) ?? { passed: [], failed: [] };
  if (failed.length > 0) return 'fails';
  if (passed.length > 0) return 'holds';
  return isRequired(nr) ? 'not run' : 'next issue';
}

function printTable(): void {
  let group = '';
  for (const { nr, what } of statements) {
    if (groupOf(nr) !== group) console.log(`\n${(group = groupOf(nr))}`);
    const { passed = [], failed = [], skipped = [] } = told.get(nr) ?? {};
    const count = passed.length + failed.length;
    const tests =
      count === 0
        ? ''
        : ` (${count} ${count === 1 ? 'test' : 'tests'}${skipped.length > 0 ? `, ${skipped.length} skipped` : ''})`;
    console.log(`${String(nr).padStart(4)}  ${verdictOf(nr).padEnd(10)}  ${what}${tests}`);
    if (values.verbose)
      for (const title of [...passed, ...failed, ...skipped]) console.log(`                  ${title}`);
  }
  for (const failure of failures) console.log(`\nFAILED ${failure}`);
}
