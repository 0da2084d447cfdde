import { expect } from 'chai';
import { makeToken } from '../../../src/access/index.js';
import { revealPatron } from '../../../src/exchange/index.js';
import { NORTH, openStaff, SOUTH, type Staff } from '../../support/staff.js';

const actor = { kind: 'person', id: 'somebody' } as const;

describe('who the patron of a request is', () => {
  let staff: Staff;
  let loan: string;

  before(async () => {
    staff = await openStaff();
    const { secret } = await staff.app.storage.committer.commit(
      makeToken({ name: 'tests', scopes: ['import', 'peers'] }, actor),
    );
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${staff.base}/api/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const url = 'https://east.test/iso18626';
    await post('peers/import', {
      peers: [{ id: 'east', name: 'East', agencies: [{ id: 'ISIL:SE-EAST' }], url }],
    });
    const answer = await post('loan-records', {
      id: 'N-1',
      agency: 'ISIL:SE-NORTH',
      patron: { reference: 'P-CANARY', name: { surname: 'Svensson-Canary' } },
      item: { title: 'Kallocain' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-EAST'],
    });
    const body = (await answer.json()) as { id?: string; items?: { id: string }[] };
    loan = body.id ?? body.items?.[0]?.id ?? '';
    expect(loan, JSON.stringify(body)).to.not.equal('');
  });
  after(() => staff.stop());

  const reveal = (more: object = {}) =>
    staff.app.storage.committer.commit(
      revealPatron({ loan, reason: 'hand-over', note: '', actor, agencies: [NORTH], ...more }),
    );
  const revelations = async () => (await staff.entries()).filter(({ kind }) => kind === 'patron-revealed');

  it('is shown to somebody who says why, and is an entry that names no one', async () => {
    const shown = await reveal();
    expect(shown).to.have.nested.property('patron.patron.surname');
    const [entry] = await revelations();
    expect(entry).to.deep.include({ actor, because: 'the item is handed over', loan, agency: NORTH });
  });

  it('needs words for another reason, which are sealed', async () => {
    expect(await reveal({ reason: 'other', note: ' ' })).to.deep.equal({ kind: 'note-missing' });
    expect((await reveal({ reason: 'other', note: 'Svensson-Canary called' })).kind).to.equal('revealed');
    const entries = await revelations();
    expect(entries).to.have.length(2);
    for (const { text, file } of staff.remains()) expect(text.includes('Svensson-Canary'), file).to.be.false;
  });

  it('is not there for staff of another library, nor of a request that is not there', async () => {
    expect(await reveal({ agencies: [SOUTH] })).to.deep.equal({ kind: 'unknown-loan' });
    expect(await reveal({ loan: '01900000-0000-7000-8000-000000000000' })).to.deep.equal({
      kind: 'unknown-loan',
    });
    expect(await revelations()).to.have.length(2);
  });
});
