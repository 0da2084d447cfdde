import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { buildJobs } from '../../../src/jobs/index.js';
import type { GatewayJob, JobName } from '../../../src/jobs/index.js';
import { buildRunner } from '../../../src/jobs/job-runner.js';
import { silentLogger, VirtualClock } from '../../../src/platform/index.js';
import type { LogFacts, Logger } from '../../../src/platform/index.js';
import type { Sql } from '../../../src/storage/sql.js';

/** A database that nobody may touch: under a virtual clock the jobs need none. */
const untouchable: Sql = {
  dialect: 'sqlite',
  all: () => Promise.reject(new Error('touched')),
  run: () => Promise.reject(new Error('touched')),
};

const clock = new VirtualClock();
const build = (jobs: readonly GatewayJob[]) =>
  buildJobs({ jobs, sql: untouchable, name: 'gateway', log: silentLogger, clock });

function job(name: JobName, run: GatewayJob['run'] = () => Promise.resolve()): GatewayJob {
  return { name, everySeconds: 1, run };
}

/** A job that runs until it is released, once for each call. */
function held(name: JobName) {
  const calls: { now: Date; release: () => void }[] = [];
  return { calls, job: job(name, (now) => new Promise<void>((release) => calls.push({ now, release }))) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the list of jobs under a virtual clock', () => {
  it('runs each once, in the order of the list and at the time given, one after another', async () => {
    const story: string[] = [];
    const telling = (name: JobName) =>
      job(name, async (now) => {
        story.push(`${name} ${now.toISOString()}`);
        await turn();
        story.push(`${name} done`);
      });
    const jobs = await build([telling('redeliver'), telling('clocks')]);
    await jobs.runAll(new Date('2026-03-02T08:00:00.000Z'));
    expect(story).to.deep.equal([
      'redeliver 2026-03-02T08:00:00.000Z',
      'redeliver done',
      'clocks 2026-03-02T08:00:00.000Z',
      'clocks done',
    ]);
  });

  it('gives what a single job gives, and throws what it throws', async () => {
    const jobs = await build([
      job('redeliver', () => Promise.resolve({ sent: 3 })),
      job('clocks', () => Promise.reject(new Error('no calendar'))),
    ]);
    expect(await jobs.runOne('redeliver', clock.now())).to.deep.equal({ sent: 3 });
    const thrown = await jobs.runOne('clocks', clock.now()).catch((error: unknown) => error);
    expect(thrown).to.have.property('message', 'no calendar');
    expect(jobs.health()).to.deep.include({
      backend: 'sqlite',
      connected: false,
      errors: 1,
      lastError: { at: clock.now(), from: 'clocks', message: 'no calendar' },
    });
  });

  it('tells when each last ran, and null for those that have not', async () => {
    const jobs = await build([job('redeliver'), job('clocks')]);
    await jobs.runOne('redeliver', new Date(5_000));
    expect(jobs.health().lastRunAt).to.deep.equal({ redeliver: new Date(5_000), clocks: null });
  });

  it('refuses a name that is not in it, and a name that is in it twice', async () => {
    const jobs = await build([job('redeliver')]);
    const unknown = await jobs.runOne('retain', clock.now()).catch((error: unknown) => String(error));
    expect(unknown).to.contain('retain');
    const twice = await build([job('clocks'), job('clocks')]).catch((error: unknown) => String(error));
    expect(twice).to.contain('clocks');
  });

  it('stops without having been started', async () => {
    await (await build([job('redeliver')])).stop(100);
  });
});

describe('a job that still runs', () => {
  it('is left out when its next turn comes, and that is counted', async () => {
    const { calls, job: slow } = held('redeliver');
    const runner = buildRunner([slow], clock, silentLogger);
    const first = runner.tick('redeliver');
    await turn();
    await runner.tick('redeliver');
    expect(calls).to.have.length(1);
    expect(runner.report().runsLate).to.equal(1);
    calls[0]!.release();
    await first;
    expect(runner.isRunning('redeliver')).to.equal(false);
  });

  it('is waited for by those who want a run of their own', async () => {
    const { calls, job: slow } = held('redeliver');
    const runner = buildRunner([slow], clock, silentLogger);
    const runs = [1_000, 2_000, 3_000].map((at) => runner.runAfter('redeliver', new Date(at)));
    for (let nth = 0; nth < 3; nth += 1) {
      await turn();
      await turn();
      expect(calls).to.have.length(nth + 1);
      calls[nth]!.release();
    }
    await Promise.all(runs);
    expect(calls.map(({ now }) => now.getTime()).sort()).to.deep.equal([1_000, 2_000, 3_000]);
  });

  it('lets the others run', async () => {
    const { calls, job: slow } = held('redeliver');
    const runner = buildRunner([slow, job('clocks')], clock, silentLogger);
    const first = runner.tick('redeliver');
    await runner.tick('clocks');
    expect(runner.report().lastRunAt.clocks).to.deep.equal(clock.now());
    calls[0]!.release();
    await first;
  });
});

describe('errors that come many times a second', () => {
  it('are all counted and logged once for each who has them', () => {
    const logged: (LogFacts | undefined)[] = [];
    const log: Logger = { ...silentLogger, error: (_text, facts) => logged.push(facts) };
    const runner = buildRunner([], clock, log);
    for (let nth = 0; nth < 50; nth += 1) runner.note('agenda', new Error('away'));
    runner.note('redeliver', 'no error object');
    expect(runner.report()).to.deep.include({
      errors: 51,
      lastError: { at: clock.now(), from: 'redeliver', message: 'no error object' },
    });
    expect(logged.map((facts) => facts?.['job'])).to.deep.equal(['agenda', 'redeliver']);
  });
});

describe('the drivers of a store', () => {
  const mongoFilesWith = (where: string): number => {
    const program = `
      import { createRequire } from 'node:module';
      import { buildJobs } from './src/jobs/index.ts';
      await buildJobs({ jobs: [], name: 'gateway', ${where} });
      const loaded = Object.keys(createRequire(process.cwd() + '/x.js').cache);
      console.log(loaded.filter((file) => file.includes('/node_modules/mongodb/')).length);
      process.exit(0);`;
    const out = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    return Number(out);
  };

  it('are loaded only where they are configured', () => {
    expect(mongoFilesWith(`sql: { dialect: 'sqlite' }`)).to.equal(0);
    expect(mongoFilesWith(`mongoUrl: 'mongodb://127.0.0.1:1'`)).to.be.above(0);
  });
});
