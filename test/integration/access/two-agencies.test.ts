import { expect } from 'chai';
import { makeToken } from '../../../src/access/index.js';
import { NORTH, openStaff, SOUTH, type Browser, type Staff } from '../../support/staff.js';

const actor = { kind: 'person', id: 'the tests' } as const;

describe('two libraries on one gateway', () => {
  let staff: Staff;
  let loan: string;
  let north: Browser;
  let south: Browser;

  before(async () => {
    staff = await openStaff();
    const scopes = ['import', 'peers', 'read'] as const;
    const { secret } = await staff.app.storage.committer.commit(
      makeToken({ name: 'tests', scopes: [...scopes] }, actor),
    );
    const post = async (path: string, body: object): Promise<{ id: string }> => {
      const answer = await fetch(`${staff.base}/api/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status, path).to.be.lessThan(300);
      return (await answer.json()) as { id: string };
    };
    const url = 'https://east.test/iso18626';
    await post('peers/import', {
      peers: [{ id: 'east', name: 'East', agencies: [{ id: 'ISIL:SE-EAST' }], url }],
    });
    const record = {
      id: 'N-1',
      agency: 'ISIL:SE-NORTH',
      patron: { reference: 'P-1', name: { surname: 'Svensson-Canary' } },
      item: { title: 'Kallocain-Canary' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-EAST'],
    };
    loan = (await post('loan-records', record)).id;
    await staff.hire('ada', { [NORTH]: ['supervisor'] });
    await staff.hire('bo', { [SOUTH]: ['supervisor', 'privacy'] });
    [north, south] = [await staff.signedIn('ada'), await staff.signedIn('bo')];
  });
  after(() => staff.stop());

  const pages = ['/', '/requests', '/requests?text=kallocain', '/search?q=kallocain', '/search?q=N-1'];

  it('shows a request to the staff of the library whose it is', async () => {
    expect((await north.get(`/requests/${loan}`)).text).to.contain('Kallocain-Canary');
    expect((await north.get('/requests')).text).to.contain('Kallocain-Canary');
  });

  it('shows it to nobody of the other: not on a list, not by search, not by its address, not its patron', async () => {
    for (const page of pages) {
      const { status, text } = await south.get(page);
      expect(status, page).to.be.lessThan(400);
      expect(text.includes('Kallocain-Canary'), page).to.be.false;
      expect(text.includes(loan), page).to.be.false;
    }
    for (const path of ['', '/pull-slip', '/case-folder', '/book-strap'])
      expect((await south.get(`/requests/${loan}${path}`)).status, path).to.equal(404);
    const shown = await south.post(`/requests/${loan}/reveal`, { reason: 'hand-over' });
    expect(shown.text.includes('Svensson-Canary')).to.be.false;
    for (const act of ['acts', 'preview'])
      expect(
        (await south.post(`/requests/${loan}/${act}`, { verb: 'cancel' })).status,
        act,
      ).to.be.greaterThan(399);
    const entries = await staff.entries();
    expect(entries.some(({ kind }) => kind === 'patron-revealed' || kind === 'act')).to.be.false;
  });

  it('lets neither touch the peers that both share, and says who may', async () => {
    await staff.hire('cy', { '*': ['supervisor'] });
    const both = await staff.signedIn('cy');
    for (const browser of [north, south]) {
      const { text } = await browser.get('/peers');
      expect(text).to.include('East').and.include('for the whole gateway');
      expect(text).to.not.include('action="/peers/');
      expect((await browser.post('/peers/east/pause')).status).to.equal(403);
      expect((await browser.post('/peers/east/resume')).status).to.equal(403);
    }
    expect((await staff.entries()).some(({ kind }) => kind === 'peer-paused')).to.be.false;
    expect((await both.get('/peers')).text)
      .to.include('action="/peers/east/pause"')
      .and.not.include('for the whole gateway');
    expect((await both.post('/peers/east/pause')).status).to.equal(303);
    expect((await both.post('/peers/east/resume')).status).to.equal(303);
  });

  it('masks the patron until somebody says why, and then shows them once', async () => {
    expect((await north.get(`/requests/${loan}`)).text).to.not.contain('Svensson-Canary');
    const shown = await north.post(`/requests/${loan}/reveal`, { reason: 'hand-over' });
    expect(shown.text).to.contain('Svensson-Canary');
    expect(shown.headers.get('cache-control')).to.equal('no-store');
    expect((await north.get(`/requests/${loan}`)).text).to.not.contain('Svensson-Canary');
  });
});
