import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { pageTable } from '../../src/access/index.js';
import { stagedDesks, STAFF, type StagedDesks } from '../support/staged-desks.js';
import { closeLibraries } from '../support/two-libraries.js';
import { closeBrowser, hasChromium, signIn, watchedBrowser, type Watched } from './chromium.js';
import { visits, type Shown } from './visits.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const widths = [320, 1280];
const looks = [
  { name: 'light', media: 'screen', colorScheme: 'light' },
  { name: 'dark', media: 'screen', colorScheme: 'dark' },
  { name: 'print', media: 'print', colorScheme: 'light' },
] as const;
const HEAVIEST = 150_000;

const findings = `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then(
  ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' at ' + target.join(' ') + ': ' + failureSummary)))`;

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
    const { page, complaints, asked, weight } = await visitorOf(key);
    complaints.length = 0;
    asked.length = 0;
    await weight();
    const answer = await page.goto(`${base}${path}`);
    expect(answer?.status(), path).to.equal(200);
    expect(await weight(), `bytes of ${path}`).to.be.at.most(HEAVIEST);
    expect(asked.filter((url) => !url.startsWith(`${base}/`))).to.deep.equal([]);
    await page.evaluate(axe);
    const found: string[] = [];
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(over, `${path} is wider than ${width} px by`).to.be.at.most(0);
      for (const { name, ...look } of looks) {
        await page.emulateMedia(look);
        const lines = await page.evaluate<string[]>(findings);
        found.push(...lines.map((line) => `${path}, ${name}, ${width} px: ${line}`));
      }
    }
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    expect(found, found.join('\n')).to.have.length(0);
    expect(complaints, path).to.deep.equal([]);
  }

  /** Whoever is signed in sees no page that asks for it. */
  async function visitorOf(key: Shown): Promise<Watched> {
    return key === 'GET /sign-in' ? watchedBrowser() : Promise.resolve(watched);
  }
});
