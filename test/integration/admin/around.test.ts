import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { expect } from 'chai';
import { barcode } from '../../../src/admin/print/print-routes.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

/** Reads a drawing of upright bars as a scanner does, by one line of grey values through it. */
function scanned(svg: string): string {
  const [, width = 0] = /viewBox="0 0 (\d+) /.exec(svg) ?? [];
  const line = new Uint8ClampedArray(Number(width)).fill(255);
  for (const [, stroke = '1', path = ''] of svg.matchAll(/stroke-width="(\d+)" d="([^"]+)"/g))
    for (const [, x = '0'] of path.matchAll(/M([\d.]+) /g)) {
      const from = Number(x) - Number(stroke) / 2;
      line.fill(0, Math.round(from), Math.round(from + Number(stroke)));
    }
  const rows = 20;
  const grey = new Uint8ClampedArray(line.length * rows);
  for (let row = 0; row < rows; row += 1) grey.set(line, row * line.length);
  const reader = new MultiFormatReader();
  reader.setHints(new Map([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.CODE_128]]]));
  const source = new RGBLuminanceSource(grey, line.length, rows);
  return reader.decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
}

describe('the pages around requests', () => {
  let libraries: Libraries;
  let north: Browser;
  let south: Browser;
  let lending: Lending;

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true });
    lending = await libraries.ask({
      patron: { reference: 'P-CANARY', name: { surname: 'Canary-Svensson' } },
      item: { title: 'Aniara', author: 'Martinson, Harry' },
    });
    await libraries.act('south', lending, 'will-supply');
    ({ browser: north } = await atTheDesk(libraries.north, 'nora', ['supervisor', 'admin']));
    ({ browser: south } = await atTheDesk(libraries.south, 'sven'));
  });
  after(() => closeLibraries(libraries));

  it('print a slip and a strap whose barcode the search box finds, and name no reader', async () => {
    for (const [browser, loan] of [
      [north, lending.north],
      [south, lending.south],
    ] as const)
      for (const form of ['pull-slip', 'book-strap']) {
        const { text, status } = await browser.get(`/requests/${loan}/${form}`);
        expect(status).to.equal(200);
        expect(text)
          .to.include('Aniara')
          .and.not.match(/CANARY|Canary|style="|<script>/);
        const number = scanned(
          /<svg [^>]*viewBox[^>]*>(?:(?!<\/svg>).)*stroke-width(?:(?!<\/svg>).)*<\/svg>/s.exec(
            text.slice(text.indexOf('class="bars"')),
          )?.[0] ?? '',
        );
        expect((await browser.get(`/search?q=${number}`)).location).to.equal(`/requests/${loan}`);
      }
  });

  it('print what is to be pulled together', async () => {
    expect((await south.get('/')).text).to.include('href="/pull-slips"');
    const { text, status } = await south.get('/pull-slips');
    expect(status).to.equal(200);
    expect(text).to.include('Aniara').and.include('class="bars"');
    const none = await north.get('/pull-slips');
    expect(none.status).to.equal(200);
    expect(none.text).to.include('Nothing to pull').and.include('Whoever promises to supply a request');
  });

  it('print slips for what is ticked, in the list and in the queue, and say what has none and why', async () => {
    const lent = await libraries.ask({ item: { title: 'Gone already' } });
    await libraries.act('south', lent, 'ship');
    expect((await south.get('/?queue=ready-to-ship')).text)
      .to.include('<form method="get" action="/pull-slips" id="ticked"')
      .and.match(/<input type="checkbox" name="id" value="[^"]+"[^>]* form="ticked"/);
    expect((await south.get('/requests')).text).to.include('name="print" value="slips"');
    const ids = [lending.south, lent.south];
    const query = ids.map((id) => `id=${id}`).join('&');
    const { status, location } = await south.postRaw('/requests/acts', `print=slips&${query}`);
    expect([status, location]).to.deep.equal([303, `/pull-slips?of=ticked&${query}`]);
    const { text } = await south.get(`${location}&id=unknown`);
    expect(text.match(/class="bars"/g)).to.have.length(1);
    expect(text)
      .to.include('1 request has no slip: it has left')
      .and.include('1 request has no slip: it is not there');
    const drawn = /<svg .*?<\/svg>/s.exec(text.slice(text.indexOf('class="bars"')))?.[0] ?? '';
    expect((await south.get(`/search?q=${scanned(drawn)}`)).location).to.equal(`/requests/${lending.south}`);
    const borrowed = await north.get(`/pull-slips?of=ticked&id=${lending.north}`);
    expect(borrowed.status).to.equal(200);
    expect(borrowed.text)
      .to.include('we borrow it')
      .and.include('Nothing to pull')
      .and.not.include('class="bars"');
    expect((await south.get('/pull-slips?of=ticked')).text).to.include('Tick requests that another library');
  });

  it('draw any number of ours so that it can be read', () => {
    for (const number of ['N-1', '01M87TGW40ERQA03SV5F2KZ0EX', '30051200123456', 'ILL/2026:42'])
      expect(scanned(barcode(number)), number).to.equal(number);
  });

  it('show peers with their line, and pause and resume it', async () => {
    expect((await north.get('/peers')).text)
      .to.include('Line is good')
      .and.include('ISIL:SE-SOUTH');
    await north.post('/peers/south/pause');
    expect((await north.get('/peers')).text)
      .to.include('Paused since')
      .and.include('action="/peers/south/resume"');
    await north.post('/peers/south/resume');
    expect((await north.get('/peers')).text).to.include('Line is good');
  });

  it('search the ledger by kind, peer, request and time, and look further back', async () => {
    expect((await north.get('/ledger?kind=peer-paused')).text).to.include('a person asked for it');
    expect((await north.get('/ledger?kind=peer-paused&peer=east')).text).to.include('No entry is like that');
    expect((await north.get(`/ledger?request=${lending.north}`)).text).to.include(
      `/requests/${lending.north}`,
    );
    expect((await north.get('/ledger?before=2020-01-01')).text).to.include('No entry is like that');
    const { text } = await north.get('/ledger?below=3');
    expect(text).to.include('Looked at entries 1 to 2.');
  });

  it('count an export before it is made, and make none without a reason', async () => {
    expect((await north.get('/exports?kind=peer-paused')).text).to.match(/1 entry of \d+ would be exported/);
    const { text, status } = await north.post('/exports', { kind: 'peer-paused' });
    expect(status).to.equal(422);
    expect(text).to.include('Say what the export is for.');
  });

  it('list the jobs for whoever may see them', async () => {
    expect((await north.get('/jobs')).text)
      .to.include('redeliver')
      .and.include('Sends what waits')
      .and.include('1 second');
    expect((await south.get('/jobs')).status).to.equal(403);
  });

  it('say where no jobs run, and lead to no Agendash there', async () => {
    expect((await north.get('/jobs')).text)
      .to.include('No jobs run in this process.')
      .and.not.include('/jobs/agendash');
    const { status, text } = await north.get('/jobs/agendash');
    expect(status).to.equal(404);
    expect(text).to.include('nothing for Agendash to show');
    expect((await north.get('/jobs/agendash/api')).status).to.equal(404);
  });
});
