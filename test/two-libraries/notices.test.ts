import { expect } from 'chai';
import { decoded, mailServer, type MailServer } from '../support/mail-server.js';
import { ledgerText, noticeSettings, notify } from '../support/notices.js';
import { ledgersHold, twoLibraries, type Libraries } from '../support/two-libraries.js';

const ada = { reference: 'P-1815', name: { surname: 'Lovelace' }, email: 'ada@example.org', language: 'de' };

/** What came to the mail server, as a person in the middle reads it: to whom, and in which words. */
const post = ({ taken }: MailServer): string[] =>
  taken.map(({ to, headers }) => `${to.join(' ')}: ${decoded(headers['subject'])}`);

describe('the story of a loan, told to people', () => {
  let server: MailServer;
  let libraries: Libraries;

  beforeEach(async () => {
    server = await mailServer();
    const kinds = { 'lost-report': 'mail', 'overdue-1': 'mail', 'claim-statement': 'mail' };
    libraries = await twoLibraries({
      settings: noticeSettings(server, { kinds }),
      peers: {
        south: { contact: { email: 'ill@south.example', language: 'sv' } },
        north: { contact: { email: 'ill@north.example', language: 'de' } },
      },
    });
  });
  afterEach(async () => {
    await ledgersHold();
    await server.close();
  });

  it('reaches reader, staff and peer, each in their language, and names nothing in a subject', async () => {
    const loan = await libraries.ask({ patron: ada });
    await libraries.act('south', loan, 'ship', { dueDate: '2026-03-20' });
    await libraries.act('north', loan, 'receive');
    await notify(libraries);
    expect(post(server)).to.deep.equal(['ada@example.org: Ihre Fernleihe liegt bereit (N-1)']);

    await libraries.pass({ days: 20 });
    await notify(libraries, 'south');
    await libraries.act('north', loan, 'report-lost');
    await notify(libraries);
    await libraries.act('south', loan, 'shelf-check', { outcome: 'not-found' });
    await libraries.act('south', loan, 'draft-claim');
    await notify(libraries, 'south');
    await libraries.act('south', loan, 'send-claim');
    await notify(libraries, 'south');

    const told = post(server);
    const receivers = new Set(server.taken.flatMap(({ to }) => to));
    expect([...receivers].sort()).to.deep.equal([
      'ada@example.org',
      'desk@north.example',
      'ill@north.example',
      'ill@south.example',
    ]);
    expect(told.some((line) => line.startsWith('ill@south.example: Ett av era exemplar'))).to.equal(true);
    expect(told.join('\n')).to.not.match(/Kallocain|Boye|Lovelace|P-1815/);
    const toPeers = server.taken.filter(({ to }) => to[0]?.startsWith('ill@'));
    expect(toPeers.map(({ text }) => text).join('\n'))
      .to.include('Kallocain')
      .and.not.match(/Lovelace|P-1815/);
    for (const side of ['north', 'south'] as const)
      expect(await ledgerText(libraries[side])).to.not.match(/example\.org|Lovelace|Ihre Fernleihe/);
  });

  it('tells the reader where a copy can be opened, and the ledger not', async () => {
    const copy = { service: { type: 'Copy' }, item: { title: 'On lending' }, patron: ada } as const;
    const loan = await libraries.ask(copy);
    await libraries.act('south', loan, 'supply-copy', { url: 'https://copies.example/1?key=s3cret' });
    const posted = await libraries.ask(copy);
    await libraries.act('south', posted, 'supply-copy');
    await notify(libraries);
    expect(post(server)).to.deep.equal(['ada@example.org: Ihre Kopie liegt bereit (N-1)']);
    expect(server.taken[0]?.text).to.include('https://copies.example/1?key=s3cret');
    expect(await ledgerText(libraries.north)).to.not.include('s3cret');
  });
});
