import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { stagedDesks, STAFF, type StagedDesks } from '../support/staged-desks.js';
import { closeLibraries } from '../support/two-libraries.js';
import { closeBrowser, hasChromium, signIn, watchedBrowser } from './chromium.js';

/** Most keys and presses for twenty items. Source: practice.md 4, U3. */
const MOST_FOR_TWENTY = 40;

describe('scanning in a browser', function () {
  this.timeout(120_000);
  let desks: StagedDesks;
  let page: Page;

  before(async function () {
    if (!hasChromium()) this.skip();
    desks = await stagedDesks();
    ({ page } = await watchedBrowser());
    const base = `http://127.0.0.1:${desks.libraries.north.port}`;
    await signIn(page, { base, login: STAFF });
    await page.goto(`${base}/requests`);
  });
  after(async () => {
    await closeBrowser();
    if ((desks as StagedDesks | undefined) !== undefined) await closeLibraries(desks.libraries);
  });

  /** A scanner types the code and ends it with Enter. */
  const scan = async (code: string): Promise<void> => {
    await page.keyboard.type(code);
    await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/scan')),
      page.keyboard.press('Enter'),
    ]);
    await page.waitForFunction(
      `document.querySelector('#meaning')?.textContent.includes(${JSON.stringify(code)})`,
    );
  };
  const focused = (): Promise<string> => page.evaluate('document.activeElement.id');

  it('needs no mouse and no reload: each code is read as it comes, the box keeps the focus, Enter does it', async () => {
    let presses = 2;
    await page.keyboard.press('g');
    await Promise.all([page.waitForURL(/\/scan$/), page.keyboard.press('s')]);
    expect(await focused()).to.equal('codes');
    await scan('nobody-knows-this');
    expect(await page.locator('#would').innerText()).to.include('The request is missing');
    expect(await focused()).to.equal('codes');
    await page.keyboard.press('Shift+Control+Home');
    await page.keyboard.press('Delete');
    await scan('RR123456785SE');
    presses += 1;
    expect(await page.locator('#would').innerText()).to.include('Receive 2 requests from South Library');
    expect(await focused()).to.equal('codes');

    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    presses += 1;
    expect(await page.locator('.notice').innerText()).to.match(/Röda rummet: done\s+Hemsöborna: done/);
    expect(await focused(), 'ready for the next box').to.equal('codes');
    // A box of twenty is as many presses as a box of two; slip by slip it is one each, and one to do it.
    expect(presses).to.be.at.most(MOST_FOR_TWENTY - 20);
    await desks.libraries.settle();
    for (const { north } of desks.boxed.requests) {
      const { body } = await desks.libraries.north.api('GET', `/api/v1/loan-records/${north}`);
      expect((body['shipments'] as { arrivedAt?: string }[])[0]?.arrivedAt).to.be.a('string');
    }
  });
});
