import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import { mailServer, type MailServer } from '../../support/mail-server.js';
import { ledgerText, noticeSettings, noticesOf, notify } from '../../support/notices.js';
import type { Browser } from '../../support/staff.js';
import { ledgersHold, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

const ada = { reference: 'P-1815', name: { surname: 'Lovelace' }, email: 'ada@example.org', language: 'de' };

describe('what staff tell people by hand', () => {
  let server: MailServer;
  let libraries: Libraries;
  let browser: Browser;
  let loan: Lending;

  beforeEach(async () => {
    server = await mailServer();
    libraries = await twoLibraries({
      settings: { ...noticeSettings(server), page: { holdSeconds: 0 } },
      peers: { south: { contact: { email: 'ill@south.example', language: 'sv' } } },
    });
    loan = await libraries.ask({ patron: ada });
    await libraries.act('south', loan, 'ship', { dueDate: '2026-06-30' });
    ({ browser } = await atTheDesk(libraries.north, 'nora'));
    await browser.get('/');
  });
  afterEach(async () => {
    await ledgersHold();
    await server.close();
  });

  it('is a notice whose preview is what the reader gets, with words of their own and a warning of blame', async () => {
    const act = {
      verb: 'send-notice',
      template: 'unfilled',
      note: 'Es war nicht Ihre Schuld. Rufen Sie 0345 5522166 an.',
    };
    const { text } = await browser.post(`/requests/${loan.north}/preview`, act);
    expect(text).to.include('Ihre Fernleihe ließ sich nicht beschaffen (N-1)');
    expect(text).to.include('“Ihre Schuld” may sound like blame');
    expect(text).to.not.include('looks like a telephone number');
    expect(text).to.not.include('ada@example.org').and.not.include('Lovelace');
    expect((await browser.post(`/requests/${loan.north}/acts`, act)).status).to.equal(303);
    await notify(libraries);
    expect(server.taken.map(({ to }) => to)).to.deep.equal([['ada@example.org']]);
    expect(server.taken[0]?.text).to.include(
      'Es war nicht Ihre Schuld. Rufen Sie 0345 5522166 an.\n\nWenn etwas unklar ist',
    );
    const page = (await browser.get(`/requests/${loan.north}`)).text;
    expect(page).to.include('Reader: could not be had');
  });

  it('shows beside the message what the reader will be told by itself', async () => {
    const { text } = await browser.post(`/requests/${loan.north}/preview`, { verb: 'receive' });
    expect(text).to.include('Ihre Fernleihe liegt bereit (N-1)');
    expect(await noticesOf(libraries.north)).to.deep.equal([]);
  });

  it('goes to the people of a peer in their language, at the address of its record', async () => {
    await libraries.act('north', loan, 'send-notice', { template: 'parcel-missing' });
    await notify(libraries);
    expect(server.taken[0]?.to).to.deep.equal(['ill@south.example']);
    expect(server.taken[0]?.text).to.include('Bästa kollegor!');
  });

  it('is refused for a notice of the other side, and for what nobody knows', async () => {
    const other = await libraries.tryAct('north', loan, 'send-notice', { template: 'overdue-1' });
    expect(other.body['refusal']).to.equal('template-missing');
    const link = await libraries.tryAct('north', loan, 'send-notice', { template: 'link-ready' });
    expect(link.body['refusal']).to.equal('notice-value-missing');
    expect(link.body['detail']).to.include('url');
  });

  it('is a call, written into the same story, sealed, and asked again on its day', async () => {
    const act = {
      verb: 'log-call',
      result: 'they-look',
      followUpOn: '2026-03-12',
      note: 'Talked to Ms Byron.',
    };
    expect((await browser.post(`/requests/${loan.north}/acts`, act)).status).to.equal(303);
    const { text } = await browser.get(`/requests/${loan.north}`);
    expect(text).to.include('The other library: We called or wrote (Telephone): They will look');
    expect(text).to.include('Talked to Ms Byron.');
    expect(await ledgerText(libraries.north)).to.not.include('Byron');
    expect(text).to.not.include('You wanted to ask again');
    while (libraries.clock.now().toISOString() < '2026-03-12T10:00') await libraries.pass({ hours: 12 });
    expect((await browser.get('/')).text).to.include('You wanted to ask again on this day');
    await libraries.act('north', loan, 'log-call', { channel: 'mail', result: 'agreed' });
    expect((await browser.get('/')).text).to.not.include('You wanted to ask again on this day');
  });

  it('is nothing without a word and a result, nor with a day that is over', async () => {
    const refusal = async (said: object): Promise<unknown> =>
      (await libraries.tryAct('north', loan, 'log-call', said)).body['refusal'];
    expect(await refusal({})).to.equal('result-missing');
    expect(await refusal({ result: 'reached', followUpOn: '2020-01-01' })).to.equal('follow-up-in-the-past');
    expect(await refusal({ result: 'reached', followUpOn: 'soon' })).to.equal('date-unreadable');
  });
});
