// The pictures of the staff page that the README shows, into docs/pictures: `npm run screenshots`. Two real gateways, a real browser.
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { register } from 'tsx/esm/api';

// What is shown is what the browser suite tests, and that is TypeScript.
register();
const { passwordOf } = await import('../test/support/staff.js');
const { stagedDesks, STAFF } = await import('../test/support/staged-desks.js');
const { closeLibraries } = await import('../test/support/two-libraries.js');

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const size = { width: 1200, height: 800 };
const MOST_BYTES = 200_000;

/** What each picture shows: at whose desk, in which look, and what is done before. */
const pictures = [
  { name: 'needs-attention', side: 'south', at: () => '/' },
  { name: 'requests-dark', side: 'south', at: () => '/requests', look: 'dark' },
  { name: 'request', side: 'south', at: ({ lent }) => `/requests/${lent.south}`, height: 900 },
  {
    ...{ name: 'undo', side: 'south', at: ({ asked }) => `/requests/${asked.south}`, height: 560 },
    do: (page) => page.click('.act-primary button[type=submit]:not([formaction])'),
  },
  {
    name: 'pull-slips',
    side: 'south',
    at: ({ asked, lent }) => `/pull-slips?id=${lent.south}&id=${asked.south}`,
  },
  { name: 'messages', side: 'north', at: () => '/messages' },
  { name: 'claims', side: 'south', at: () => '/claims' },
  { name: 'shipments', side: 'south', at: () => '/shipments' },
  { name: 'ledger', side: 'north', at: ({ lent }) => `/ledger?request=${lent.north}` },
];

mkdirSync(folder, { recursive: true });
const desks = await stagedDesks();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const picture of pictures) await take(picture);
} finally {
  await browser.close();
  await closeLibraries(desks.libraries);
}
process.exit(0);

async function take({ name, side, at, look = 'light', height = size.height, do: act }) {
  const base = `http://127.0.0.1:${desks.libraries[side].port}`;
  const context = await browser.newContext({
    ...{ colorScheme: look, locale: 'en-GB', viewport: { ...size, height }, reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('#login', STAFF);
  await page.fill('#password', passwordOf(STAFF));
  await Promise.all([page.waitForURL(`${base}/`), page.click('main button[type=submit]')]);
  await page.goto(base + at(desks));
  if (act !== undefined) {
    await Promise.all([page.waitForEvent('load'), act(page)]);
  }
  await page.evaluate('document.activeElement?.blur()');
  const path = `${folder}${name}.png`;
  await page.screenshot({ path });
  const { size: bytes } = statSync(path);
  if (bytes >= MOST_BYTES) throw new Error(`${path} has ${bytes} bytes`);
  console.log(`docs/pictures/${name}.png  ${bytes} bytes`);
  await context.close();
}
