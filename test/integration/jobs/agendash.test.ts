import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../../src/platform/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import { openLibrary, type Library } from '../../support/library.js';
import { Browser } from '../../support/staff.js';
import { storeKinds } from './stores.js';

const BOARD = '/jobs/agendash';

interface Answered {
  overview: { displayName: string; total: number; repeating: number }[];
  jobs: { job: Record<string, unknown> & { _id: string; name: string } }[];
  total: number;
  totalPages: number;
}

/** Every address by which the package itself would change something. */
function changing(): string[] {
  const program = createRequire(import.meta.url).resolve('agendash');
  const source = readFileSync(join(program, '../middlewares/express.js'), 'utf8');
  return [...source.matchAll(/router\.(?:post|put|patch|delete)\('([^']+)'/g)].map(([, path = '']) => path);
}

function settingsOn(store: string): Readonly<Record<string, object>> {
  if (store !== 'MongoDB') return {};
  const url = new URL(process.env['MONGODB_URL'] ?? '');
  url.pathname = `/agendash_${randomUUID()}`;
  return { jobs: { mongoUrl: url.href } };
}

for (const { name: store, missing } of storeKinds)
  describe(`Agendash over ${store}`, function () {
    this.timeout(30_000);
    let folder: string;
    let library: Library;
    let admin: Browser;

    before(async function () {
      if (missing) {
        console.log(`    skipped: Agendash over ${store}, because ${missing}`);
        return this.skip();
      }
      folder = mkdtempSync(join(tmpdir(), 'lendwire-agendash-'));
      const agencies = [{ id: 'ISIL:SE-NORTH' }];
      const settings = settingsOn(store);
      library = await openLibrary({ name: 'north', folder, agencies, clock: systemClock, settings });
      await library.app.jobs.start();
      ({ browser: admin } = await atTheDesk(library, 'nora', ['admin']));
      await until('the slow jobs have run', async () =>
        (await slowRows()).every(
          ({ lastFinishedAt, lockedAt }) => lastFinishedAt != null && lockedAt == null,
        ),
      );
    });
    after(async () => {
      if (missing) return;
      await library.app.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const read = async (query = ''): Promise<Answered> =>
      JSON.parse((await admin.get(`${BOARD}/api${query}`)).text) as Answered;

    const idOf = async (job: string): Promise<string> => (await read(`?job=${job}`)).jobs[0]!.job._id;

    /** Of jobs that do not run again while the test does. */
    async function slowRows(): Promise<Record<string, unknown>[]> {
      const answers = [await read('?job=retain'), await read('?job=checkpoint')];
      return answers.flatMap(({ jobs }) => jobs.map(({ job }) => job));
    }

    it('shows its page to whoever may see the jobs, by a link on ours', async () => {
      expect((await admin.get('/jobs')).text)
        .to.include(`href="${BOARD}/"`)
        .and.include('On time');
      expect((await admin.get(BOARD)).location).to.equal(`${BOARD}/`);
      const { status, headers, text } = await admin.get(`${BOARD}/`);
      expect(status).to.equal(200);
      expect(headers.get('content-type')).to.match(/^text\/html/);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.include("default-src 'self'").and.include("frame-ancestors 'none'");
      expect(policy).to.not.include('unsafe');
      const files = [...text.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file = '']) => file);
      expect(files).to.have.length(2);
      for (const file of files) {
        const asset = await admin.get(`${BOARD}/${file}`);
        expect([asset.status, asset.headers.get('content-type')], file).to.deep.equal([
          200,
          file.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8',
        ]);
      }
      for (const strange of ['none.js', '..%2Findex.html', '..%2F..%2Fpackage.json'])
        expect((await admin.get(`${BOARD}/assets/${strange}`)).status, strange).to.equal(404);
    });

    it('reads the store: all of it, by name, by a part of a name, by state and by page', async () => {
      const all = await read();
      const names = all.jobs.map(({ job }) => job.name).toSorted();
      expect(names).to.include.members(['checkpoint', 'clocks', 'redeliver', 'retain', 'webhooks']);
      expect(names).to.deep.equal([...new Set(names)]);
      expect(all.overview.map(({ displayName }) => displayName)).to.have.members(['All Jobs', ...names]);
      expect(all.overview[0]).to.include({ displayName: 'All Jobs', total: names.length });
      const one = (await read('?job=retain')).jobs.map(({ job }) => job);
      expect(one).to.have.length(1);
      expect(one[0]).to.include({ name: 'retain', repeatInterval: 3_600_000 });
      expect(Date.parse(String(one[0]!['nextRunAt']))).to.be.above(Date.now());
      expect((await read('?q=ETAI')).jobs.map(({ job }) => job.name)).to.deep.equal(['retain']);
      expect(await read('?q=100%25')).to.deep.include({ jobs: [], total: 0 });
      expect((await read('?state=repeating&q=retain')).total).to.equal(1);
      expect((await read('?state=failed&q=retain')).total).to.equal(0);
      expect((await read('?state=paused&q=retain')).total).to.equal(0);
      const [first, second] = [await read('?limit=3'), await read('?limit=3&skip=3')];
      expect(
        [first, second].map(({ jobs, total, totalPages }) => [jobs.length, total, totalPages]),
      ).to.deep.equal([
        [3, names.length, Math.ceil(names.length / 3)],
        [3, names.length, Math.ceil(names.length / 3)],
      ]);
    });

    it('reads how Agenda does in this process, with and without its jobs, and that it keeps no log', async () => {
      const stats = JSON.parse((await admin.get(`${BOARD}/api/stats`)).text) as Record<string, unknown>;
      expect(stats).to.include.keys('version', 'totalQueueSizeDB', 'jobStatus', 'backend');
      expect(stats['runningJobs']).to.be.a('number');
      const full = JSON.parse((await admin.get(`${BOARD}/api/stats?fullDetails=true`)).text) as object;
      expect(full).to.have.property('runningJobs').that.is.an('array');
      const logs = JSON.parse((await admin.get(`${BOARD}/api/logs`)).text) as object;
      expect(logs).to.deep.equal({ entries: [], total: 0, loggingEnabled: false });
    });

    it('changes nothing, whatever is pressed', async () => {
      const { total } = await read();
      const paths = changing();
      expect(paths).to.include.members(
        ['requeue', 'retry', 'delete', 'create', 'pause', 'resume'].map((verb) => `/api/jobs/${verb}`),
      );
      const before = await slowRows();
      expect(before).to.have.length(2);
      const jobIds = [await idOf('retain'), await idOf('checkpoint')];
      const body = JSON.stringify({ jobIds, jobName: 'retain', jobSchedule: 'in 1 hour', jobData: {} });
      for (const path of paths)
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
          for (const headers of [{}, { 'x-lendwire-form': admin.form }]) {
            const answer = await press(method, path, { body, headers });
            expect(answer.status, `${method} ${path}`).to.equal(403);
            expect(await answer.text()).to.include('Agendash is read-only here: nothing was changed.');
          }
      expect((await admin.post(`${BOARD}/api/jobs/delete`, { jobIds: jobIds[0]! })).status).to.equal(403);
      expect(await slowRows()).to.deep.equal(before);
      expect((await read()).total).to.equal(total);
    });

    it('leaves no connection open for news', async () => {
      expect((await admin.get(`${BOARD}/api/events`)).status).to.equal(404);
    });

    it('is not there for whoever is not signed in, nor without the right, and that is entered', async () => {
      const stranger = new Browser(admin.base);
      const { browser: sven } = await atTheDesk(library, 'sven');
      for (const path of [`${BOARD}/`, `${BOARD}/api`, `${BOARD}/api/stats`, `${BOARD}/api/events`]) {
        const { status, location } = await stranger.get(path);
        expect([status, location]).to.deep.equal([303, `/sign-in?to=${encodeURIComponent(path)}`]);
        expect((await sven.get(path)).status, path).to.equal(403);
      }
      expect((await stranger.post(`${BOARD}/api/jobs/delete`)).status).to.equal(303);
      expect((await sven.post(`${BOARD}/api/jobs/delete`)).status).to.equal(403);
      await library.app.entrance.tally.flush('all');
      const denied = (await library.entries()).filter(({ kind }) => kind === 'denied');
      expect(denied.map(({ facts }) => facts?.['route'])).to.include.members([
        'GET /jobs/agendash',
        'GET /jobs/agendash/api',
        'ALL /jobs/agendash/*rest',
      ]);
    });

    function press(
      method: string,
      path: string,
      { body, headers }: { body: string; headers: Record<string, string> },
    ): Promise<Response> {
      const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return fetch(`${admin.base}${BOARD}${path}`, {
        ...{ method, body, redirect: 'manual' },
        headers: { cookie, 'content-type': 'application/json', ...headers },
      });
    }
  });

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
