import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Browser as Signed } from '../support/staff.js';

const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** For `before`: one browser for a suite; where there is none the suite is left out, and says why. */
export async function openBrowser(suite: Mocha.Context): Promise<Browser> {
  if (!existsSync(executable)) {
    console.log(`      left out: no Chromium at ${executable}; set CHROMIUM to its path`);
    return suite.skip();
  }
  return chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
}

/** A context in which somebody has signed in. */
export async function contextOf(
  browser: Browser,
  signed: Signed,
  options: { width?: number; javaScript?: boolean; dark?: boolean } = {},
): Promise<BrowserContext> {
  const { width = 1280, javaScript = true, dark = false } = options;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: javaScript,
    colorScheme: dark ? 'dark' : 'light',
    baseURL: signed.base,
  });
  await context.addCookies([...signed.cookies].map(([name, value]) => ({ name, value, url: signed.base })));
  return context;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

interface AxeResults {
  violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

/** What axe finds against WCAG 2.2 AA, as one line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] })`,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id} ${target.join(' ')}: ${failureSummary.slice(0, 200)}`,
    ),
  );
}

/** Goes by the Tab key to the button or link that begins with the label, and presses Enter. */
export async function pressByKeyboard(page: Page, label: string): Promise<void> {
  for (let steps = 0; steps < 150; steps += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const at = document.activeElement;
      return at?.matches('button, a, summary') === true ? (at as HTMLElement).innerText : '';
    });
    if (!text.startsWith(label)) continue;
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    return;
  }
  throw new Error(`no button “${label}” can be reached by the keyboard at ${page.url()}`);
}
