import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { translator } from '../../src/admin/words/translate.js';
import { atTheDesk } from '../support/at-the-desk.js';
import type { Browser as Signed } from '../support/staff.js';
import { closeLibraries, twoLibraries, type Lending, type Libraries } from '../support/two-libraries.js';
import { contextOf, openBrowser, pressByKeyboard, violations } from './browser.js';

const t = translator('en');
const WIDTHS = [320, 1280];
const LOOKS = ['light', 'dark', 'print'] as const;
const HEAVIEST = 150_000;

describe('the staff page in a real browser', function () {
  this.timeout(180_000);
  let chromium: Browser | undefined;
  let libraries: Libraries;
  let north: Signed;
  let south: Signed;
  let lending: Lending;

  before(async function () {
    chromium = await openBrowser(this);
    libraries = await twoLibraries({ forWholeSuite: true, settings: { page: { holdSeconds: 0 } } });
    const patron = { reference: 'P-1', name: { surname: 'Svensson' } };
    lending = await libraries.ask({ patron, item: { title: 'Aniara', author: 'Martinson, Harry' } });
    await libraries.act('south', lending, 'will-supply');
    await libraries.ask({ patron, item: { title: 'Kallocain', author: 'Boye, Karin' } });
    ({ browser: north } = await atTheDesk(libraries.north, 'nora', ['supervisor', 'admin']));
    ({ browser: south } = await atTheDesk(libraries.south, 'sven', ['supervisor', 'admin']));
  });
  after(async () => {
    await chromium?.close();
    if (chromium !== undefined) await closeLibraries(libraries);
  });

  const routes = (): string[] => [
    '/',
    '/?queue=new-to-decide',
    '/requests',
    '/requests/new',
    `/requests/${lending.south}`,
    `/requests/${lending.south}/pull-slip`,
    `/requests/${lending.south}/book-strap`,
    '/pull-slips',
    '/search?q=nothing',
    '/messages',
    '/messages?state=stopped&cause=HTTP+404',
    '/peers',
    '/ledger',
    '/exports?kind=peer-paused',
    '/jobs',
    '/account',
    '/no-such-page',
  ];

  for (const look of LOOKS)
    for (const width of WIDTHS)
      it(`breaks no rule of WCAG 2.2 AA and no bound, ${look}, ${width} px wide`, async () => {
        const context = await contextOf(chromium!, south, { width, dark: look === 'dark' });
        const page = await context.newPage();
        if (look === 'print') await page.emulateMedia({ media: 'print' });
        const wrong: string[] = [];
        const weights = new Map<string, number>();
        page.on('console', (said) => {
          if (/Content Security Policy|Refused to/.test(said.text()))
            wrong.push(`CSP ${page.url()}: ${said.text()}`);
        });
        page.on('request', (asked) => {
          if (!asked.url().startsWith(south.base)) wrong.push(`third party: ${asked.url()}`);
        });
        for (const route of routes()) {
          const answer = await page.goto(route);
          weights.set(route, (await answer?.body())?.length ?? 0);
          wrong.push(...(await violations(page)).map((violation) => `${route} ${violation}`));
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (look !== 'print' && over > 0) wrong.push(`${route} scrolls sideways by ${over} px`);
        }
        await context.close();
        expect([...weights].filter(([, bytes]) => bytes > HEAVIEST)).to.deep.equal([]);
        expect(wrong).to.deep.equal([]);
      });

  it('would find a rule that is broken', async () => {
    const context = await contextOf(chromium!, south);
    const page = await context.newPage();
    await page.goto('/peers');
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
    expect((await violations(page)).join()).to.match(/^button-name/);
    await context.close();
  });

  it('lets somebody sign in without breaking a rule', async () => {
    const context = await chromium!.newContext({
      baseURL: south.base,
      viewport: { width: 320, height: 800 },
    });
    const page = await context.newPage();
    await page.goto('/sign-in');
    expect(await violations(page)).to.deep.equal([]);
    await context.close();
  });

  async function loanCycle(javaScript: boolean): Promise<void> {
    const loan = await libraries.ask({
      patron: { reference: 'P-2' },
      item: { title: `Cycle ${javaScript}` },
    });
    const pages: Record<'north' | 'south', Page> = {
      north: await (await contextOf(chromium!, north, { javaScript })).newPage(),
      south: await (await contextOf(chromium!, south, { javaScript })).newPage(),
    };
    for (const [side, verb] of [
      ['south', 'will-supply'],
      ['south', 'ship'],
      ['north', 'receive'],
      ['north', 'return'],
      ['south', 'check-in'],
    ] as const) {
      const page = pages[side];
      await page.goto(`/requests/${loan[side]}`);
      await pressByKeyboard(page, t(`verb.${verb}`));
      await libraries.settle();
    }
    for (const side of ['north', 'south'] as const) {
      const whole = await libraries[side].app.storage.readers.loans.whole(loan[side]);
      expect([...(whole?.transactions.values() ?? [])][0]?.state, side).to.equal('LoanCompleted');
      await pages[side].context().close();
    }
  }

  it('carries a loan from its request to its end by the keyboard alone', () => loanCycle(true));
  it('and again without any script', () => loanCycle(false));

  it('goes to the search box by one key', async () => {
    const page = await (await contextOf(chromium!, south)).newPage();
    await page.goto('/peers');
    await page.keyboard.press('/');
    await page.keyboard.type('Aniara');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    expect(await page.content()).to.include('Aniara');
    await page.context().close();
  });
});
