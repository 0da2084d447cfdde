import { expect } from 'chai';
import { Agenda } from 'agenda';
import type { AgendaBackend, JobParameters } from 'agenda';
import { buildJobs, JobStoreError } from '../../../src/jobs/index.js';
import type { GatewayJob, JobName, Jobs, JobsOptions } from '../../../src/jobs/index.js';
import { silentLogger, systemClock } from '../../../src/platform/index.js';
import type { Sql } from '../../../src/storage/sql.js';
import { testDatabase } from '../../support/sql.js';
import type { LosableStore, OpenStore } from './stores.js';
import { storeKinds } from './stores.js';

// Real Agenda runs on real time: here, and nowhere else, tests wait for the clock on the wall.
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 12_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(20);
  }
}

/** A job that notes when each run began and ended. */
function noted(name: JobName, takesMs = 0, everySeconds = 1) {
  const runs: { from: number; to: number }[] = [];
  const job: GatewayJob = {
    name,
    everySeconds,
    async run() {
      const run = { from: Date.now(), to: Infinity };
      runs.push(run);
      if (takesMs > 0) await pause(takesMs);
      run.to = Date.now();
    },
  };
  return { job, runs };
}

const overlaps = (runs: readonly { from: number; to: number }[]) =>
  runs.filter((run) => runs.some((other) => other !== run && other.from >= run.from && other.from < run.to));

const once = (more: Partial<JobParameters> = {}): JobParameters => ({
  name: 'once',
  type: 'normal',
  priority: 0,
  nextRunAt: new Date(Date.now() - 1),
  data: {},
  ...more,
});

for (const kind of storeKinds)
  describe(`the jobs on ${kind.name}`, () => {
    let store: OpenStore;
    const started: Jobs[] = [];
    const agendas: Agenda[] = [];

    before(function () {
      if (!kind.missing) return;
      console.log(`    skipped: the jobs on ${kind.name}, because ${kind.missing}`);
      this.skip();
    });
    beforeEach(async () => {
      store = await kind.open();
    });
    afterEach(async () => {
      for (const jobs of started.splice(0)) await jobs.stop(2_000);
      for (const agenda of agendas.splice(0)) await agenda.drain({ timeout: 2_000, closeConnection: false });
      await store.remove();
    });

    const build = async (
      jobs: readonly GatewayJob[],
      options: Partial<JobsOptions> & { at?: OpenStore } = {},
    ) => {
      const { at = store, ...more } = options;
      const where = await at.where();
      const common = { jobs, name: 'gateway', watchEveryMs: 300, log: silentLogger, clock: systemClock };
      const built = await buildJobs({ ...common, ...where, ...more });
      started.push(built);
      return built;
    };
    const start = async (...given: Parameters<typeof build>) => {
      const built = await build(...given);
      await built.start();
      return built;
    };

    it('runs a job every second, and tells when it last did', async () => {
      const { job, runs } = noted('redeliver');
      const jobs = await start([job, noted('checkpoint', 0, 60).job]);
      await until('three runs', () => runs.length === 3);
      const [first, , third] = runs;
      expect(third!.from - first!.from).to.be.within(1_700, 3_200);
      expect(overlaps(runs)).to.deep.equal([]);
      expect(jobs.health()).to.deep.include({
        connected: true,
        fallback: false,
        lastError: null,
        runsLate: 0,
      });
      expect(jobs.health().lastRunAt.redeliver!.getTime()).to.be.closeTo(third!.from, 50);
    });

    it('goes on after a run that failed, and tells of it', async () => {
      let runs = 0;
      const jobs = await start([
        {
          name: 'redeliver',
          everySeconds: 1,
          run: () => ((runs += 1), Promise.reject(new Error('no luck'))),
        },
      ]);
      await until('a second run', () => runs === 2);
      expect(jobs.health().lastError).to.include({ from: 'redeliver', message: 'no luck' });
    });

    it('never runs a job in two workers at once', async () => {
      const { job, runs } = noted('redeliver', 600);
      const workers = ['one', 'two', 'three'].map((name) => start([job], { name, isAlone: false }));
      await Promise.all(workers);
      await until('three runs', () => runs.length >= 3);
      expect(overlaps(runs)).to.deep.equal([]);
      await until('one row', async () => (await count('redeliver')) === 1);
    });

    const count = async (name: string) =>
      (await (await store.backend()).repository.queryJobs({ name })).total;

    it('writes its schedule again when the store is emptied', async () => {
      const { job, runs } = noted('redeliver');
      await start([job, noted('checkpoint', 0, 60).job]);
      await until('a run', () => runs.length === 1);
      await store.empty();
      await until(
        'the schedule is back',
        async () => (await count('checkpoint')) + (await count('redeliver')) === 2,
      );
      const before = runs.length;
      await until('another run', () => runs.length > before);
    });

    it('mends a schedule that a clock which jumped, or a hand, has put out of reach', async () => {
      const { repository } = await store.backend();
      const hour = 3_600_000;
      const jobs = (['redeliver', 'clocks', 'notify', 'track'] as const).map((name) => noted(name));
      const single = (name: string, more: Partial<JobParameters> = {}) =>
        repository.saveJob({ ...once({ name, type: 'single', repeatInterval: 1_000 }), ...more }, undefined);
      await single('redeliver', { nextRunAt: new Date(Date.now() + hour) });
      await single('clocks', { disabled: true });
      await single('notify', { repeatInterval: 24 * hour, nextRunAt: new Date(Date.now() + 24 * hour) });
      await single('track');
      const ahead = new Date(Date.now() + hour);
      await repository.getNextJobToRun('track', ahead, new Date(0), ahead, { lastModifiedBy: 'someone' });

      await start(
        jobs.map(({ job }) => job),
        { isAlone: false },
      );
      await until('each has run', () => jobs.every(({ runs }) => runs.length > 0));
    });

    it('runs at once what a process held that was killed, where no other process can hold it', async () => {
      const { repository } = await store.backend();
      const { job, runs } = noted('redeliver');
      await repository.saveJob(once({ name: 'redeliver', type: 'single', repeatInterval: 1_000 }), undefined);
      await repository.getNextJobToRun('redeliver', new Date(), new Date(0), new Date(), undefined);

      const careful = await start([job], { isAlone: false });
      await pause(700);
      expect(runs).to.have.length(0);
      await careful.stop(1_000);

      await start([job], { isAlone: true });
      await until('a run', () => runs.length > 0, 2_000);
    });

    it('stops only when what runs has ended, and leaves no lock behind', async () => {
      const { job, runs } = noted('redeliver', 400);
      const jobs = await start([job, noted('clocks').job]);
      await until('a run has begun', () => runs.length === 1);
      await jobs.stop(5_000);
      expect(runs[0]!.to).to.be.at.most(Date.now());
      const { jobs: rows } = await (await store.backend()).repository.queryJobs();
      expect(rows.filter(({ lockedAt }) => lockedAt)).to.deep.equal([]);
      const after = runs.length;
      await pause(1_200);
      expect(runs).to.have.length(after);
    });

    it('does not wait for ever for a run that hangs', async () => {
      let isRunning = false;
      const jobs = await start([
        { name: 'redeliver', everySeconds: 1, run: () => ((isRunning = true), new Promise(() => undefined)) },
      ]);
      await until('it runs', () => isRunning);
      const from = Date.now();
      await jobs.stop(300);
      expect(Date.now() - from).to.be.below(1_500);
    });

    describe('between two workers of one store', () => {
      let first: AgendaBackend;
      let second: AgendaBackend;
      beforeEach(async () => {
        first = await store.backend();
        second = await store.backend();
      });
      const take = ({ repository }: AgendaBackend, name: string, lockDeadline = new Date(0)) =>
        repository.getNextJobToRun('once', new Date(), lockDeadline, new Date(), { lastModifiedBy: name });
      const tick = () => pause(5);

      it('a run that lost its lock neither frees the new one nor moves the next run', async () => {
        const saved = await first.repository.saveJob(once(), undefined);
        const zombie = (await take(first, 'zombie'))!;
        await first.repository.saveJobState({ ...zombie, nextRunAt: null }, { lastModifiedBy: 'zombie' });
        await tick();
        const owner = (await take(second, 'owner', new Date()))!;
        expect(owner._id).to.deep.equal(zombie._id);

        const refused = await first.repository
          .saveJobState({ ...zombie, nextRunAt: new Date(1_000) }, { lastModifiedBy: 'zombie' })
          .catch((error: unknown) => error);
        expect(refused).to.have.property('name', 'LockLost');
        const row = (await second.repository.getJobById(saved._id!))!;
        expect(row.lockedAt).to.deep.equal(owner.lockedAt);
        expect(row.nextRunAt).to.equal(null);

        await second.repository.saveJobState({ ...owner, nextRunAt: null }, { lastModifiedBy: 'owner' });
      });

      it('scheduling a job that runs frees nobody’s lock', async () => {
        const single = once({ type: 'single', repeatInterval: 1_000 });
        await first.repository.saveJob(single, undefined);
        const owner = (await take(first, 'owner'))!;
        await second.repository.saveJob(single, undefined);
        expect(await take(second, 'other')).to.equal(undefined);
        await first.repository.saveJobState({ ...owner, nextRunAt: new Date() }, undefined);
      });

      it('a job whose holder died runs again when its lock has run out, and not before', async () => {
        await first.repository.saveJob(once(), undefined);
        const dead = (await take(first, 'dead'))!;
        await first.repository.saveJobState({ ...dead, nextRunAt: null, lastRunAt: new Date() }, undefined);
        expect(await take(second, 'next', new Date(Date.now() - 1_000))).to.equal(undefined);
        await tick();
        expect((await take(second, 'next', new Date()))?._id).to.deep.equal(dead._id);
      });
    });

    const agendaOn = (backend: AgendaBackend, name: string, more: object = {}) => {
      const agenda = new Agenda({ backend, name, processEvery: 50, defaultLockLimit: 10, ...more });
      agendas.push(agenda);
      return agenda;
    };

    it('keeps a wake-up that comes while the job runs, also where finished jobs are removed', async () => {
      const agenda = agendaOn(await store.backend(), 'worker', { removeOnComplete: true });
      let runs = 0;
      let release: () => void = () => undefined;
      agenda.define('once', async () => {
        runs += 1;
        if (runs === 1) await new Promise<void>((resolve) => (release = resolve));
      });
      const job = await agenda.now('once', {});
      await agenda.start();
      await until('it runs', () => runs === 1);
      await job.schedule(new Date()).save();
      release();
      await until('it runs again', () => runs === 2);
      await until('it is removed', async () => (await count('once')) === 0);
    });

    it('gives each of 150 jobs to one of three workers, none twice', async () => {
      const done: number[] = [];
      const workers = await Promise.all(
        [1, 2, 3].map(async (n) => agendaOn(await store.backend(), `worker ${n}`)),
      );
      for (const agenda of workers)
        agenda.define<{ n: number }>('once', async (job) => {
          await pause(1);
          done.push(job.attrs.data.n);
        });
      const { repository } = await store.backend();
      await Promise.all(
        Array.from({ length: 150 }, (_, n) => repository.saveJob(once({ data: { n } }), undefined)),
      );
      await Promise.all(workers.map((agenda) => agenda.start()));
      await until('all have run', () => done.length >= 150);
      await pause(150);
      expect(done).to.have.length(150);
      expect(new Set(done).size).to.equal(150);
    });

    describe('when the store is lost under a running gateway', () => {
      let losable: LosableStore | undefined;
      before(function () {
        if (!kind.cannotLose) return;
        console.log(`      skipped: losing ${kind.name}, because ${kind.cannotLose}`);
        this.skip();
      });
      afterEach(async () => {
        for (const jobs of started.splice(0)) await jobs.stop(1_000);
        await losable?.remove();
      });

      it('messages and clocks go on without it, the rest waits, and all of it goes on when it is back, empty', async () => {
        losable = await kind.openLosable();
        const [redeliver, clocks, notify] = [noted('redeliver'), noted('clocks'), noted('notify')];
        const all = [redeliver, clocks, notify];
        const jobs = await start(
          all.map(({ job }) => job),
          { at: losable },
        );
        await until('each has run', () => all.every(({ runs }) => runs.length > 0));

        await losable.lose();
        await until('it is noticed', () => !jobs.health().connected);
        expect(jobs.health()).to.deep.include({ connected: false, fallback: true });
        const lost = all.map(({ runs }) => runs.length);
        await until('redeliver runs', () => redeliver.runs.length >= lost[0]! + 2);
        await until('clocks runs', () => clocks.runs.length >= lost[1]! + 2);
        expect(notify.runs).to.have.length(lost[2]!);
        expect(jobs.health().errors).to.be.above(0);

        await losable.giveBack();
        await until('it is noticed', () => jobs.health().connected && !jobs.health().fallback);
        const back = all.map(({ runs }) => runs.length);
        await until('each runs', () => all.every(({ runs }, index) => runs.length > back[index]! + 1));
        for (const { runs } of all) expect(overlaps(runs)).to.deep.equal([]);
      });
    });
  });

describe('the jobs without a store', () => {
  const build = (where: Partial<JobsOptions>) =>
    buildJobs({ jobs: [], name: 'gateway', log: silentLogger, clock: systemClock, ...where });
  const refusal = async (starting: Promise<unknown>): Promise<Error> =>
    starting.then(
      () => new Error('it started'),
      (error: unknown) => error as Error,
    );

  it('refuse to start where no MongoDB answers, and name it without its password', async () => {
    const jobs = await build({ mongoUrl: 'mongodb://lendwire:s3cret@127.0.0.1:1/agenda?x=y' });
    const error = await refusal(jobs.start());
    expect(error).to.be.instanceOf(JobStoreError);
    expect(error.message).to.contain('127.0.0.1:1/agenda').and.not.contain('s3cret');
  });

  it('refuse to start where the table is missing', async () => {
    const database = await testDatabase({ migrated: false });
    const jobs = await build({ sql: await database.connect() });
    const error = await refusal(jobs.start());
    expect(error).to.be.instanceOf(JobStoreError);
    expect(error.message).to.contain('agenda_jobs');
    await database.remove();
  });

  it('refuse to be built where neither is given', async () => {
    expect(await refusal(build({}))).to.be.instanceOf(JobStoreError);
  });
});

describe('a job that expired in Agenda’s own queue', () => {
  /** What a machine that sleeps does: the lock is old by the time that Agenda looks at what it has just taken. */
  const sleepsOnce = (sql: Sql): Sql => {
    let hasSlept = false;
    return {
      dialect: sql.dialect,
      run: (text, bind) => sql.run(text, bind),
      async all<T extends object>(text: string, bind?: readonly unknown[]) {
        const rows = await sql.all<T>(text, bind);
        if (hasSlept || !text.includes('lock_token = CAST') || rows.length === 0) return rows;
        hasSlept = true;
        const old = Date.now() - 70_000;
        await sql.run('UPDATE agenda_jobs SET locked_at = $1', [old]);
        return rows.map((row) => ({ ...row, locked_at: old }));
      },
    };
  };

  it('does not stop that job for good: Agenda is started anew', async () => {
    const database = await testDatabase();
    const { job, runs } = noted('notify');
    const jobs = await buildJobs({
      jobs: [job],
      sql: sleepsOnce(await database.connect()),
      name: 'gateway',
      watchEveryMs: 300,
      log: silentLogger,
      clock: systemClock,
    });
    await jobs.start();
    await until('two runs', () => runs.length === 2);
    expect(jobs.health().runsLate).to.be.above(0);
    await jobs.stop(1_000);
    await database.remove();
  });
});
