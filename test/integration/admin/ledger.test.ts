import { expect } from 'chai';
import type { Writer } from '../../../src/storage/sql/connected.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import { onPostgres } from '../../support/place.js';
import type { Browser, Shown } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Libraries } from '../../support/two-libraries.js';

const fingerprintPattern = /<code class="id">([0-9a-f-]{64,})<\/code>/;

describe('the pages of the ledger and of exports', () => {
  let libraries: Libraries;
  let auditor: Browser;
  let assistant: Browser;
  let privacy: Browser;
  let privacyId: string;

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true });
    const lending = await libraries.ask({ item: { title: 'Aniara' } });
    await libraries.act('south', lending, 'will-supply');
    ({ browser: auditor } = await atTheDesk(libraries.north, 'ada', ['auditor']));
    ({ browser: assistant } = await atTheDesk(libraries.north, 'olle', ['assistant']));
    ({ browser: privacy, id: privacyId } = await atTheDesk(libraries.north, 'pia', ['privacy']));
    for (const browser of [auditor, assistant, privacy]) await browser.get('/account');
  });
  after(() => closeLibraries(libraries));

  /** Looks at a page until it no longer says something. */
  async function once(path: string, isOver: (shown: Shown) => boolean): Promise<Shown> {
    for (;;) {
      const shown = await auditor.get(path);
      if (isOver(shown)) return shown;
    }
  }

  async function checked(): Promise<Shown> {
    const { status, location } = await auditor.post('/ledger/verify');
    expect([status, location]).to.deep.equal([303, '/ledger#whole']);
    return once('/ledger', ({ text }) => !text.includes('% read.'));
  }

  /** Writes as somebody does who has the database and not the gateway. */
  async function rewrite(change: (writer: Writer) => Promise<unknown>): Promise<void> {
    await libraries.north.app.storage.database.turn(change);
  }

  it('say that nothing was checked yet, and whose key signs', async () => {
    const { text } = await auditor.get('/ledger');
    expect(text).to.include('Not checked since the gateway was started.');
    expect(text).to.match(fingerprintPattern);
  });

  it('check the ledger beside the gateway, tell how far they are, and then up to where it is whole', async () => {
    const size = (await libraries.north.entries()).length;
    await auditor.post('/ledger/verify');
    const meanwhile = await auditor.get('/ledger');
    expect(meanwhile.text)
      .to.match(/Checking: \d+ % read\./)
      .and.not.include('action="/ledger/verify"');
    const { text } = await once('/ledger', (shown) => !shown.text.includes('% read.'));
    expect(text).to.match(new RegExp(`Whole up to entry ${size}, checked `));
    expect(text).to.include('action="/ledger/verify"').and.match(fingerprintPattern);
  });

  it('name the first bad entry and what became of it, in the reader’s language too', async () => {
    const entry = (await libraries.north.entries())[4];
    const on = onPostgres ? ' ON entries' : '';
    let text = '';
    await rewrite(async (writer) => {
      const [row] = await writer.all<{ text: string }>('SELECT text FROM entries WHERE seq = 5');
      text = row?.text ?? '';
      await writer.run(`DROP TRIGGER entries_not_changed${on}`);
      await writer.run('UPDATE entries SET text = $1 WHERE seq = 5', [
        text.replace(entry?.because ?? '', `${entry?.because}.`),
      ]);
    });
    const broken = await checked();
    expect(broken.text)
      .to.include('Not whole: 1 finding, checked')
      .and.include('First bad entry: 5 – it was altered.')
      .and.not.include('Whole up to entry');
    expect((await auditor.get('/ledger', { 'accept-language': 'de' })).text).to.include(
      'Erster fehlerhafter Eintrag: 5 – er wurde verändert.',
    );
    await rewrite((writer) => writer.run('UPDATE entries SET text = $1 WHERE seq = 5', [text]));
    expect((await checked()).text)
      .to.include('Whole up to entry')
      .and.not.include('First bad entry');
  });

  it('let nobody check who may not read the ledger', async () => {
    expect((await assistant.post('/ledger/verify')).status).to.equal(403);
  });

  it('are searched by side, type, state, time of the event and place, and an export is counted by the same', async () => {
    const entry = (await libraries.north.entries()).find(({ loan }) => loan !== undefined);
    const seq = entry?.seq ?? 0;
    const shown = async (query: string): Promise<string[]> => {
      const { text } = await auditor.get(`/ledger?${query}`);
      return [...text.matchAll(/data-row[^]*?class="id">(\d+)</g)].map(([, place]) => place ?? '');
    };
    expect(await shown('side=requester&type=Loan')).to.include(String(seq));
    expect(await shown('side=requester&type=Loan&state=WillSupply')).to.include(String(seq));
    for (const query of ['side=supplier', 'type=Copy', 'state=Loaned', 'time=event&before=2020-01-01'])
      expect(await shown(query), query).to.deep.equal([]);
    expect(await shown(`first=${seq}&last=${seq}`)).to.deep.equal([String(seq)]);
    expect((await auditor.get(`/exports?first=${seq}&last=${seq}&side=requester`)).text)
      .to.include('1 entry of')
      .and.include(`<input type="hidden" name="first" value="${seq}"/>`);
    expect((await auditor.get('/exports?side=supplier')).text).to.include('0 entries of');
  });

  it('show one export: how far it is, who made it, what for, and its file', async () => {
    await auditor.post('/exports', { kind: 'act', because: 'the yearly audit' });
    const [, path = ''] = /href="(\/exports\/[\w-]+)"/.exec((await auditor.get('/exports')).text) ?? [];
    const { text, status } = await once(path, (shown) => !shown.text.includes(`${path}/cancel`));
    expect(status).to.equal(200);
    expect(text)
      .to.include('the yearly audit')
      .and.include('person:')
      .and.include('Ready')
      .and.match(/\d+ bytes/)
      .and.include(`href="${path}/bundle"`)
      .and.not.include(`${path}/approve`);
    expect((await auditor.get('/exports/none')).status).to.equal(404);
    expect((await assistant.get(path)).status).to.equal(403);
  });

  it('let privacy alone approve that persons are named, with a reason, and enter it', async () => {
    const [, path = ''] = /href="(\/exports\/[\w-]+)"/.exec((await auditor.get('/exports')).text) ?? [];
    expect((await privacy.get(path)).text).to.include(`action="${path}/approve"`);
    for (const browser of [auditor, assistant])
      expect((await browser.post(`${path}/approve`, { because: 'x' })).status).to.equal(403);
    const missing = await privacy.post(`${path}/approve`);
    expect(missing.status).to.equal(422);
    expect(missing.text).to.include('Say what the export is for.');
    expect((await privacy.post('/exports/none/approve', { because: 'x' })).status).to.equal(404);
    const { text, status } = await privacy.post(`${path}/approve`, { because: 'the court asks' });
    expect(status).to.equal(200);
    const [, approval] = /lendwire export --approval ([\w-]+)/.exec(text) ?? [];
    const approvals = (await libraries.north.entries()).filter(({ kind }) => kind === 'export-approved');
    expect(
      approvals.map(({ actor, because, facts }) => [actor.id, because, facts?.['approval']]),
    ).to.deep.equal([[privacyId, 'the court asks', approval]]);
  });
});
