import { expect } from 'chai';
import { makeToken, Scope } from '../../../src/access/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Libraries } from '../../support/two-libraries.js';
import { lendwire } from '../../unit/cli/running.js';

describe('an erasure that takes two persons', function () {
  this.timeout(60_000);
  let two: Libraries;
  let proposer: string;
  let approver: string;
  let supervisor: Browser;
  let privacy: Browser;
  let auditor: Browser;
  let counted = 0;

  before(async () => {
    two = await twoLibraries({ forWholeSuite: true, settings: { erasure: { persons: 2 } } });
    proposer = await token('privacy desk');
    approver = await token('head of loans');
    ({ browser: supervisor } = await atTheDesk(two.north, 'sven', ['supervisor']));
    ({ browser: privacy } = await atTheDesk(two.north, 'pia', ['privacy']));
    ({ browser: auditor } = await atTheDesk(two.north, 'ada', ['auditor']));
    for (const browser of [supervisor, privacy, auditor]) await browser.get('/account');
  });
  after(() =>
    closeLibraries(two).catch((thrown: unknown) => expect(String(thrown)).to.include('were erased')),
  );

  it('is proposed by one and approved by another, who is told what was held back meanwhile', async () => {
    const ended = await endedRequest('p-1');
    const open = await two.ask({ id: 'open', patron: { reference: 'p-1' } });
    const asked = await run(proposer, 'erase', '--patron', 'p-1', '--because', 'she asked', '--yes');
    expect(asked.out, asked.err).to.match(/^Proposed for 2 requests: nothing is erased yet\.\nUntil /);
    const id = /lendwire erase approve (\S+)$/.exec(asked.out)?.[1] ?? '';
    expect(await hasKey(ended)).to.equal(true);

    const own = await run(proposer, 'erase', 'approve', id);
    expect([own.code, own.err]).to.deep.equal([
      1,
      'lendwire: Whoever proposes an erasure cannot be the one who approves it: another person has to.',
    ]);
    expect(await hasKey(ended)).to.equal(true);

    const waiting = await run(approver, 'erase', 'proposals');
    expect(waiting.out).to.include(id).and.include('privacy desk').and.include('she asked');
    const done = await run(approver, 'erase', 'approve', id);
    expect(done.out, done.err)
      .to.include('The person is erased from 1 request.')
      .and.include(`Held back: ${open.north}, because it is still open.`);
    expect(await hasKey(ended)).to.equal(false);
    expect(await hasKey(open.north)).to.equal(true);

    const again = await run(approver, 'erase', 'approve', id);
    expect(again.err).to.include('No erasure waits under this id');
    expect((await run(approver, 'erase', 'proposals')).out).to.equal('No erasure waits for a second person.');
  });

  it('is told by an entry of each, and neither they nor the table say whom', async () => {
    await endedRequest('canary-of-the-proposal');
    await run(proposer, 'erase', '--patron', 'canary-of-the-proposal', '--yes');
    const rows = await two.north.app.storage.database.all('SELECT * FROM erasure_proposals');
    expect(rows).to.have.length(1);
    expect(JSON.stringify(rows)).not.to.include('canary');
    const entries = (await two.north.entries()).filter(({ kind }) => kind.startsWith('erasure'));
    expect(JSON.stringify(entries)).not.to.include('canary');
    expect(entries.slice(0, 4).map(({ kind, actor }) => `${kind} by ${actor.id}`)).to.deep.equal([
      'erasure-proposed by privacy desk',
      'erasure-approved by head of loans',
      'erasure by head of loans',
      'erasure-certificate by head of loans',
    ]);
    const [proposed, approved, , certificate] = entries;
    expect(approved?.facts).to.deep.equal({ proposal: proposed?.facts?.['proposal'] });
    expect(certificate?.facts?.['proposal']).to.equal(proposed?.facts?.['proposal']);
  });

  it('shows on the ledger’s page to whoever may approve it, with a button, in three languages', async () => {
    const { text } = await supervisor.get('/ledger');
    expect(text).to.include('Erasures that wait for a second person').and.include('Approve and erase');
    expect((await privacy.get('/ledger')).text).to.include('Approve and erase');
    expect((await auditor.get('/ledger')).text).not.to.include('second person');
    expect((await privacy.get('/ledger', { 'accept-language': 'sv' })).text).to.include('Godkänn och radera');
    expect((await privacy.get('/ledger', { 'accept-language': 'de' })).text).to.include(
      'Genehmigen und löschen',
    );
    const [, path = ''] = /action="(\/erasures\/[\w-]+\/approve)"/.exec(text) ?? [];
    expect((await auditor.post(path)).status).to.equal(403);
    const done = await supervisor.post(path);
    expect(done.status, done.text).to.equal(200);
    expect(done.text)
      .to.include('The person is erased from 1 request.')
      .and.include('Nothing was held back.');
    expect((await supervisor.get('/ledger')).text).not.to.include('second person');
    expect((await privacy.post(path)).status).to.equal(404);
  });

  it('runs out after a week, and is forgotten', async () => {
    const ended = await endedRequest('p-late');
    const { body } = await two.north.api('POST', '/api/v1/erasures', { patron: 'p-late', because: 'asked' });
    await two.pass({ days: 8 });
    const late = await run(approver, 'erase', 'approve', String(body['proposal']));
    expect(late.err).to.equal('lendwire: The proposal has run out: propose the erasure again.');
    expect(await hasKey(ended)).to.equal(true);
    await two.north.app.jobs.runOne('retain', two.clock.now());
    expect(await two.north.app.storage.database.all('SELECT id FROM erasure_proposals')).to.deep.equal([]);
  });

  it('is not seen by whoever may speak for another agency alone', async () => {
    await endedRequest('p-north');
    const { status, body } = await two.north.api('POST', '/api/v1/erasures', {
      patron: 'p-north',
      because: 'asked',
    });
    expect(status).to.equal(202);
    const elsewhere = await token('elsewhere', 'isil:se-elsewhere');
    const refused = await run(elsewhere, 'erase', 'approve', String(body['proposal']));
    expect(refused.err).to.include('No erasure waits under this id');
    expect((await run(elsewhere, 'erase', 'proposals')).out).to.include('No erasure waits');
  });

  it('needs nobody where it is the policy’s', async () => {
    const ended = await endedRequest('p-policy');
    await two.pass({ days: 31 });
    await two.north.app.jobs.runOne('retain', two.clock.now());
    expect(await hasKey(ended)).to.equal(false);
  });

  const run = (secret: string, ...words: string[]) =>
    lendwire([...words, '--url', new URL(two.north.url).origin, '--token', secret]);

  async function token(name: string, agency?: string): Promise<string> {
    const asked = { name, scopes: [Scope.Erase], ...(agency === undefined ? {} : { agency }) };
    const made = await two.north.app.storage.committer.commit(
      makeToken(asked, { kind: 'person', id: 'the tests' }),
    );
    return made.secret;
  }

  async function hasKey(loan: string): Promise<boolean> {
    const rows = await two.north.app.storage.database.all(
      'SELECT 1 AS one FROM data_keys WHERE holder = $1',
      [loan],
    );
    return rows.length > 0;
  }

  /** A request of a person with that reference, lent and given back. */
  async function endedRequest(reference: string): Promise<string> {
    const loan = await two.ask({ id: `S-${(counted += 1)}`, patron: { reference } });
    await two.act('south', loan, 'ship');
    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
    return loan.north;
  }
});
