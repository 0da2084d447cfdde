import { expect } from 'chai';
import { newId } from '../../../src/platform/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser, Shown } from '../../support/staff.js';
import {
  closeLibraries,
  shown,
  twoLibraries,
  type Lending,
  type Libraries,
} from '../../support/two-libraries.js';

/** Text of a page without its tags. */
const plain = (text: string): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const LABEL = 'RR123456785SE';

describe('the pages of parcels, without scripts', () => {
  let two: Libraries;
  let south: Browser;
  let north: Browser;

  beforeEach(async () => {
    two = await twoLibraries({
      peers: { south: { name: 'South Library' }, north: { name: 'North Library' } },
    });
    ({ browser: south } = await atTheDesk(two.south, 'sven', ['supervisor', 'admin']));
    ({ browser: north } = await atTheDesk(two.north, 'nora'));
    for (const browser of [south, north]) await browser.get('/');
  });

  /** A request that is promised, with the number on its slip. */
  const promised = async (title: string): Promise<Lending & { slip: string }> => {
    const loan = await two.ask({
      item: { title },
      patron: { reference: 'P-1', name: { surname: 'Canary' } },
    });
    await two.act('south', loan, 'will-supply');
    const [transaction] = (await shown(two.south, loan.south))['transactions'] as {
      requestingAgencyRequestId: string;
    }[];
    return { ...loan, slip: transaction!.requestingAgencyRequestId };
  };
  /** Reads codes at a desk and does what is offered. */
  const scanned = async (browser: Browser, codes: readonly string[]): Promise<Shown> => {
    const read = await browser.post('/scan', { codes: codes.join('\n'), do: 'look' });
    const [, key = ''] = /name="key" value="([^"]+)"/.exec(read.text) ?? [];
    const [, offer = ''] = /name="offer" value="([^"]+)"/.exec(read.text) ?? [];
    const done = await browser.post('/scan', { codes: codes.join('\n'), do: 'act', key, offer });
    await two.settle();
    return done;
  };
  const parcelsAt = async (side: 'north' | 'south'): Promise<{ id: string; requests: object[] }[]> =>
    (await two[side].api('GET', '/api/v1/parcels')).body['items'] as { id: string; requests: object[] }[];
  const boxed = async (): Promise<{ parcel: string; loans: readonly Lending[] }> => {
    const [one, other] = [await promised('Kallocain'), await promised('Aniara')];
    await scanned(south, [LABEL, '3001', one.slip, other.slip, '3002']);
    const [parcel] = await parcelsAt('south');
    return { parcel: parcel!.id, loans: [one, other] };
  };
  const act = (parcel: string, said: Record<string, string>): Promise<Shown> =>
    south.post(`/shipments/${parcel}/acts`, { key: newId(), ...said });

  it('read codes in any order, say what each is, and do what was shown and nothing else', async () => {
    const [one, other] = [await promised('Kallocain'), await promised('Aniara')];
    const codes = [LABEL, '3001', one.slip, other.slip, '3002'].join('\r\n');
    const read = await south.post('/scan', { codes, do: 'look' });
    const said = plain(read.text);
    expect(said).to.include('Ship 2 requests to North Library under RR123456785SE by PostNord AB');
    expect(said)
      .to.match(/RR123456785SE a new label/)
      .and.match(new RegExp(`3001 a new item ${one.slip}`));
    expect((await parcelsAt('south')).length, 'nothing has happened').to.equal(0);

    const unseen = await south.post('/scan', { codes, do: 'act', key: 'k', offer: 'another reading' });
    expect(unseen.text, 'another reading is shown anew').to.include('id="do"');
    expect((await parcelsAt('south')).length).to.equal(0);
    const [, offer = ''] = /name="offer" value="([^"]+)"/.exec(read.text) ?? [];
    const done = await south.post('/scan', { codes, do: 'act', key: 'k', offer });
    await two.settle();
    expect(plain(done.text)).to.include('Kallocain : done').and.include('Aniara : done');
    const [parcel] = await parcelsAt('south');
    expect(parcel?.requests.length).to.equal(2);
  });

  it('explain what is scanned in the wrong place, and let a person say what a code is', async () => {
    const { loans } = await boxed();
    await scanned(north, [LABEL]);
    const again = plain((await north.post('/scan', { codes: LABEL, do: 'look' })).text);
    expect(again).to.include('Send 2 requests back to South Library');
    const [first] = loans;
    await two.act('north', first!, 'return');
    const wrong = plain((await north.post('/scan', { codes: '3001', do: 'look' })).text);
    expect(wrong).to.include('nothing to do: The item has been sent back.').and.not.include('Do it');
    expect((await north.post('/scan', { codes: 'nobody', do: 'look' })).text).to.include('Scan slips');
    const last = await promised('Doktor Glas');
    const asItem = await south.post('/scan', { codes: `${last.slip}\nX1`, do: 'look' });
    expect(plain(asItem.text)).to.match(/X1 a new item/);
    const asLabel = await south.post('/scan', { codes: `${last.slip}\nX1`, as: 'tracking X1', do: 'look' });
    expect(plain(asLabel.text)).to.match(/X1 a new label/);
  });

  it('show where the boxes are, out and in, with the carrier’s page and the requests', async () => {
    const { parcel, loans } = await boxed();
    const out = await south.get('/shipments?way=out');
    expect(out.text)
      .to.include(`href="https://tracking.postnord.com/?id=${LABEL}"`)
      .and.include(`href="/requests/${loans[0]!.south}"`);
    expect(plain(out.text)).to.include('To North Library').and.include('too few earlier parcels');
    expect(plain((await south.get('/shipments?way=in')).text)).to.include('No parcel is under way.');
    expect(plain((await south.get('/shipments?late=yes')).text)).to.include('No parcel is late or lost.');
    const theirs = await north.get('/shipments?way=in');
    expect(theirs.text, 'is taken in by its label').to.include(`href="/scan?codes=${LABEL}"`);
    expect(plain((await north.get(`/scan?codes=${LABEL}`)).text)).to.include('Receive 2 requests');
    const page = plain((await south.get(`/shipments/${parcel}`)).text);
    expect(page).to.include('Nothing to do: it is on its way.').and.include('Items: 3001');
    expect(page, 'nothing to join it with').to.not.include('Join with another');
    expect(page).to.not.include('Found again Note');
    expect((await south.get('/shipments/none')).status).to.equal(404);
  });

  it('do with a parcel what is possible, and say why something is not', async () => {
    const { parcel, loans } = await boxed();
    const single = await promised('Doktor Glas');
    await two.act('south', single, 'ship', { itemId: '3003' });
    const other = (await parcelsAt('south')).find(({ id }) => id !== parcel)!.id;
    const page = await south.get(`/shipments/${parcel}`);
    expect(page.text).to.include(`<option value="${other}"`);

    expect((await act(parcel, { verb: 'join', parcel: other })).location).to.equal(
      `/shipments/${parcel}?outcome=join`,
    );
    expect((await parcelsAt('south')).map(({ requests }) => requests.length)).to.deep.equal([3]);
    const [shipment] = (await shown(two.south, single.south))['shipments'] as { id: string }[];
    await act(parcel, { verb: 'split', shipment: shipment!.id });
    expect((await parcelsAt('south')).map(({ requests }) => requests.length).sort()).to.deep.equal([1, 2]);

    const missing = await act(parcel, { verb: 'add-tracking' });
    expect([missing.status, plain(missing.text).includes('Choose or fill in')]).to.deep.equal([422, true]);
    const known = await act(parcel, { verb: 'add-tracking', numbers: LABEL.toLowerCase() });
    expect([known.status, plain(known.text).includes('known already')]).to.deep.equal([422, true]);
    expect(known.text, 'what was filled in stays').to.include(LABEL.toLowerCase());
    await act(parcel, { verb: 'add-tracking', numbers: 'JD01\nJD02' });
    await two.settle();
    const theirs = (await shown(two.north, loans[0]!.north))['shipments'] as { trackingIds: string[] }[];
    expect(theirs[0]?.trackingIds).to.deep.equal([LABEL, 'JD01', 'JD02']);

    await act(parcel, { verb: 'trace' });
    await act(parcel, { verb: 'lost', note: 'burnt' });
    expect(plain((await south.get(`/shipments/${parcel}`)).text)).to.include('Look once more at both ends');
    expect(plain((await south.get('/shipments?late=yes')).text))
      .to.include('Kallocain')
      .and.include('Aniara');
    expect((await act(parcel, { verb: 'lost' })).status).to.equal(422);
    await act(parcel, { verb: 'found' });
    expect(plain((await south.get('/shipments?late=yes')).text)).to.include('No parcel is late or lost.');
    const back = await act(parcel, { verb: 'arrived', back: '/shipments?way=out' });
    expect(back.location).to.equal(`/shipments?way=out&outcome=arrived&about=${parcel}`);
    expect((await act(parcel, { verb: 'burn' })).status).to.equal(404);
  });

  it('are seen by whoever may read, and touched by whoever may work', async () => {
    const { parcel } = await boxed();
    const { browser: auditor } = await atTheDesk(two.south, 'ada', ['auditor']);
    const page = await auditor.get(`/shipments/${parcel}`);
    expect(page.status).to.equal(200);
    expect(page.text).to.not.include('action="/shipments');
    expect((await auditor.get('/scan')).status).to.equal(403);
    expect((await auditor.post(`/shipments/${parcel}/acts`, { verb: 'lost' })).status).to.equal(403);
  });

  it('print what goes to a carrier together, with its routing code and nobody’s name', async () => {
    const { parcel } = await boxed();
    await two.south.api('PUT', '/api/v1/carriers/postnord', {
      name: 'PostNord AB',
      routing: { north: 'S-14' },
    });
    const today = await south.get('/shipments/manifest?peer=north&carrier=PostNord+AB');
    expect(plain(today.text)).to.include('1 parcel, 2 requests').and.include('S-14').and.include('3002');
    for (const query of ['?carrier=DHL', '?day=2026-01-01', '?peer=nobody'])
      expect(plain((await south.get(`/shipments/manifest${query}`)).text), query).to.include(
        'No parcel was posted like that.',
      );
    const one = await south.get(`/shipments/${parcel}/manifest`);
    expect(plain(one.text)).to.include('Kallocain').and.include('Aniara');
    expect(one.text + today.text).to.not.include('Canary');
    await scanned(north, [LABEL]);
    expect(plain((await south.get('/shipments/manifest')).text), 'arrived meanwhile').to.include('1 parcel');
  });

  it('are late with what to do next, on the list and on each request in them', async () => {
    const { loans } = await boxed();
    await two.pass({ days: 30 });
    const step = 'Track it, ask the other library whether it came without a word';
    expect(plain((await south.get('/shipments?late=yes')).text)).to.include(step);
    for (const { south: id } of loans)
      expect(plain((await south.get(`/requests/${id}`)).text))
        .to.include(step)
        .and.include(LABEL);
    expect(plain((await north.get('/shipments?late=yes')).text)).to.include(
      'Look on your shelves first, then ask the other library for proof of posting.',
    );
    expect((await south.get('/')).text, 'staff are told').to.include('The parcel is late.');
  });

  it('let who carries parcels be changed by whoever may, with its addresses checked', async () => {
    const said = { id: 'express', name: 'Express', aliases: 'Xpress, XP', source: 'feed' };
    const wrong = { ...said, url: 'http://express.example/{id}', feed: 'http://10.0.0.1/', routing: 'no' };
    const refused = await south.post('/settings/carriers', wrong);
    expect(refused.status).to.equal(422);
    expect(plain(refused.text))
      .to.include('That is no https address with {id} in it.')
      .and.include('Each line is a peer');
    expect(refused.text, 'what was filled in stays').to.include('value="Xpress, XP"');
    const url = 'https://express.example/{id}';
    const noFeed = await south.post('/settings/carriers', { ...said, url, feed: 'https://express.example/' });
    expect(plain(noFeed.text)).to.include('The feed needs an address with {id} or {ids}');
    const good = { ...said, source: 'csv', url, routing: 'north = S-14' };
    expect((await south.post('/settings/carriers', good)).location).to.include('outcome=saved');
    expect((await south.post('/settings/carriers', good)).location).to.include('outcome=unchanged');
    const { body } = await two.south.api('GET', '/api/v1/carriers');
    expect((body['items'] as { id: string }[]).find(({ id }) => id === 'express')).to.deep.equal({
      ...{ id: 'express', name: 'Express', aliases: ['Xpress', 'XP'], url },
      ...{ source: { kind: 'csv' }, routing: { north: 'S-14' } },
    });
    const form = await south.get('/settings/carriers?change=express');
    expect(form.text).to.include('north = S-14').and.include(`value="${url}"`);
    expect((await south.post('/settings/carriers/express/remove')).location).to.include('removed');
    expect((await south.post('/settings/carriers/express/remove')).status).to.equal(404);
    expect((await north.get('/settings/carriers')).status, 'a supervisor').to.equal(403);
    const kinds = (await two.south.entries()).map(({ kind }) => kind);
    expect(kinds).to.include.members(['carrier-changed', 'carrier-removed']);
  });

  afterEach(() => closeLibraries(two));
});
