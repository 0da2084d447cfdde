import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import { mailServer, type MailServer, type MailServerOptions } from '../../support/mail-server.js';
import { ledgerText, noticeSettings, noticesOf, notify, statesOf } from '../../support/notices.js';
import type { Browser } from '../../support/staff.js';
import {
  aRecord,
  ledgersHold,
  twoLibraries,
  type Lending,
  type Libraries,
} from '../../support/two-libraries.js';

const ada = {
  reference: 'P-1815',
  name: { surname: 'Lovelace', givenName: 'Ada' },
  email: 'ada@example.org',
  address: { line1: 'Storgatan 1', postalCode: '903 22', locality: 'Umeå' },
  language: 'sv',
};

/** What a mail server sends back: its words name the receiver, and its part for machines names the envelope. */
const returned = (notice: string, action = 'failed'): string =>
  [
    'From: MAILER-DAEMON@mx.example.org',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"',
    '',
    '--=_1',
    'Content-Type: text/plain',
    '',
    'ada@example.org is not known here',
    '--=_1',
    'Content-Type: message/delivery-status',
    '',
    `Original-Envelope-Id: ${notice}`,
    '',
    'Final-Recipient: rfc822; ada@example.org',
    `Action: ${action}`,
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org> unknown',
    '',
    '--=_1--',
    '',
  ].join('\r\n');

describe('what becomes of a notice after it was sent', () => {
  let server: MailServer;
  let libraries: Libraries;
  let browser: Browser;
  let loan: Lending;

  const open = async (rules: MailServerOptions = {}, over: object = {}): Promise<void> => {
    server = await mailServer(rules);
    const letterhead = ['North Library', 'Box 1', '901 01 Umeå'];
    libraries = await twoLibraries({
      settings: { ...noticeSettings(server, { letterhead, ...over }), page: { holdSeconds: 0 } },
      peers: { south: { contact: { email: 'ill@south.example', address: ['Hus B', '221 00 Lund'] } } },
    });
    ({ browser } = await atTheDesk(libraries.north, 'nora', ['supervisor', 'auditor']));
    await browser.get('/');
  };
  afterEach(async () => {
    await ledgersHold();
    await server.close();
  });

  async function arrived(patron: object = ada): Promise<string> {
    loan = await libraries.ask({ patron });
    await libraries.act('south', loan, 'ship', { dueDate: '2026-06-30' });
    await libraries.act('north', loan, 'receive');
    await notify(libraries);
    return (await noticesOf(libraries.north)).at(-1)!.id;
  }
  const page = async (): Promise<string> => (await browser.get(`/requests/${loan.north}`)).text;
  const handIn = (report: string) => browser.post('/notices/reports', { report });
  const needing = async (): Promise<string> => (await browser.get('/')).text;
  const stateOf = async (id: string): Promise<unknown> =>
    (await noticesOf(libraries.north)).find((notice) => notice.id === id)?.state;

  it('is known by the envelope that the mail server was given', async () => {
    await open();
    const id = await arrived();
    expect(server.taken[0]?.envelopeId).to.equal(id);
    expect(server.taken[0]?.headers['message-id']).to.include(id);
  });

  it('has come back: somebody is told, corrects the address, and sends it again to the new one', async () => {
    await open();
    const id = await arrived();
    const { status, text } = await handIn(returned(id));
    expect(status).to.equal(200);
    expect(text).to.include('The notice has come back.');
    expect(await needing()).to.include('A notice has come back: check the address');
    const shown = await page();
    expect(shown).to.include('the mail has come back (550 5.1.1)');
    expect(shown).to.include('Correct the reader’s address here and send it again');
    expect(await ledgerText(libraries.north)).to.not.include('ada@example.org');

    expect((await handIn(returned(id))).text).to.include('That was known already.');
    const back = `/requests/${loan.north}#notice-${id}`;
    const unreadable = await browser.post(`/notices/${id}/send-again`, { back, email: 'Ada <ada@new>' });
    expect([unreadable.status, await stateOf(id)]).to.deep.equal([422, 'bounced']);
    const again = { back, email: 'ada@new.example' };
    expect((await browser.post(`/notices/${id}/send-again`, again)).status).to.equal(303);
    expect((await browser.post(`/notices/${id}/send-again`, { back })).status).to.equal(422);
    await notify(libraries);
    expect(server.taken.map(({ to }) => to[0])).to.deep.equal(['ada@example.org', 'ada@new.example']);
    expect(await statesOf(libraries.north)).to.deep.equal([
      'arrived to patron: replaced',
      'arrived to patron: sent',
    ]);
    expect(new Set(server.taken.map(({ headers }) => headers['message-id'])).size).to.equal(2);
    expect(await needing()).to.not.include('A notice has come back');
    expect((await handIn(returned(id))).text).to.include('Somebody has decided about this notice before');
  });

  it('is sent to the address that the library system corrects, also when the supplier has been asked', async () => {
    await open();
    const id = await arrived();
    await handIn(returned(id));
    const record = { id: 'N-1', patron: { ...ada, email: 'ada@new.example' } };
    await libraries.handIn(record);
    const other = { ...record, patron: { ...record.patron, reference: 'P-2' } };
    const refused = await libraries.north.api('POST', '/api/v1/loan-records', aRecord(other));
    expect(refused.status).to.equal(409);
    await browser.post(`/notices/${id}/send-again`);
    await notify(libraries);
    expect(server.taken.map(({ to }) => to[0])).to.deep.equal(['ada@example.org', 'ada@new.example']);
    expect(await ledgerText(libraries.north)).to.not.include('new.example');
  });

  it('was refused for good by the mail server, and becomes a letter that is printed, put back, and printed again', async () => {
    await open({ onReceiver: () => ({ code: 550, text: '5.1.1 no' }) });
    const id = await arrived();
    expect(await needing()).to.include('A notice could not be sent');
    await browser.post(`/notices/${id}/to-letter`, {});
    expect(await needing()).to.not.include('A notice could not be sent');
    const list = await browser.get('/notices?state=to-print');
    expect(list.text).to.include('Print the ticked letters').and.not.include('Lovelace');

    const printed = await browser.post('/notices/print', { id });
    for (const line of ['Ada Lovelace', 'Storgatan 1', '903 22 Umeå', 'North Library', 'Box 1', 'Kallocain'])
      expect(printed.text).to.include(line);
    expect(await stateOf(id)).to.equal('printed');
    expect((await browser.post('/notices/not-printed', { id })).status).to.equal(303);
    expect(await stateOf(id)).to.equal('to-print');
    await browser.post('/notices/print', { id });
    await browser.post('/notices/print', { id });
    const decided = (await libraries.north.entries()).filter(({ kind }) => kind === 'notice-decided');
    expect(decided.map(({ because, facts }) => [because, facts?.['revealed']])).to.deep.equal([
      ['a person prints it as a letter', undefined],
      ['a person printed it', true],
      ['a person says that it was not printed', undefined],
      ['a person printed it', true],
      ['a person printed it again', true],
    ]);
    expect(decided.every(({ actor }) => actor.kind === 'person')).to.equal(true);
    expect(await ledgerText(libraries.north)).to.not.include('Storgatan');
  });

  it('is in doubt: a person knows that it came, or a report of a server on the way says so', async () => {
    await open({ onData: () => 'drop' });
    const first = await arrived();
    expect(await needing()).to.include('A notice may or may not have been sent');
    await browser.post(`/notices/${first}/was-sent`, {});
    const second = await arrived();
    expect((await handIn(returned(second, 'delivered'))).text).to.include('The mail has come after all');
    expect(await needing()).to.not.include('A notice may or may not');
    expect([await stateOf(first), await stateOf(second)]).to.deep.equal(['sent', 'sent']);
  });

  it('came late, or on the way: nothing changes', async () => {
    await open();
    const id = await arrived();
    expect((await handIn(returned(id, 'delayed'))).text).to.include('The report tells of no failure');
    expect(await stateOf(id)).to.equal('sent');
  });

  it('is not sent again once the loan has moved on', async () => {
    await open({ onReceiver: () => ({ code: 550, text: '5.1.1 no' }) });
    const id = await arrived();
    await libraries.act('north', loan, 'return');
    const again = await browser.post(`/notices/${id}/send-again`, {});
    expect(again.status).to.equal(422);
    expect(again.text).to.include('What it says does not hold any more');
    await browser.post(`/notices/${id}/withdraw`, { back: '/notices' });
    expect(await stateOf(id)).to.equal('withdrawn');
  });

  it('is nothing that a stranger’s report can touch: it is refused, and an entry', async () => {
    await open();
    const id = await arrived();
    const stranger = await handIn(returned('0195a0c0-0000-7000-8000-00000000dead'));
    expect(stranger.status).to.equal(422);
    expect(stranger.text).to.include('The report names a notice that is not known here.');
    expect((await handIn('Dear Sir or Madam')).text).to.include('This is no report of a mail server');
    const entries = (await libraries.north.entries()).filter(({ kind }) => kind === 'report-not-ours');
    expect(entries.map(({ facts }) => facts?.['fault'])).to.deep.equal(['unknown-notice', 'no-report']);
    expect(JSON.stringify(entries)).to.not.include('ada@');
    expect(await stateOf(id)).to.equal('sent');
  });

  it('stands on the request beside its messages, with its text, and on a page of all', async () => {
    await open();
    await libraries.north.app.jobs.runOne('notify', libraries.clock.now());
    const id = await arrived();
    const shown = await page();
    expect(shown).to.include(`href="#notice-${id}"`);
    expect(shown).to.include('Ditt fjärrlån har kommit (N-1)').and.include('Det du har beställt har kommit');
    expect(shown).to.not.include('ada@example.org');
    const list = (await browser.get('/notices?to=patron')).text;
    expect(list).to.include('Kallocain').and.include(`/requests/${loan.north}#notice-${id}`);
    expect((await browser.get('/notices?to=peer')).text).to.include('No notice is like that');
    const { browser: auditor } = await atTheDesk(libraries.north, 'axel', ['auditor']);
    expect((await auditor.get(`/requests/${loan.north}`)).text).to.not.include('Det du har beställt');
    expect((await auditor.post(`/notices/${id}/withdraw`, {})).status).to.equal(403);
  });

  it('goes by pages, and letters are printed together', async () => {
    await open({}, { kinds: { arrived: 'letter' } });
    for (let turn = 0; turn < 27; turn += 1) await libraries.ask({ patron: ada });
    const loans = await libraries.north.app.storage.readers.loans.list({ limit: 50 });
    for (const { id } of loans.loans)
      await libraries.tryAct('north', { north: id } as Lending, 'send-notice', {
        template: 'unfilled',
        way: 'letter',
      });
    await notify(libraries);
    const first = (await browser.get('/notices?state=to-print')).text;
    const [, next = ''] = /href="(\/notices\?[^"]*after=[^"]*)"/.exec(first) ?? [];
    expect(next).to.not.equal('');
    const second = (await browser.get(next.replace(/&amp;/g, '&'))).text;
    expect(first).to.include('to be printed<span class="count">27</span>');
    const rows = (text: string): string[] =>
      [...text.matchAll(/name="id" value="([0-9a-f-]{36})" form/g)].map(([, id]) => id!);
    expect([rows(first).length, rows(second).length]).to.deep.equal([25, 2]);
    expect(new Set([...rows(first), ...rows(second)]).size).to.equal(27);
    const all = rows(first).map((id) => ['id', id] as const);
    const printed = (await browser.postMany('/notices/print', all)).text;
    expect([...printed.matchAll(/<article class="post"/g)]).to.have.lengthOf(25);
  });
});
