import { expect } from 'chai';
import { buildGround } from '../../../src/app.js';
import { claimNotices } from '../../../src/exchange/index.js';
import { decoded, mailServer, type MailServer, type MailServerOptions } from '../../support/mail-server.js';
import { ledgerText, noticeSettings, noticesOf, notify, statesOf } from '../../support/notices.js';
import { ledgersHold, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

const ada = { reference: 'P-1815', name: { surname: 'Lovelace' }, email: 'ada@example.org', language: 'sv' };

describe('notices of a loan', () => {
  let server: MailServer;
  let libraries: Libraries;
  const open = async (rules: MailServerOptions = {}, over: object = {}): Promise<void> => {
    server = await mailServer(rules);
    libraries = await twoLibraries({ settings: noticeSettings(server, over) });
  };
  afterEach(async () => {
    await ledgersHold();
    await server.close();
  });

  /** A book that has arrived at north for a reader. */
  async function arrived(patron: object = ada): Promise<Lending> {
    const loan = await libraries.ask({ patron, pickup: { name: 'Huvudbiblioteket' } });
    await libraries.act('south', loan, 'ship', { dueDate: '2026-06-30' });
    await libraries.act('north', loan, 'receive');
    return loan;
  }

  it('tell the reader in their own language that the item has arrived, and nobody else', async () => {
    await open();
    await arrived();
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: queued']);
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: sent']);
    expect(server.taken).to.have.lengthOf(1);
    const [mail] = server.taken;
    expect(mail?.to).to.deep.equal(['ada@example.org']);
    expect(decoded(mail?.headers['subject'])).to.equal('Ditt fjärrlån har kommit (N-1)');
    expect(mail?.text).to.include('Det du har beställt har kommit: Kallocain.');
    expect(mail?.text).to.include('Du kan hämta det här: Huvudbiblioteket.');
    expect(mail?.text).to.include('Det ska vara tillbaka hos oss 25 juni 2026.');
    await notify(libraries);
    expect(server.taken).to.have.lengthOf(1);
    expect(await statesOf(libraries.south)).to.deep.equal([]);
  });

  it('leave neither name nor address nor a word of their text in the ledger or the log', async () => {
    await open({ onReceiver: () => ({ code: 550, text: '5.1.1 <ada@example.org> unknown' }) });
    await arrived();
    await notify(libraries);
    const said = `${await ledgerText(libraries.north)}\n${libraries.north.log()}`;
    for (const secret of [
      'ada@example.org',
      'Lovelace',
      'P-1815',
      'Det du har',
      'Huvudbiblioteket',
      'fjärrlån har',
    ])
      expect(said).to.not.include(secret);
    const [notice] = await noticesOf(libraries.north);
    expect(notice).to.deep.include({
      state: 'failed',
      cause: 'the mail server does not take sender or receiver (550 5.1.1)',
    });
    const { text, subject } = (await libraries.north.app.storage.readers.notices.text(notice?.sealed ?? ''))!;
    expect(subject).to.include('Ditt fjärrlån');
    expect(text).to.include('Kallocain');
  });

  it('are tried again by schedule while the mail server greylists, under the same Message-ID', async () => {
    let isGrey = true;
    await open({ onData: () => (isGrey ? { code: 451, text: '4.7.1 later' } : 'take') });
    await arrived();
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: queued']);
    await notify(libraries);
    expect(server.seen).to.have.lengthOf(1);
    isGrey = false;
    await libraries.pass({ minutes: 6 });
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: sent']);
    expect(new Set(server.seen.map(({ headers }) => headers['message-id'])).size).to.equal(1);
  });

  it('are given up after days, and staff hear of it', async () => {
    await open({ onReceiver: () => ({ code: 421, text: '4.3.2 no' }) });
    await arrived();
    for (let turn = 0; turn < 12; turn += 1) {
      await notify(libraries);
      await libraries.pass({ hours: 25 });
    }
    const [notice] = await noticesOf(libraries.north);
    expect(notice).to.deep.include({ state: 'failed', attempts: 9 });
    const told = (await libraries.north.entries()).filter(
      ({ kind, event }) => kind === 'notice-settled' && event,
    );
    expect(told.map(({ event }) => event?.type)).to.deep.equal(['needs-attention']);
  });

  it('are never doubled: what the mail server may have taken waits for a person', async () => {
    await open({ onData: () => 'drop' });
    await arrived();
    await notify(libraries);
    for (let turn = 0; turn < 3; turn += 1) {
      await libraries.pass({ days: 1 });
      await notify(libraries);
    }
    expect(server.seen).to.have.lengthOf(1);
    expect(await statesOf(libraries.north)).to.include('arrived to patron: in-doubt');
  });

  it('are in doubt when the process ended while they were on the wire', async () => {
    await open({ onData: () => 'silence' });
    await arrived();
    const { north } = libraries;
    const sending = north.app.jobs.runOne('notify', libraries.clock.now());
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await libraries.down('north');
    await sending;
    server.rules = {};
    await libraries.up('north');
    await libraries.pass({ hours: 1 });
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: in-doubt']);
    expect(server.taken).to.have.lengthOf(0);
  });

  it('are in doubt when a claim runs out of which nobody knows what became', async () => {
    await open();
    await arrived();
    const { app, settings } = libraries.north;
    const { context } = buildGround(settings, { clock: libraries.clock });
    const now = libraries.clock.now();
    const asked = { now, limit: 5, staff: [], onTheWire: new Set<string>() };
    const { mails } = await app.storage.committer.commit(claimNotices(asked, context));
    expect(mails.map(({ to }) => to)).to.deep.equal([['ada@example.org']]);
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: sending']);
    await libraries.pass({ minutes: 31 });
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: in-doubt']);
    expect(server.seen).to.have.lengthOf(0);
  });

  it('become letters where there is no address, and where the reader wants them', async () => {
    await open();
    await arrived({ reference: 'P-1' });
    await arrived({ ...ada, notices: 'letter' });
    await arrived({ ...ada, notices: 'none' });
    await notify(libraries);
    const notices = await noticesOf(libraries.north);
    expect(notices.map(({ state, way, cause }) => `${state} ${way}: ${cause ?? ''}`)).to.deep.equal([
      'to-print letter: the reader has no e-mail address',
      'to-print letter: the reader wants letters',
    ]);
    expect(server.seen).to.have.lengthOf(0);
  });

  it('wait out the quiet hours of the library, and are withdrawn when they are not true any more', async () => {
    await open({}, { quietHours: { from: '00:00', to: '23:00' } });
    const loan = await arrived();
    await notify(libraries);
    expect(server.seen).to.have.lengthOf(0);
    await libraries.act('north', loan, 'return');
    await libraries.pass({ days: 1 });
    await notify(libraries);
    expect(await statesOf(libraries.north)).to.deep.equal(['arrived to patron: withdrawn']);
    expect(server.seen).to.have.lengthOf(0);
  });

  it('tell the reader what cannot be had, and nothing of what goes on meanwhile', async () => {
    await open();
    await libraries.ask({ patron: ada });
    const unfilled = await libraries.ask({ patron: ada });
    await libraries.act('south', unfilled, 'cannot-supply', { reason: 'NotOnShelf' });
    await notify(libraries);
    expect(server.taken.map(({ headers }) => decoded(headers['subject']))).to.deep.equal([
      'Vi kunde inte få fram ditt fjärrlån (N-2)',
    ]);
  });

  it('follow from a parcel that is late, to staff', async () => {
    await open();
    const loan = await libraries.ask({ patron: ada });
    await libraries.act('south', loan, 'ship', {
      dueDate: '2026-06-30',
      carrier: 'PostNord',
      trackingId: 'JD1',
    });
    await libraries.pass({ days: 40 });
    await notify(libraries);
    const late = server.taken.find(({ headers }) => headers['subject']?.includes('late'));
    expect(late?.to).to.deep.equal(['desk@north.example']);
    expect(late?.text).to.include('Tracking number: JD1.');
  });

  it('go nowhere by themselves in the kinds that the house has switched off', async () => {
    await open({}, { kinds: { arrived: 'off' } });
    await arrived();
    await notify(libraries);
    expect(await noticesOf(libraries.north)).to.deep.equal([]);
  });
});

describe('a house without settings for notices', () => {
  afterEach(ledgersHold);

  it('writes none, and has no job for them', async () => {
    const libraries = await twoLibraries();
    const loan = await libraries.ask({ patron: ada });
    await libraries.act('south', loan, 'ship', { dueDate: '2026-06-30' });
    await libraries.act('north', loan, 'receive');
    expect(await noticesOf(libraries.north)).to.deep.equal([]);
    expect(Object.keys(libraries.north.app.jobs.health().lastRunAt)).to.not.include('notify');
  });
});
