import { expect } from 'chai';
import { pageTable } from '../../src/access/index.js';
import { atTheDesk } from '../support/at-the-desk.js';
import { stagedDesks, STAFF, type StagedDesks } from '../support/staged-desks.js';
import { closeLibraries } from '../support/two-libraries.js';
import { closeBrowser, hasChromium, signIn, watchedBrowser, type Watched } from './chromium.js';
import { answers, type Posted } from './answers.js';
import { axe, examineOpen, findings } from './examine.js';
import { visits, type Shown } from './visits.js';

const HEAVIEST = 150_000;

describe('every page in a browser', function () {
  this.timeout(120_000);
  let desks: StagedDesks;
  let watched: Watched;
  let base: string;

  before(async function () {
    if (!hasChromium()) this.skip();
    desks = await stagedDesks();
    base = `http://127.0.0.1:${desks.libraries.north.port}`;
    watched = await watchedBrowser();
    await signIn(watched.page, { base, login: STAFF });
  });
  after(async () => {
    await closeBrowser();
    // What has not been answered stays owed, and that is what was staged.
    if ((desks as StagedDesks | undefined) !== undefined) await closeLibraries(desks.libraries);
  });

  it('is visited by this suite, or named here as no page', () => {
    const shown = Object.keys(pageTable).filter((key) => key.startsWith('GET '));
    expect(Object.keys(visits)).to.have.members(shown);
  });

  for (const [key, visit] of Object.entries(visits) as [Shown, (typeof visits)[Shown]][]) {
    if ('none' in visit) continue;
    it(`${key} is light, asks nobody else, breaks no policy, fits 320 px, and is accessible`, async () => {
      for (const path of visit(desks)) await examine(key, path);
    });
  }

  for (const posted of answers)
    it(`${posted.key} answers ${posted.what} with a page that is accessible`, () => post(posted));

  it('is accessible where there is nothing', async () => {
    const answer = await watched.page.goto(`${base}/nowhere`);
    expect(answer?.status()).to.equal(404);
    await examineOpen(watched, '/nowhere');
  });

  it('is accessible where the role does not reach', async () => {
    await atTheDesk(desks.libraries.north, 'aud', ['auditor']);
    const other = await watchedBrowser();
    await signIn(other.page, { base, login: 'aud' });
    const answer = await other.page.goto(`${base}/requests/new`);
    expect(answer?.status()).to.equal(403);
    await examineOpen(other, 'forbidden');
    await other.page.goto(`${base}/peers`);
    await examineOpen(other, 'peers that are not the reader’s to touch');
    await other.context.close();
  });

  it('is accessible where something unexpected went wrong', async () => {
    const { peers } = desks.libraries.north.app.storage.readers;
    const lines = peers.lines.bind(peers);
    peers.lines = () => Promise.reject(new Error('a fault of the test'));
    try {
      const answer = await watched.page.goto(`${base}/peers`);
      expect(answer?.status()).to.equal(500);
      await examineOpen(watched, 'unexpected');
    } finally {
      peers.lines = lines;
    }
  });

  it('is accessible as slips for several, with what was left out', async () => {
    const { asked, lent, libraries } = desks;
    const other = await watchedBrowser();
    const south = `http://127.0.0.1:${libraries.south.port}`;
    await signIn(other.page, { base: south, login: STAFF });
    const items = (await libraries.south.api('GET', '/api/v1/loan-records')).body['items'];
    const ids = (items as { id: string }[]).map(({ id }) => `id=${id}`);
    await other.page.goto(`${south}/pull-slips?of=ticked&${ids.join('&')}`);
    expect(await other.page.locator('.slip').count()).to.be.greaterThan(1);
    expect([asked.south, lent.south].every((id) => ids.includes(`id=${id}`))).to.be.true;
    expect(await other.page.locator('.notice').innerText()).to.include('no slip');
    await examineOpen(other, 'slips');
    await other.context.close();
  });

  it('would find a rule that is broken', async () => {
    const { page } = watched;
    await page.goto(`${base}/peers`);
    await page.evaluate("document.querySelector('main').append(document.createElement('button'))");
    await page.evaluate(axe);
    expect((await page.evaluate<string[]>(findings)).join()).to.match(/^button-name/);
  });

  it('has its search one key away, wherever the reader is', async () => {
    const { page } = watched;
    await page.goto(`${base}/peers`);
    await page.keyboard.press('/');
    await page.keyboard.type('Kallocain');
    await Promise.all([page.waitForURL(/text=Kallocain/), page.keyboard.press('Enter')]);
    expect(await page.locator('.row-title').allInnerTexts()).to.deep.equal(['Kallocain']);
  });

  async function examine(key: Shown, path: string): Promise<void> {
    const visitor = await visitorOf(key);
    const { page, complaints, asked, weight } = visitor;
    complaints.length = 0;
    asked.length = 0;
    await weight();
    const answer = await page.goto(`${base}${path}`);
    expect(answer?.status(), path).to.equal(200);
    expect(await weight(), `bytes of ${path}`).to.be.at.most(HEAVIEST);
    expect(asked.filter((url) => !url.startsWith(`${base}/`))).to.deep.equal([]);
    await examineOpen(visitor, path);
  }

  /** Posts as a browser does, by a form that is filled in and sent. */
  async function post({ path, fields, status, isStranger, isOld, what }: Posted): Promise<void> {
    const visitor = isStranger === true ? await watchedBrowser() : watched;
    const { page, complaints } = visitor;
    await page.goto(`${base}${isStranger === true ? '/sign-in' : '/peers'}`);
    complaints.length = 0;
    const token = isOld === true ? 'yesterday' : await page.inputValue('input[name=_form] >> nth=0');
    const given = [['_form', token], ...(fields?.(desks) ?? [])];
    const [answer] = await Promise.all([
      page.waitForResponse((each) => each.request().isNavigationRequest()),
      page.waitForEvent('load'),
      page.evaluate(
        `(() => { const form = document.createElement('form'); form.method = 'post'; form.action = ${JSON.stringify(path(desks))};
          for (const [name, value] of ${JSON.stringify(given)}) {
            const field = document.createElement('input'); field.name = name; field.value = value; form.append(field); }
          document.body.append(form); form.submit(); })()`,
      ),
    ]);
    expect(answer.status(), what).to.equal(status);
    expect(answer.request().method(), what).to.equal('POST');
    await examineOpen(visitor, what);
    if (isStranger === true) await visitor.context.close();
  }

  /** Whoever is signed in sees no page that asks for it. */
  async function visitorOf(key: Shown): Promise<Watched> {
    return key === 'GET /sign-in' ? watchedBrowser() : Promise.resolve(watched);
  }
});
