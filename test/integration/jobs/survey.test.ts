import { Agenda } from 'agenda';
import type { AgendaBackend } from 'agenda';
import { expect } from 'chai';
import { buildJobs } from '../../../src/jobs/index.js';
import type { GatewayJob, JobName, Jobs } from '../../../src/jobs/index.js';
import { buildRunner } from '../../../src/jobs/job-runner.js';
import { surveyOwn, surveyStored } from '../../../src/jobs/survey.js';
import { silentLogger, systemClock } from '../../../src/platform/index.js';
import type { OpenStore } from './stores.js';
import { storeKinds } from './stores.js';

// Rows that real Agenda writes bear the time on the wall.
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 12_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);

const hourly = (name: JobName, run: GatewayJob['run']): GatewayJob => ({ name, everySeconds: 3_600, run });
const nothing = (): Promise<void> => Promise.resolve();

for (const kind of storeKinds)
  describe(`what is told of the jobs on ${kind.name}`, () => {
    let store: OpenStore;
    const started: Jobs[] = [];

    before(function () {
      if (!kind.missing) return;
      console.log(`    skipped: what is told of the jobs on ${kind.name}, because ${kind.missing}`);
      this.skip();
    });
    beforeEach(async () => {
      store = await kind.open();
    });
    afterEach(async () => {
      for (const jobs of started.splice(0)) await jobs.stop(2_000);
      await store.remove();
    });

    async function start(jobs: readonly GatewayJob[], name: string): Promise<Jobs> {
      const where = await store.where();
      const built = await buildJobs({
        ...{ jobs, name, isAlone: false, log: silentLogger, clock: systemClock },
        ...where,
      });
      started.push(built);
      await built.start();
      return built;
    }

    const seenBy = async (jobs: Jobs, name: JobName) =>
      (await jobs.survey()).jobs.find((job) => job.name === name)!;

    it('is what the store knows, also in a process that ran none of it', async () => {
      const fails = hourly('notify', () => Promise.reject(new Error('no luck')));
      const one = await start([fails, hourly('track', nothing)], 'one');
      await until('both have run', async () => {
        const jobs = [await seenBy(one, 'notify'), await seenBy(one, 'track')];
        return jobs.every(({ secondsUntilDue = 0, isRunning }) => secondsUntilDue > 0 && !isRunning);
      });

      const other = await start([hourly('notify', nothing), hourly('track', nothing)], 'other');

      const { jobs: _seen, ...survey } = await other.survey();
      const { backend } = other.health();
      expect(survey).to.deep.equal({
        ...{ backend, isStarted: true, connected: true, fallback: false, errors: 0 },
      });
      const failed = await seenBy(other, 'notify');
      expect(failed).to.include({ everySeconds: 3_600, lagSeconds: 0, isRunning: false });
      expect(failed).to.include({ isFailing: true, failures: 0 });
      expect(failed.lastError!.message).to.equal('no luck');
      expect(failed.lastError!.secondsAgo).to.be.within(0, 15);
      const ran = await seenBy(other, 'track');
      expect(ran).to.include({ isFailing: false }).and.not.have.property('lastError');
      expect(ran.secondsSinceRun).to.be.within(0, 15);
      expect(ran.secondsUntilDue).to.be.within(3_580, 3_600);
      expect((await seenBy(one, 'notify')).failures).to.equal(1);
    });

    it('is that a job runs, while it runs in another process', async () => {
      let release: () => void = () => undefined;
      const held = hourly('notify', () => new Promise<void>((resolve) => (release = resolve)));
      const one = await start([held], 'one');
      await until('it runs', async () => (await seenBy(one, 'notify')).isRunning);
      const other = await start([hourly('notify', nothing)], 'other');

      expect(await seenBy(other, 'notify')).to.include({ isRunning: true, lagSeconds: 0 });
      release();
      await until('it has run', async () => !(await seenBy(other, 'notify')).isRunning);
    });

    describe('where nobody runs them', () => {
      let backend: AgendaBackend;
      beforeEach(async () => {
        backend = await store.backend();
      });

      const runner = buildRunner([hourly('notify', nothing)], systemClock, silentLogger);
      const look = async () => (await surveyStored(runner, new Agenda({ backend })))[0]!;
      const save = (nextRunAt: Date) =>
        backend.repository.saveJob(
          { ...{ name: 'notify', type: 'single', priority: 0, nextRunAt, data: {} } },
          undefined,
        );

      it('is how long one is past due', async () => {
        await save(ago(20));
        const { lagSeconds, secondsUntilDue } = await look();
        expect(lagSeconds).to.be.within(20, 22);
        expect(secondsUntilDue).to.be.within(-22, -20);
      });

      it('is how long one has been anybody’s whose process died over it', async () => {
        await save(ago(60));
        await backend.repository.getNextJobToRun('notify', new Date(), new Date(0), ago(40), undefined);
        const { lagSeconds, isRunning } = await look();
        expect(isRunning).to.equal(false);
        expect(lagSeconds).to.be.within(25, 27);
      });

      it('is nothing of one that the store has not', async () => {
        expect(await look())
          .to.include({ lagSeconds: 0, isRunning: false })
          .and.not.have.property('secondsUntilDue');
      });
    });
  });

describe('what is told of the jobs without their store', () => {
  it('is what this process knows, and that one is late which has not run for its interval', async () => {
    const job: GatewayJob = {
      name: 'notify',
      everySeconds: 0,
      run: () => Promise.reject(new Error('no luck')),
    };
    const runner = buildRunner([job], systemClock, silentLogger);
    await runner.tick('notify').catch(() => undefined);
    const [lost] = surveyOwn(runner, { isLost: true });
    expect(lost).to.include({ isFailing: true, failures: 1, isRunning: false });
    expect(lost!.lagSeconds).to.be.above(0).and.be.at.most(lost!.secondsSinceRun!);
    expect(lost!.lastError!.message).to.equal('no luck');
    expect(surveyOwn(runner, { isLost: false })[0]!.lagSeconds).to.equal(0);
  });
});
