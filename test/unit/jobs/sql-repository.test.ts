import { expect } from 'chai';
import type { AgendaBackend, JobParameters, JobRepository } from 'agenda';
import { sqlBackend } from '../../../src/jobs/sql/sql-backend.js';
import type { TestDatabase, TestSql } from '../../support/sql.js';
import { onPostgres } from '../../support/place.js';
import { testDatabase } from '../../support/sql.js';

const never = new Date(0);
const job = (more: Partial<JobParameters> = {}): JobParameters => ({
  name: 'fetch',
  type: 'normal',
  priority: 0,
  nextRunAt: new Date('2026-03-02T08:00:00.000Z'),
  data: {},
  ...more,
});

describe('the SQL backend of the jobs', () => {
  let database: TestDatabase;
  let sql: TestSql;
  let backend: AgendaBackend;
  let repository: JobRepository;

  beforeEach(async () => {
    database = await testDatabase();
    sql = await database.connect();
    backend = sqlBackend(sql);
    repository = backend.repository;
  });
  afterEach(() => database.remove());

  const save = (more: Partial<JobParameters> = {}) =>
    repository.saveJob(job(more), { lastModifiedBy: 'clerk' });
  const lock = (name = 'fetch', lockDeadline = never, now = new Date()) =>
    repository.getNextJobToRun(name, new Date(), lockDeadline, now, { lastModifiedBy: 'worker' });
  const stored = async (saved: JobParameters) => (await repository.getJobById(saved._id!))!;

  it('refuses to connect where its table is missing', async () => {
    await sql.run('DROP TABLE agenda_jobs');
    const refused = await backend.connect().catch((error: unknown) => error);
    expect(String(refused)).to.contain('agenda_jobs');
  });

  it('gives back every field as it was saved, and leaves out what was not', async () => {
    const full = job({
      priority: 10,
      data: { loan: 'L1', 'o"dd': [1, null], deep: { n: 1.5 } },
      repeatInterval: 60_000,
      repeatTimezone: 'Europe/Vienna',
      repeatAt: '3:30am',
      startDate: new Date(1_000),
      endDate: new Date(2_000),
      skipDays: [0, 6],
      disabled: true,
      fork: true,
    });
    const saved = await repository.saveJob(full, { lastModifiedBy: 'clerk' });
    expect(await stored(saved)).to.deep.equal({ ...full, _id: saved._id, lastModifiedBy: 'clerk' });
  });

  it('keeps whether an interval is a number or a text', async () => {
    expect((await save({ repeatInterval: '5' })).repeatInterval).to.equal('5');
    expect((await save({ repeatInterval: 5 })).repeatInterval).to.equal(5);
  });

  describe('taking a job', () => {
    it('takes the one that is due longest, and of these the most urgent', async () => {
      await save({ data: 'later', nextRunAt: new Date(2_000) });
      await save({ data: 'calm', nextRunAt: new Date(1_000) });
      await save({ data: 'urgent', nextRunAt: new Date(1_000), priority: 5 });
      const taken = [await lock(), await lock(), await lock(), await lock()].map((each) => each?.data);
      expect(taken).to.deep.equal(['urgent', 'calm', 'later', undefined]);
    });

    it('takes no disabled job, no other name and none that is not due', async () => {
      await save({ disabled: true });
      await save({ name: 'other' });
      await save({ nextRunAt: new Date(Date.now() + 60_000) });
      await save({ nextRunAt: null });
      expect(await lock()).to.equal(undefined);
    });

    it('takes a job whose holder died, even when it has no next run', async () => {
      await save();
      const first = (await lock())!;
      await repository.saveJobState({ ...first, nextRunAt: null, lastRunAt: new Date() }, undefined);
      expect(await lock()).to.equal(undefined);
      expect((await lock('fetch', new Date(Date.now() + 1)))?._id).to.equal(first._id);
    });

    it('locks one named job only as it was seen', async () => {
      const saved = await save();
      expect(await repository.lockJob({ ...saved, nextRunAt: new Date(5) }, undefined)).to.equal(undefined);
      expect((await repository.lockJob(saved, undefined))?._id).to.equal(saved._id);
      expect(await repository.lockJob(saved, undefined)).to.equal(undefined);
    });
  });

  describe('saving a run', () => {
    it('frees the lock, sets the next run and writes what is absent as nothing', async () => {
      const saved = await save();
      const held = (await lock())!;
      await repository.saveJobState({ ...held, failReason: 'no', failCount: 1 }, undefined);
      const finished = { ...held };
      delete finished.lockedAt;
      await repository.saveJobState(
        { ...finished, nextRunAt: new Date(9_000) },
        { lastModifiedBy: 'worker' },
      );
      const after = await stored(saved);
      expect(after)
        .to.include({ lastModifiedBy: 'worker' })
        .and.not.have.any.keys('lockedAt', 'failReason', 'failCount');
      expect(after.nextRunAt).to.deep.equal(new Date(9_000));
    });

    it('turns a reason that is no text into text, so that the save succeeds', async () => {
      const saved = await save();
      const held = (await lock())!;
      await repository.saveJobState({ ...held, failReason: { code: 5 } as never }, undefined);
      expect((await stored(saved)).failReason).to.equal('{"code":5}');
    });

    it('refuses when the job is gone', async () => {
      await save();
      const held = (await lock())!;
      await repository.purgeAllJobs();
      const refused = await repository.saveJobState(held, undefined).catch((error: unknown) => error);
      expect(refused).to.have.property('name', 'LockLost');
    });

    it('refuses one who never held the lock while another does', async () => {
      const saved = await save();
      await lock();
      const refused = await repository.saveJobState(saved, undefined).catch((error: unknown) => error);
      expect(refused).to.have.property('name', 'LockLost');
    });

    it('tells the run that a next run was set meanwhile, so that it is not removed as finished', async () => {
      const saved = await save();
      const held = (await lock())!;
      const run = { ...held, nextRunAt: null };
      await repository.saveJobState(run, undefined);
      await repository.saveJob({ ...saved, nextRunAt: new Date(7_000) }, undefined);
      await repository.saveJobState(run, undefined);
      expect(run.nextRunAt).to.deep.equal(new Date(7_000));
    });
  });

  describe('giving a lock back', () => {
    it('frees a job that has not begun, and leaves one that runs', async () => {
      await save();
      const queued = (await lock())!;
      await repository.unlockJob(queued);
      const again = (await lock())!;
      expect(again._id).to.equal(queued._id);

      await repository.saveJobState({ ...again, nextRunAt: null }, undefined);
      await repository.unlockJob(again);
      expect((await stored(again)).lockedAt).to.be.an.instanceOf(Date);
    });

    it('frees named jobs whatever they do, and the run that held one saves nothing more', async () => {
      await save();
      const held = (await lock())!;
      await repository.saveJobState({ ...held, nextRunAt: null }, undefined);
      await repository.unlockJobs([held._id!]);
      expect(await stored(held)).not.to.have.property('lockedAt');
      expect(await repository.saveJobState(held, undefined).catch((error: unknown) => error)).to.be.an(
        'error',
      );
    });
  });

  describe('a job of which there is one a name', () => {
    const single = (more: Partial<JobParameters> = {}) => save({ type: 'single', ...more });

    it('is one row however often it is saved, also at the same time', async () => {
      const saved = await Promise.all([1, 2, 3, 4, 5].map((n) => single({ data: { n } })));
      expect(new Set(saved.map(({ _id }) => _id)).size).to.equal(1);
    });

    it('keeps its next run when saved with one in the past, and moves to one in the future', async () => {
      const planned = new Date(Date.now() + 60_000);
      const later = new Date(Date.now() + 90_000);
      await single({ nextRunAt: planned });
      expect((await single({ nextRunAt: new Date() })).nextRunAt).to.deep.equal(planned);
      expect((await single({ nextRunAt: later })).nextRunAt).to.deep.equal(later);
    });

    it('stays locked when it is saved again while it runs', async () => {
      await single();
      const held = (await lock())!;
      await single({ data: { changed: true } });
      expect(await stored(held)).to.deep.include({ data: { changed: true }, lockedAt: held.lockedAt });
    });
  });

  describe('a unique job', () => {
    const byUser = (user: string | null, more: Partial<JobParameters> = {}) =>
      save({ data: { user, n: 0 }, unique: { 'data.user': user }, ...more });

    it('is changed when one matches, and else inserted', async () => {
      const first = await byUser('a');
      const other = await byUser('b');
      const again = await byUser('a', { data: { user: 'a', n: 1 } });
      expect(again).to.deep.include({ _id: first._id, data: { user: 'a', n: 1 } });
      expect(other._id).not.to.equal(first._id);
    });

    it('is inserted once when it is saved many times at once', async function () {
      // Two processes that save the same at once may both insert there; the gateway's own jobs are one a name.
      if (onPostgres) this.skip();
      await Promise.all(Array.from({ length: 20 }, () => byUser('a')));
      expect((await repository.queryJobs()).total).to.equal(1);
    });

    it('is left as it was where it may only be inserted', async () => {
      await byUser('a');
      const again = await byUser('a', { data: { user: 'a', n: 1 }, uniqueOpts: { insertOnly: true } });
      expect(again.data).to.deep.equal({ user: 'a', n: 0 });
    });

    it('takes null and absent for the same, and a number for no text', async () => {
      const absent = await save({ data: {} });
      expect((await byUser(null))._id).to.equal(absent._id);
      const text = await save({ data: { n: '1' }, unique: { 'data.n': '1' } });
      expect((await save({ data: { n: 1 }, unique: { 'data.n': 1 } }))._id).not.to.equal(text._id);
    });

    it('can be unique by a field of its own', async () => {
      const first = await save({ priority: 3, unique: { priority: 3 } });
      expect((await save({ priority: 3, unique: { priority: 3 } }))._id).to.equal(first._id);
    });

    for (const unique of [{ lock_token: 1 }, { "data.x') OR 1=1 --": 1 }, { priority: { $gt: 1 } }])
      it(`refuses ${JSON.stringify(unique)}`, async () => {
        const refused = await save({ unique }).catch((error: unknown) => error);
        expect(refused).to.be.an('error');
        expect((await repository.queryJobs()).total).to.equal(0);
      });
  });

  describe('a debounced job', () => {
    const debounced = (debounce: object, more: Partial<JobParameters> = {}) =>
      save({
        unique: { 'data.of': 1 },
        data: { of: 1 },
        uniqueOpts: { debounce: { delay: 5_000, ...debounce } },
        ...more,
      });
    const inMs = (saved: JobParameters) => saved.nextRunAt!.getTime() - Date.now();

    it('waits for quiet: each save puts it off', async () => {
      const first = await debounced({});
      await sql.run(
        'UPDATE agenda_jobs SET next_run_at = next_run_at - 3000, debounce_started_at = debounce_started_at - 3000',
      );
      const again = await debounced({});
      expect(again._id).to.equal(first._id);
      expect(inMs(again)).to.be.within(4_000, 5_000);
      expect(again.debounceStartedAt!.getTime()).to.be.at.most(Date.now() - 3_000);
    });

    it('waits no longer than it may', async () => {
      await debounced({ maxWait: 8_000 });
      await sql.run('UPDATE agenda_jobs SET debounce_started_at = debounce_started_at - 8000');
      const forced = await debounced({ maxWait: 8_000 });
      expect(inMs(forced)).to.be.at.most(0);
      expect(forced).not.to.have.property('debounceStartedAt');
    });

    it('counts its longest wait anew after it has run', async () => {
      await debounced({ maxWait: 8_000 });
      await sql.run('UPDATE agenda_jobs SET debounce_started_at = 0, next_run_at = NULL');
      expect(inMs(await debounced({ maxWait: 8_000 }))).to.be.within(4_000, 5_000);
    });

    it('that leads runs at the first save and not again within the window', async () => {
      const first = await debounced({ strategy: 'leading' });
      expect(first.nextRunAt).to.deep.equal(job().nextRunAt);
      await sql.run('UPDATE agenda_jobs SET next_run_at = NULL');
      expect((await debounced({ strategy: 'leading' })).nextRunAt).to.equal(null);
      await sql.run('UPDATE agenda_jobs SET debounce_started_at = debounce_started_at - 5000');
      expect((await debounced({ strategy: 'leading' })).nextRunAt).to.deep.equal(job().nextRunAt);
    });
  });

  describe('reading and removing', () => {
    beforeEach(async () => {
      await save({ name: 'a', data: { of: { id: 1 }, kind: 'x' } });
      await save({ name: 'b', data: { of: { id: 2 }, kind: 'x' }, disabled: true });
      await save({ name: 'b_2', data: 'plain', nextRunAt: new Date(Date.now() + 60_000) });
    });
    const names = async (options: Parameters<JobRepository['queryJobs']>[0]) =>
      (await repository.queryJobs(options)).jobs.map(({ name }) => name).sort();

    it('finds by name, state, data and text, and treats marks in a text as text', async () => {
      expect(await names({ name: 'a' })).to.deep.equal(['a']);
      expect(await names({ names: ['a', 'b'] })).to.deep.equal(['a', 'b']);
      expect(await names({ state: 'scheduled' })).to.deep.equal(['b_2']);
      expect(await names({ state: 'paused' })).to.deep.equal(['b']);
      expect(await names({ data: { of: { id: 2 } } })).to.deep.equal(['b']);
      expect(await names({ data: { kind: 'x', of: { id: 1 } } })).to.deep.equal(['a']);
      expect(await names({ data: 'plain' })).to.deep.equal(['b_2']);
      expect(await names({ search: 'B_' })).to.deep.equal(['b_2']);
      expect(await names({ includeDisabled: false })).to.deep.equal(['a', 'b_2']);
    });

    it('pages in the order asked for and tells the whole number', async () => {
      const page = await repository.queryJobs({ sort: { name: 'desc' }, skip: 1, limit: 1 });
      expect(page.jobs.map(({ name }) => name)).to.deep.equal(['b']);
      expect(page.total).to.equal(3);
    });

    it('counts what is due and sums up by name', async () => {
      expect(await repository.getQueueSize()).to.equal(2);
      expect(await repository.getDistinctJobNames()).to.deep.equal(['a', 'b', 'b_2']);
      const [, b] = await repository.getJobsOverview();
      expect(b).to.deep.include({ name: 'b', total: 1, queued: 1, paused: 1, scheduled: 0 });
    });

    it('removes what is selected, and nothing when nothing is', async () => {
      expect(await repository.removeJobs({})).to.equal(0);
      expect(await repository.removeJobs({ ids: [] })).to.equal(0);
      expect(await repository.removeJobs({ notNames: ['a', 'b'] })).to.equal(1);
      expect(await repository.removeJobs({ name: 'a', data: { kind: 'y' } })).to.equal(0);
      expect(await repository.removeJobs({ data: { kind: 'x' } })).to.equal(2);
    });

    it('disables and enables', async () => {
      expect(await repository.disableJobs({ name: 'a' })).to.equal(1);
      expect(await lock('a')).to.equal(undefined);
      expect(await repository.enableJobs({ names: ['a', 'b'] })).to.equal(2);
      expect((await lock('a'))?.name).to.equal('a');
    });

    it('empties itself when told to', async () => {
      expect(await repository.purgeAllJobs()).to.equal(3);
    });
  });
});
