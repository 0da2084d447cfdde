import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { atTheDesk } from '../support/at-the-desk.js';
import { passwordOf } from '../support/staff.js';
import {
  closeLibraries,
  newestLoan,
  shown,
  twoLibraries,
  type Libraries,
  type Side,
} from '../support/two-libraries.js';
import { closeBrowser, hasChromium, signIn, watchedBrowser } from './chromium.js';

const MOST_STEPS = 150;
const sides = ['north', 'south'] as const;

/** A hand that works one way: by keyboard alone, or without JavaScript. */
interface Hand {
  page: Page;
  base: string;
  signIn(): Promise<void>;
  /** Fills in the field of that name in the form of that selector. */
  fill(selector: string, value: string): Promise<void>;
  choose(selector: string, value: string): Promise<void>;
  /** Presses a button, follows a link or opens a fold. */
  press(selector: string): Promise<void>;
}

/** Goes on by Tab until what has the focus is meant; nothing is clicked, and nothing is reached in another way. */
async function reach(page: Page, selector: string): Promise<void> {
  const isThere = `document.activeElement?.matches(${JSON.stringify(selector)}) === true`;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await page.evaluate<boolean>(isThere)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way to ${selector} by Tab on ${page.url()}`);
}

function byKeyboard(page: Page, base: string): Hand {
  const hand: Hand = {
    page,
    base,
    async signIn() {
      await page.goto(`${base}/`);
      await hand.fill('#login', 'eva');
      await hand.fill('#password', passwordOf('eva'));
      await Promise.all([page.waitForURL(`${base}/`), page.keyboard.press('Enter')]);
    },
    async fill(selector, value) {
      await reach(page, selector);
      await page.keyboard.press('ControlOrMeta+A');
      // A date is typed part by part in an order that the browser picks: give one whose day is its month.
      const [year, month, day] = value.split('-');
      const isDate = /^\d{4}-\d\d-\d\d$/.test(value);
      await page.keyboard.type(isDate ? `${day ?? ''}${month ?? ''}${year ?? ''}` : value);
    },
    async choose(selector, value) {
      await reach(page, selector);
      await page.keyboard.type(value);
    },
    async press(selector) {
      await reach(page, selector);
      await Promise.all([settledAfter(page, selector), page.keyboard.press('Enter')]);
    },
  };
  return hand;
}

function withoutScripts(page: Page, base: string): Hand {
  return {
    page,
    base,
    signIn: () => signIn(page, { base, login: 'eva' }),
    fill: (selector, value) => page.fill(selector, value),
    choose: async (selector, value) => {
      const option = page.locator(`${selector} option`, { hasText: value });
      await page.selectOption(selector, { label: await option.first().innerText() });
    },
    press: async (selector) => {
      await Promise.all([settledAfter(page, selector), page.locator(selector).first().click()]);
    },
  };
}

/** A fold opens where it is; everything else leads to another page. */
function settledAfter(page: Page, selector: string): Promise<unknown> {
  return selector.endsWith('summary') ? Promise.resolve() : page.waitForEvent('load');
}

describe('a whole loan in a browser', function () {
  this.timeout(90_000);
  let libraries: Libraries;

  before(async function () {
    if (!hasChromium()) this.skip();
    libraries = await twoLibraries({ forWholeSuite: true });
    for (const side of sides) await atTheDesk(libraries[side], 'eva');
  });
  after(async () => {
    await closeBrowser();
    if ((libraries as Libraries | undefined) !== undefined) await closeLibraries(libraries);
  });

  const ways = [
    { name: 'by keyboard alone', javaScriptEnabled: true, hand: byKeyboard, number: 'KEYS-1' },
    { name: 'without JavaScript', javaScriptEnabled: false, hand: withoutScripts, number: 'PLAIN-1' },
  ] as const;

  for (const { name, javaScriptEnabled, hand, number } of ways)
    it(`goes from the wish to the book at home, ${name}`, async () => {
      const hands = {} as Record<Side, Hand>;
      const complaints: string[][] = [];
      for (const side of sides) {
        const watched = await watchedBrowser({ javaScriptEnabled });
        complaints.push(watched.complaints);
        hands[side] = hand(watched.page, `http://127.0.0.1:${libraries[side].port}`);
        await hands[side].signIn();
      }
      await lendOnce(hands, number);
      expect(complaints.flat()).to.deep.equal([]);
      for (const { page } of Object.values(hands)) await page.context().close();
    });

  async function lendOnce({ north, south }: Record<Side, Hand>, number: string): Promise<void> {
    await ask(north, number);
    const loan = { north: await newestLoan(libraries.north), south: await newestLoan(libraries.south) };
    await act(south, `/requests/${loan.south}`, 'will-supply');
    await act(south, `/requests/${loan.south}`, 'ship', async (form) => {
      await south.fill(`${form} [name=dueDate]`, '2026-05-05');
      await south.fill(`${form} [name=itemId]`, `30051${number}`);
    });
    await act(north, `/requests/${loan.north}`, 'receive');
    await act(north, `/requests/${loan.north}`, 'return');
    await act(south, `/requests/${loan.south}`, 'check-in');
    for (const side of sides)
      expect((await shown(libraries[side], loan[side]))['record'], side).to.include({ phase: 'closed' });
  }

  async function ask(north: Hand, number: string): Promise<void> {
    const { page } = north;
    await north.press('nav a[href="/requests"]');
    await north.press('a[href="/requests/new"]');
    await north.fill('[name=id]', number);
    await north.fill('[name=reference]', 'P-77');
    await north.fill('[name=title]', `Aniara ${number}`);
    await north.choose('[name=supplier1]', 'south');
    await north.press('main form.form button[type=submit]');
    expect(await page.locator('h1').innerText()).to.include(`Aniara ${number}`);
    await libraries.settle();
  }

  /** Does an act with its form, sees that it can be taken back, and sends it. */
  async function act(
    hand: Hand,
    path: string,
    verb: string,
    fillIn?: (form: string) => Promise<void>,
  ): Promise<void> {
    const { page, base } = hand;
    await page.goto(`${base}${path}`);
    const form = `#act-${verb}`;
    const isFolded = (await page.locator(`${form}:not([open]) > summary`).count()) > 0;
    if (isFolded) await hand.press(`${form} > summary`);
    await fillIn?.(form);
    await hand.press(`${form} button[type=submit]:not([formaction])`);
    expect(await page.locator('#undo').count(), `an undo after ${verb}`).to.equal(1);
    await hand.press('#undo form[action$="/send-now"] button');
    expect(await page.locator('#undo').count()).to.equal(0);
    await libraries.settle();
  }
});
