import { expect } from 'chai';
import { pageTable, type PageKey } from '../../../src/access/index.js';
import { german } from '../../../src/admin/words/de/index.js';
import { english } from '../../../src/admin/words/en/index.js';
import { swedish } from '../../../src/admin/words/sv/index.js';
import type { WordKey } from '../../../src/admin/words/catalogue.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import { Browser, type Shown } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

const catalogues = { sv: swedish, de: german } as const;
const keys = Object.keys(english) as WordKey[];

const alone = new Set(['input', 'meta', 'link', 'br', 'hr', 'img', 'path', 'rect', 'circle', 'use']);
const unsaid = new Set(['style', 'script', 'pre', 'textarea', 'code']);

const decoded = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, '’')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

/** Each text of a page and each attribute that is read out; what is marked as English, and what is no language, is left out. */
function said(html: string): string[] {
  const texts: string[] = [];
  const open: { name: string; isOut: boolean }[] = [];
  for (const [, closing, name = '', attributes = '', text] of html.matchAll(
    /<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*)>|([^<]+)/gi,
  )) {
    const isOut = open.at(-1)?.isOut === true;
    if (text !== undefined) {
      if (!isOut && decoded(text) !== '') texts.push(decoded(text));
    } else if (closing === '/') {
      open.pop();
    } else {
      const isEnglish = / lang="en"/.test(attributes);
      const read = attributes.matchAll(/ (?:title|aria-label|placeholder|alt)="([^"]*)"/g);
      if (!isOut && !isEnglish) texts.push(...[...read].map(([, value]) => decoded(value ?? '')));
      if (!alone.has(name) && !attributes.endsWith('/'))
        open.push({ name, isOut: isOut || isEnglish || unsaid.has(name) });
    }
  }
  return texts;
}

/** What only the English catalogue says: whole sentences, and of those with values the pieces of two words and more. */
function englishOnly(locale: 'sv' | 'de'): { whole: Set<string>; pieces: string[] } {
  const theirs = catalogues[locale];
  const spoken = new Set(Object.values(theirs));
  const told = keys.filter((key) => !spoken.has(english[key]));
  const others = [...spoken].join('\n');
  const pieces = told
    .flatMap((key) => english[key].split(/\{\w+\}|\{\w+, \w+,|=\d|\bone\b|\bother\b|[{}#]/))
    .map((piece) => piece.trim())
    .filter((piece) => / \S+ /.test(piece) && !others.includes(piece));
  return { whole: new Set(told.map((key) => english[key])), pieces: [...new Set(pieces)] };
}

/** Pages that are no page: a file, a bundle, a way back from elsewhere, what Agendash reads. */
const noPages: readonly PageKey[] = [
  'GET /assets/:file',
  'GET /oidc/start',
  'GET /oidc/callback',
  'GET /search',
  'GET /exports/:id/bundle',
  'GET /requests/:id/case-folder',
  'GET /requests/:id/photos/:photo',
  'GET /requests/:id/preview',
  'GET /jobs/agendash/assets/:file',
  'GET /jobs/agendash/api',
  'GET /jobs/agendash/api/stats',
  'GET /jobs/agendash/api/logs',
];

/** Codes of the standard that the fields of a message show as they are on the wire. */
const wireCodes: readonly string[] = ['Received'];

describe('the pages in Swedish and German', () => {
  let libraries: Libraries;
  const loans: Record<string, Lending> = {};
  const staff: Partial<Record<'north' | 'south', Browser>> = {};
  const parcels: Partial<Record<'north' | 'south', string>> = {};
  const exported: Partial<Record<'north' | 'south', string>> = {};
  const letters: Partial<Record<'north' | 'south', string>> = {};

  before(async function () {
    this.timeout(60_000);
    const notices = { from: 'ill@north.example', letterhead: ['N-1'] };
    libraries = await twoLibraries({ forWholeSuite: true, settings: { notices } });
    const ask = async (name: string, more: object = {}): Promise<Lending> => {
      const loan = await libraries.ask({
        patron: { reference: `P-${name}` },
        item: { title: `T-${name}`, author: 'A-1', publicationType: 'Book' },
        service: { type: 'Loan', level: 'Rush', needBefore: '2026-04-01' },
        ...more,
      });
      loans[name] = loan;
      return loan;
    };
    const shipped = await ask('shipped');
    await libraries.act('south', shipped, 'ship', {
      trackingId: 'JD1',
      itemId: '3005',
      dueDate: '2026-03-20',
    });
    await libraries.act('north', shipped, 'receive');
    const over = await ask('over');
    await libraries.act('south', over, 'ship', { dueDate: '2026-03-10' });
    await libraries.act('north', over, 'receive');
    const lost = await ask('lost');
    await libraries.act('south', lost, 'ship', { dueDate: '2026-03-25' });
    await libraries.act('north', lost, 'receive');
    await libraries.act('north', lost, 'report-lost');
    await libraries.act('south', lost, 'draft-claim');
    await libraries.act('south', lost, 'send-claim');
    await libraries.act('north', lost, 'record-claim', { amount: '100', fee: '25' });
    await libraries.act('north', lost, 'agree-claim', { amount: '80' });
    const home = await ask('home');
    await libraries.act('south', home, 'ship', { dueDate: '2026-03-25' });
    await libraries.act('north', home, 'receive');
    await libraries.act('north', home, 'return');
    await libraries.act('south', home, 'check-in');
    await libraries.act('north', await ask('cancel'), 'cancel');
    await libraries.act('south', await ask('no'), 'cannot-supply', { reason: 'NotOnShelf' });
    await libraries.pass({ days: 9, hours: 3 });
    await libraries.act('south', await ask('promised'), 'will-supply');
    await ask('fresh');
    const away = await ask('away');
    await libraries.act('south', away, 'ship', {
      ...{ carrier: 'DHL', trackingId: 'JD014600006281230704', insuredFor: '500.00 SEK' },
      ...{ itemId: '3099', packing: ['trackable'] },
    });
    const held = await ask('held');
    await libraries.down('south');
    await libraries.handIn({ item: { title: 'T-owed' } });
    await libraries.settle();
    await libraries.up('south');
    for (const side of ['north', 'south'] as const) {
      const roles = ['supervisor', 'admin', 'auditor', 'privacy'] as const;
      staff[side] = (await atTheDesk(libraries[side], 'eva', roles)).browser;
      await staff[side].get('/');
      const { body } = await libraries[side].api('GET', '/api/v1/parcels');
      parcels[side] = (body['items'] as { id: string }[])[0]?.id ?? '';
      await staff[side].post('/ledger/verify');
      await staff[side].post('/exports', { kind: 'act', because: 'B-1' });
      const [, one = ''] = /href="(\/exports\/[\w-]+)"/.exec((await staff[side].get('/exports')).text) ?? [];
      exported[side] = one;
      await libraries[side].app.jobs.runOne('notify', libraries.clock.now());
      const waiting = (await staff[side].get('/notices?state=to-print')).text;
      letters[side] = /name="id" value="([0-9a-f-]{36})"/.exec(waiting)?.[1] ?? '';
    }
    await staff.south?.post(`/requests/${held.south}/acts`, {
      verb: 'will-supply',
      key: 'k-held',
      back: '/',
    });
  });
  after(async () => {
    await libraries.pass({ days: 1 });
    await closeLibraries(libraries);
  });

  /** Every page, under the route that it is of. */
  function* walk(side: 'north' | 'south', locale: string): Generator<[PageKey, () => Promise<Shown>]> {
    const browser = staff[side];
    if (browser === undefined) throw new Error('nobody is at the desk');
    const headers = { 'accept-language': locale };
    const get = (path: string) => (): Promise<Shown> => browser.get(path, headers);
    const post = (path: string, fields: Record<string, string>) => (): Promise<Shown> =>
      browser.post(path, fields, headers);
    yield ['GET /', get('/')];
    yield ['GET /', get('/?queue=renewal-asked')];
    yield ['GET /requests', get('/requests')];
    yield ['GET /requests', get('/requests?text=zzz')];
    yield ['GET /requests/new', get('/requests/new')];
    yield ['GET /openurl', get('/openurl?rft.genre=article&rft.atitle=A-1&rft.jtitle=Libri')];
    yield ['POST /requests', post('/requests', { type: 'Loan', cost: 'x' })];
    for (const loan of Object.values(loans)) {
      yield ['GET /requests/:id', get(`/requests/${loan[side]}`)];
      for (const show of ['peer', 'staff', 'automatic', 'failed'])
        yield ['GET /requests/:id', get(`/requests/${loan[side]}?show=${show}`)];
    }
    const { fresh, shipped } = loans;
    if (fresh === undefined || shipped === undefined) throw new Error('no loans');
    const [one, other] = [fresh[side], shipped[side]];
    for (const outcome of ['done', 'withdrawn', 'too-late', 'aside'])
      yield ['GET /requests/:id', get(`/requests/${one}?outcome=${outcome}`)];
    yield ['GET /requests/:id/pull-slip', get(`/requests/${one}/pull-slip`)];
    yield ['GET /requests/:id/book-strap', get(`/requests/${other}/book-strap`)];
    for (const verb of ['ship', 'cannot-supply', 'cancel', 'note'])
      yield [
        'POST /requests/:id/preview',
        post(`/requests/${one}/preview`, { verb, reason: 'NotOnShelf', note: 'N-1' }),
      ];
    yield ['POST /requests/acts', post('/requests/acts', { id: one })];
    yield ['POST /requests/acts', post('/requests/acts', {})];
    yield ['POST /requests/acts', post('/requests/acts', { id: other, verb: 'ship', key: 'k' })];
    yield ['POST /requests/:id/reveal', post(`/requests/${other}/reveal`, { reason: 'hand-over' })];
    const parcel = parcels[side] ?? '';
    for (const query of ['', '?way=in', '?late=yes', `?outcome=trace&about=${parcel}`])
      yield ['GET /shipments', get(`/shipments${query}`)];
    yield ['GET /shipments/:id', get(`/shipments/${parcel}?outcome=arrived`)];
    yield ['GET /shipments/:id/manifest', get(`/shipments/${parcel}/manifest`)];
    for (const verb of ['split', 'found', 'add-tracking'])
      yield ['POST /shipments/:id/acts', post(`/shipments/${parcel}/acts`, { verb, shipment: 'none' })];
    for (const query of ['', '?day=2026-01-01'])
      yield ['GET /shipments/manifest', get(`/shipments/manifest${query}`)];
    for (const codes of ['JD014600006281230704', '3005', 'X-1', '3099\nJD014600006281230704'])
      yield ['POST /scan', post('/scan', { codes, do: 'look' })];
    yield ['GET /scan', get('/scan')];
    yield ['GET /settings/carriers', get('/settings/carriers?change=dhl&outcome=removed')];
    yield ['POST /settings/carriers', post('/settings/carriers', { id: 'X', url: 'x', routing: 'x' })];
    for (const path of [
      'claims',
      'messages',
      'peers',
      'ledger',
      'exports',
      'jobs',
      'account',
      'pull-slips',
    ] as const)
      yield [`GET /${path}`, get(`/${path}`)];
    const peer = side === 'north' ? 'south' : 'north';
    const statement = `/claims/statement?peer=${peer}&from=2026-01-01&to=2026-12-31`;
    yield ['GET /claims/statement', get(statement)];
    for (const query of ['state=owed', 'state=refused', 'cause=connection+refused&state=owed'])
      yield ['GET /messages', get(`/messages?${query}`)];
    for (const verb of ['send-again', 'compose-anew', 'drop'])
      yield ['POST /messages/acts', post('/messages/acts', { verb, state: 'owed' })];
    for (const query of ['', '?state=to-print', '?state=bounced&to=peer'])
      yield ['GET /notices', get(`/notices${query}`)];
    yield ['POST /notices/reports', post('/notices/reports', { report: 'R-1' })];
    yield ['POST /notices/print', post('/notices/print', {})];
    yield ['POST /notices/print', post('/notices/print', { id: letters[side] ?? '' })];
    yield ['POST /notices/:id/withdraw', post('/notices/none/withdraw', {})];
    yield ['GET /policy', get('/policy')];
    yield ['GET /policy', get('/policy?peer=south')];
    yield ['POST /policy/dry-run', post('/policy/dry-run', { form: 'values', 'k.overdue.n1': '5' })];
    yield ['POST /policy', post('/policy', { set: '{}' })];
    yield ['GET /exports', get('/exports?kind=act')];
    const bundle = exported[side] ?? '';
    yield ['GET /exports/:id', get(bundle)];
    yield ['GET /exports/:id', get('/exports/none')];
    yield ['POST /exports/:id/approve', post(`${bundle}/approve`, {})];
    yield ['POST /exports/:id/approve', post(`${bundle}/approve`, { because: 'B-1' })];
    yield ['GET /sign-in', () => new Browser(browser.base).get('/sign-in', headers)];
    yield ['GET /jobs/agendash', get('/jobs/agendash')];
    yield ['GET /ledger', get('/ledger?kind=act')];
    yield ['GET /requests/:id', get('/requests/none')];
  }

  for (const locale of ['sv', 'de'] as const)
    it(`show no sentence in English: ${locale}`, async function () {
      this.timeout(60_000);
      const { whole, pieces } = englishOnly(locale);
      const left = new Set<string>();
      const heard = new Set<string>();
      for (const side of ['north', 'south'] as const)
        for (const [route, asked] of walk(side, locale)) {
          const { text, status } = await asked();
          expect(status, route).to.be.oneOf([200, 404, 422]);
          expect(text, route).to.include(`<html lang="${locale}"`);
          for (const each of said(text)) {
            heard.add(each);
            if (wireCodes.includes(each)) continue;
            const found = whole.has(each) ? each : pieces.find((piece) => each.includes(piece));
            if (found !== undefined) left.add(`${route}: ${each}`);
          }
        }
      expect([...left]).to.deep.equal([]);
      const theirs = catalogues[locale];
      expect(keys.filter((key) => heard.has(theirs[key])).length).to.be.above(keys.length / 3);
    });

  it('would be found out, were they in English', async () => {
    const { whole } = englishOnly('de');
    const { text } = (await staff.south?.get('/', { 'accept-language': 'en' })) ?? { text: '' };
    expect(said(text).filter((each) => whole.has(each))).to.include.members(['Needs attention', 'Keyboard']);
  });

  it('are all walked', () => {
    const walked = new Set([...walk('south', 'sv')].map(([route]) => route));
    const shown = (Object.keys(pageTable) as PageKey[]).filter((key) => key.startsWith('GET '));
    expect(shown.filter((key) => !walked.has(key) && !noPages.includes(key))).to.deep.equal([]);
  });
});
