import { existsSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { passwordOf } from '../support/staff.js';

const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

let browser: Promise<Browser> | undefined;

/** Whether there is a Chromium to test in; says so where there is none. */
export function hasChromium(): boolean {
  if (existsSync(program)) return true;
  console.log(`    skipped: no Chromium at ${program}; name one in CHROMIUM`);
  return false;
}

/** One browser for all suites. */
export function theBrowser(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** What a browser complained of or fetched, since its context was opened. */
export interface Watched {
  context: BrowserContext;
  page: Page;
  /** Refusals of the content policy, scripts that threw, and other errors. */
  complaints: string[];
  /** Addresses of everything that was asked for. */
  asked: string[];
  /** Bytes of what was answered, uncompressed; empties when taken. */
  weight: () => Promise<number>;
}

/** A browser of its own, with one page, that keeps what happens in it. */
export async function watchedBrowser(options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await (
    await theBrowser()
  ).newContext({
    locale: 'en-GB',
    // A colour that fades from one look into another is of neither.
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  let answers: Promise<number>[] = [];
  page.on('console', (said) => {
    // A page that answers 404 or 422 on purpose is told of here too, and is no fault of the page.
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource'))
      complaints.push(said.text());
  });
  page.on('pageerror', (thrown) => complaints.push(thrown.message));
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) =>
    answers.push(
      response.body().then(
        ({ length }) => length,
        () => 0,
      ),
    ),
  );
  const weight = async (): Promise<number> => {
    const taken = answers;
    answers = [];
    return (await Promise.all(taken)).reduce((sum, length) => sum + length, 0);
  };
  return { context, page, complaints, asked, weight };
}

/** Signs in by the form. */
export async function signIn(page: Page, { base, login }: { base: string; login: string }): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.fill('#login', login);
  await page.fill('#password', passwordOf(login));
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
