// Six pictures of the staff page into docs/pictures, from two gateways with invented loans and a clock that stands still.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { newId, VirtualClock } from '../src/platform/index.js';
import { atTheDesk } from '../test/support/at-the-desk.js';
import { openLibrary, type Library } from '../test/support/library.js';
import { plays, scriptedPeer } from '../test/support/scripted-peer.js';
import { introduce, newestLoan, settle } from '../test/support/two-libraries.js';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const pictures = new URL('../docs/pictures/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'lendwire-pictures-'));
const clock = new VirtualClock();

const books = [
  ['Aniara', 'Martinson, Harry'],
  ['Kallocain', 'Boye, Karin'],
  ['Gösta Berlings saga', 'Lagerlöf, Selma'],
  ['Pippi Långstrump', 'Lindgren, Astrid'],
  ['Doktor Glas', 'Söderberg, Hjalmar'],
  ['Hertha', 'Bremer, Fredrika'],
  ['Röda rummet', 'Strindberg, August'],
  ['Utvandrarna', 'Moberg, Vilhelm'],
] as const;
/** How far each loan has come when the pictures are taken. */
const steps = [
  ['will-supply', 'ship', 'receive'],
  [],
  ['will-supply'],
  [],
  ['will-supply'],
  ['will-supply', 'ship'],
  ['cannot-supply'],
  ['will-supply', 'ship', 'receive', 'return'],
] as const;

function open(name: string, agency: { id: string; name: string }): Promise<Library> {
  mkdirSync(join(folder, name));
  return openLibrary({ name, folder: join(folder, name), agencies: [agency], clock });
}

async function lend(asking: Library, lending: Library): Promise<void> {
  for (const [at, [title, author]] of books.entries()) {
    await asking.api('POST', '/api/v1/loan-records', {
      id: `N-${1204 + at}`,
      patron: { reference: `P-${at}`, name: { surname: 'Svensson', givenName: 'Ada' } },
      item: { title, author, publicationType: 'Book' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-SUND'],
    });
    await settle([asking, lending], clock);
    const loans = { asking: await newestLoan(asking), lending: await newestLoan(lending) };
    for (const verb of steps[at] ?? []) {
      const [library, loan] = ['receive', 'return'].includes(verb)
        ? ([asking, loans.asking] as const)
        : ([lending, loans.lending] as const);
      const said =
        verb === 'cannot-supply'
          ? { reasonUnfilled: 'NotOnShelf' }
          : verb === 'ship'
            ? { itemId: `3005${at}` }
            : {};
      await library.api(
        'POST',
        `/api/v1/loan-records/${loan}/acts`,
        { verb, ...said },
        { 'idempotency-key': newId() },
      );
      clock.move(47 * 60_000);
      await settle([asking, lending], clock);
    }
  }
}

/** Some messages that do not get through, so that the board has something to show. */
async function fail(asking: Library): Promise<() => Promise<void>> {
  const peers = await Promise.all([401, 404].map(async (code) => ({ code, peer: await scriptedPeer() })));
  for (const { code, peer } of peers) {
    peer.always(plays.http(code));
    const name = code === 401 ? 'Ekbacka' : 'Holmen';
    const agency = `ISIL:SE-${name.toUpperCase()}`;
    await introduce(asking, { as: name.toLowerCase(), name, agencies: [agency], url: peer.url } as never);
    for (const [at, [title, author]] of books.slice(0, code === 401 ? 4 : 2).entries())
      await asking.api('POST', '/api/v1/loan-records', {
        id: `${name}-${at}`,
        patron: { reference: `P-${at}` },
        item: { title, author },
        service: { type: 'Copy' },
        suppliers: [agency],
      });
  }
  await settle([asking], clock);
  return async () => {
    await Promise.all(peers.map(({ peer }) => peer.close()));
  };
}

async function shoot(page: Page, name: string, path: string): Promise<void> {
  await page.goto(path);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}

const north = await open('norrvik', { id: 'ISIL:SE-NORR', name: 'Norrvik City Library' });
const south = await open('sundby', { id: 'ISIL:SE-SUND', name: 'Sundby University Library' });
await introduce(north, { as: 'sundby', name: 'Sundby', agencies: ['ISIL:SE-SUND'], url: south.url } as never);
await introduce(south, {
  as: 'norrvik',
  name: 'Norrvik',
  agencies: ['ISIL:SE-NORR'],
  url: north.url,
} as never);
await lend(north, south);
const close = await fail(north);
await Promise.all([north, south].map(({ app }) => app.jobs.runOne('checkpoint', clock.now())));
const asked = await atTheDesk(north, 'ada', ['supervisor']);
const lends = await atTheDesk(south, 'sven', ['supervisor']);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const view = async (signed: typeof asked, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 750 },
    baseURL: signed.browser.base,
    colorScheme,
  });
  await context.addCookies(
    [...signed.browser.cookies].map(([name, value]) => ({ name, value, url: signed.browser.base })),
  );
  return context.newPage();
};
mkdirSync(pictures, { recursive: true });
const found = await south.api('GET', '/api/v1/loan-records?limit=20');
const promised = (found.body['items'] as { id: string; title?: string }[]).find(
  ({ title }) => title === 'Doktor Glas',
);
const lending = await view(lends);
await shoot(lending, 'needs-attention', '/');
await shoot(lending, 'request', `/requests/${promised?.id ?? ''}`);
await shoot(lending, 'pull-slips', '/pull-slips');
const borrowing = await view(asked);
await shoot(borrowing, 'messages', '/messages');
await shoot(borrowing, 'ledger', '/ledger');
await shoot(await view(asked, 'dark'), 'requests-dark', '/requests');
await browser.close();
await close();
await Promise.all([north.app.stop(), south.app.stop()]);
rmSync(folder, { recursive: true, force: true });
