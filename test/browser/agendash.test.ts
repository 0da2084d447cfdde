import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../src/platform/index.js';
import { atTheDesk } from '../support/at-the-desk.js';
import { openLibrary, type Library } from '../support/library.js';
import { closeBrowser, hasChromium, signIn, watchedBrowser, type Watched } from './chromium.js';

/** The only page that others have written: it needs JavaScript, and is not held against axe. */
interface Shown {
  overview: { displayName: string; total: number; paused: number }[];
  jobs: unknown[];
}

describe('Agendash in a browser', function () {
  this.timeout(60_000);
  let folder: string;
  let library: Library;
  let watched: Watched;
  let base: string;

  before(async function () {
    if (!hasChromium()) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'lendwire-agendash-'));
    const agencies = [{ id: 'ISIL:SE-NORTH' }];
    library = await openLibrary({ name: 'north', folder, agencies, clock: systemClock });
    await library.app.jobs.start();
    await atTheDesk(library, 'nora', ['admin']);
    base = `http://127.0.0.1:${library.port}`;
    watched = await watchedBrowser({ viewport: { width: 1400, height: 900 } });
    await signIn(watched.page, { base, login: 'nora' });
    await watched.page.goto(`${base}/jobs`);
    await watched.page.click('a[href="/jobs/agendash/"]');
    await watched.page.locator('table tbody tr').nth(4).waitFor();
  });
  after(async () => {
    await closeBrowser();
    if ((library as Library | undefined) === undefined) return;
    // With its page open until now: no connection of it holds the gateway up.
    await library.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens from our page and lists the jobs, asks nobody else, and breaks no policy', async () => {
    const { page, asked, complaints } = watched;
    const rows = (await page.locator('table tbody tr').allInnerTexts()).join('\n');
    for (const name of ['redeliver', 'clocks', 'checkpoint', 'retain', 'webhooks'])
      expect(rows).to.include(name);
    expect(asked.filter((url) => !url.startsWith(`${base}/`))).to.deep.equal([]);
    // It is told that there are no live updates, and goes on by asking again.
    expect(complaints.filter((said) => !said.startsWith('SSE connection error'))).to.deep.equal([]);
    const style = "getComputedStyle(document.querySelector('.navbar')).position";
    expect(await page.evaluate<string>(style), 'its style sheet holds').to.equal('sticky');
  });

  it('has buttons that change nothing', async () => {
    const { page } = watched;
    // Which of them runs at this moment is no matter of the buttons: the others go on beside.
    const jobs = async (): Promise<unknown> => {
      const answer = await page.request.get(`${base}/jobs/agendash/api?job=retain`);
      const { overview, ...rest } = (await answer.json()) as Shown;
      return {
        ...rest,
        there: overview.map(({ displayName, total, paused }) => ({ displayName, total, paused })),
      };
    };
    const before = await jobs();
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.request().method() !== 'GET')
        refused.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
    });
    const row = page.locator('table tbody tr', { hasText: 'retain' });
    for (const verb of ['Requeue', 'Pause', 'Delete']) {
      await row.locator(`.action-btn[title^="${verb}"]`).click();
      const pressed = page.waitForResponse((answer) => answer.request().method() !== 'GET');
      await page.locator('.modal-footer button').last().click();
      await pressed;
      await page.locator('.modal-overlay').waitFor({ state: 'detached' });
    }
    expect(refused).to.deep.equal(
      ['requeue', 'pause', 'delete'].map((verb) => `403 /jobs/agendash/api/jobs/${verb}`),
    );
    expect(await jobs()).to.deep.equal(before);
  });
});
