import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

/** Text of a page without its tags. */
const plain = (text: string): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the staff page', () => {
  let libraries: Libraries;
  let north: Browser;
  let south: Browser;
  let onLoan: Lending;
  let asked: Lending;

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true });
    const patron = { reference: 'P-CANARY', name: { surname: 'Canary-Svensson' } };
    onLoan = await libraries.ask({
      patron,
      item: { title: 'Aniara', author: 'Martinson, Harry', identifiers: { isbn: ['9789100122225'] } },
    });
    await libraries.act('south', onLoan, 'ship', {
      trackingId: 'JD0146',
      itemId: '30051200',
      dueDate: '2026-03-20',
    });
    asked = await libraries.ask({ patron, item: { title: 'Kallocain <b>' } });
    ({ browser: north } = await atTheDesk(libraries.north, 'nora'));
    ({ browser: south } = await atTheDesk(libraries.south, 'sven'));
  });
  after(() => closeLibraries(libraries));

  it('shows what needs attention with its reason, its deadline and the one action', async () => {
    const { text, status } = await south.get('/');
    expect(status).to.equal(200);
    const said = plain(text);
    expect(said).to.include('Kallocain &lt;b>').and.include('A new request: can we supply it?');
    expect(said).to.match(/answer by Fri 08:00, 4 working days left/);
    expect(text).to.include(`action="/requests/${asked.south}/acts"`).and.include('value="will-supply"');
    expect(said).to.include('New to decide 1').and.not.include('Aniara');
    expect(text).to.not.match(/<(script|style)>|style="|onclick/);
    expect((await south.get('/?queue=overdue')).text).to.include('Nothing stands in this queue.');
  });

  it('lists both sides with filters in the address, and pages both ways', async () => {
    expect(plain((await north.get('/requests?text=aniara')).text))
      .to.include('Aniara')
      .and.not.include('Kallocain');
    expect(plain((await north.get('/requests?text=9789100122225')).text)).to.include('Aniara');
    expect(plain((await north.get('/requests?side=supplier')).text)).to.include('No request is like that.');
    expect(plain((await north.get('/requests?state=Loaned&peer=south&type=Loan')).text)).to.include('Aniara');
    const { work } = libraries.north.app.storage.readers;
    const scope = { now: libraries.clock.now() };
    for (const order of ['newest', 'deadline'] as const) {
      const one = await work.find(scope, { order, limit: 1 });
      const two = await work.find(scope, { order, limit: 1, from: one.after ?? '' });
      const back = await work.find(scope, { order, limit: 1, from: two.before ?? '', backwards: true });
      expect([one.before, two.after], order).to.deep.equal([undefined, undefined]);
      expect(new Set([...one.ids, ...two.ids]).size).to.equal(2);
      expect(back.ids).to.deep.equal(one.ids);
    }
  });

  it('opens what carries exactly the id, number or barcode, and looks for anything else', async () => {
    const view = await libraries.north.app.storage.readers.loans.whole(onLoan.north);
    const wire = [...(view?.transactions.values() ?? [])][0]?.requestingAgencyRequestId ?? '';
    for (const q of [onLoan.north, wire, wire.toLowerCase(), 'N-1', 'JD0146', '30051200'])
      expect((await north.get(`/search?q=${q}`)).location, q).to.equal(`/requests/${onLoan.north}`);
    expect((await north.get('/search?q=SE-EAST')).location).to.equal('/requests?peer=south&q=SE-EAST');
    expect((await north.get('/search?q=some+words')).location).to.equal(
      '/requests?text=some+words&q=some+words',
    );
  });

  it('covers who the reader is, on every page, until somebody says why; that is an entry', async () => {
    for (const path of ['/', '/requests', `/requests/${onLoan.north}`])
      expect((await north.get(path)).text, path).to.not.match(/P-CANARY|Canary-Svensson/);
    const shown = await north.post(`/requests/${onLoan.north}/reveal`, { reason: 'hand-over' });
    expect(shown.text).to.include('Canary-Svensson');
    const entries = await libraries.north.entries();
    expect(entries.filter(({ loan }) => loan === onLoan.north).at(-1)?.kind).to.equal('patron-revealed');
  });

  it('shows what the peer would get, byte for byte but for what names the reader, and commits nothing', async () => {
    const before = await libraries.south.app.storage.readers.ledger.size();
    const { text, status } = await south.post(`/requests/${asked.south}/preview`, {
      verb: 'ship',
      dueDate: '2026-04-01',
      note: 'Loose spine & <binding>',
    });
    expect(status).to.equal(200);
    const said = plain(text);
    expect(said).to.include('Nothing has been sent').and.include('Wed, 1 Apr 2026');
    expect(text)
      .to.include('&lt;ill:status>Loaned&lt;/ill:status>')
      .and.include('Loose spine &amp;amp; &amp;lt;binding');
    expect(await libraries.south.app.storage.readers.ledger.size()).to.equal(before);
    const refused = await south.post(`/requests/${asked.south}/preview`, {
      verb: 'ship',
      dueDate: '2020-01-01',
    });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('The due date lies in the past.').and.include('value="2020-01-01"');
  });

  it('tells the story with each because, what is planned, the messages and the attempts', async () => {
    const { text } = await south.get(`/requests/${onLoan.south}`);
    const said = plain(text);
    expect(said).to.include('The requester is reminded that it is overdue. planned');
    expect(said)
      .to.include('because: Staff have sent the item.')
      .and.include('attempt 1: confirmed · HTTP 200');
    expect(said)
      .to.include('We tell that the item was sent.')
      .and.include('RequestResponse Loaned delivered');
    expect(said).to.include('Why not “Ship”?');
    expect(plain((await south.get(`/requests/${onLoan.south}?show=failed`)).text)).to.include(
      'Nothing of this kind has happened.',
    );
    expect((await south.get('/requests/no-such-request')).status).to.equal(404);
  });

  it('takes a new request, says what is missing and why it matters, and keeps what was filled in', async () => {
    const form = await north.get(
      '/openurl?rft.genre=article&rft.atitle=On+lending&rft.jtitle=Libri&rft.issn=0024-2667',
    );
    expect(form.text).to.include('value="On lending"').and.include('value="0024-2667"');
    const wish = { id: 'W-1', title: 'Doktor Glas', type: 'Loan', surname: 'Berg' };
    const missing = await north.post('/requests', wish);
    expect(missing.status).to.equal(422);
    expect(missing.text).to.include('nobody knows for whom the item is').and.include('value="Doktor Glas"');
    expect(
      (
        await north.post('/requests', {
          ...wish,
          reference: 'P-2',
          supplier1: 'ISIL:SE-SOUTH',
          cost: 'a lot',
        })
      ).text,
    ).to.include('12.50 EUR');
    const taken = await north.post('/requests', { ...wish, reference: 'P-2', supplier1: 'ISIL:SE-SOUTH' });
    expect(taken.status).to.equal(303);
    expect((await north.get(taken.location)).text).to.include('Doktor Glas');
  });

  it('does one thing for many requests where it is possible for all, and says each outcome', async () => {
    await libraries.settle();
    const both = `id=${asked.south}&id=${onLoan.south}`;
    const choose = await south.postRaw('/requests/acts', both);
    expect(plain(choose.text))
      .to.include('2 requests selected')
      .and.include('No action is possible for all of them.');
    const one = await south.postRaw('/requests/acts', `id=${asked.south}`);
    expect(one.text).to.include('value="will-supply"');
    const done = await south.postRaw('/requests/acts', `${both}&verb=will-supply&key=k1`);
    expect(plain(done.text)).to.include('Will supply: 1 of 2 done').and.include('Not done:');
  });
});
