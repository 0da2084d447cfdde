import { hash } from 'node:crypto';
import { expect } from 'chai';
import { newId } from '../../src/platform/index.js';
import { pdf } from '../support/pictures.js';
import { ledgersHold, shown, twoLibraries, type Lending, type Libraries } from '../support/two-libraries.js';

const settings = {
  signIn: { publicUrl: 'https://south.example/' },
  files: { linkViews: 3 },
  retention: { personsDays: 400 },
};

async function askedForCopy(two: Libraries): Promise<Lending> {
  return two.ask({ service: { type: 'Copy' }, item: { title: 'On lending' } });
}

async function supply(two: Libraries, loan: Lending, act: object = {}, file: Buffer = pdf): Promise<number> {
  const form = new FormData();
  form.append('act', JSON.stringify({ verb: 'supply-copy', ...act }));
  form.append('document', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), 'scan.pdf');
  const { status } = await two.south.form(`/api/v1/loan-records/${loan.south}/acts`, form, newId());
  await two.settle();
  return status;
}

/** The link that came to the requester. */
async function linkAt(two: Libraries, loan: Lending): Promise<string> {
  const { readers } = two.north.app.storage;
  const entries = await readers.loans.entries(loan.north, 1_000);
  const ids = entries.flatMap(({ facts }) =>
    typeof facts?.['bodyId'] === 'string' ? [facts['bodyId']] : [],
  );
  const kept = await readers.work.messages(ids);
  const values = kept.flatMap(({ holes = [] }) => holes).filter((value) => value !== null);
  return values.map((value) => /https:\/\/south\.example\/copies\/\S+/.exec(value)?.[0]).find(Boolean) ?? '';
}

const fetched = (two: Libraries, path: string, method = 'GET'): Promise<Response> =>
  fetch(`http://127.0.0.1:${two.south.port}${path}`, { method });

async function kindsOf(two: Libraries, loan: Lending): Promise<string[]> {
  const entries = await two.south.app.storage.readers.loans.entries(loan.south, 1_000);
  return entries.map(({ kind }) => kind).filter((kind) => kind.startsWith('document-'));
}

for (const edition of ['2017', '2021'])
  describe(`a copy that is supplied as a file, told in ${edition}`, () => {
    afterEach(ledgersHold);
    const open = (): Promise<Libraries> =>
      twoLibraries({ settings, peers: { north: { edition }, south: { edition } } });

    it('is fetched by its link so often as it may be, each time with a receipt, and is destroyed then', async () => {
      const two = await open();
      const loan = await askedForCopy(two);
      expect(await supply(two, loan)).to.equal(200);
      expect(await two.south.app.storage.readers.loans.whole(loan.south)).to.have.nested.property(
        'record.phase',
        'closed',
      );
      const link = await linkAt(two, loan);
      expect(link).to.match(/^https:\/\/south\.example\/copies\/[\w-]{32}$/);
      const { pathname } = new URL(link);
      expect((await fetched(two, pathname, 'HEAD')).status).to.equal(404);

      for (const view of [1, 2, 3]) {
        const answer = await fetched(two, pathname);
        expect(answer.status, `view ${view}`).to.equal(200);
        const { headers } = answer;
        expect(headers.get('content-disposition')).to.equal('attachment; filename=copy.pdf');
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('cache-control')).to.equal('no-store');
        expect(headers.get('content-security-policy')).to.equal("default-src 'none'; sandbox");
        expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).to.equal(true);
      }
      expect((await fetched(two, pathname)).status).to.equal(410);
      await two.south.app.jobs.runOne('retain', two.clock.now());
      expect((await fetched(two, pathname)).status).to.equal(410);
      expect(await kindsOf(two, loan)).to.deep.equal([
        ...Array.from({ length: 3 }, () => 'document-fetched'),
        'document-destroyed',
      ]);

      const lines = await two.south.app.storage.readers.ledger.entries({ after: 0, limit: 10_000 });
      const text = lines.map((line) => line.text).join('\n');
      expect(text).to.include(hash('sha256', pdf, 'hex'));
      const secret = pathname.slice('/copies/'.length);
      expect(text).not.to.include(secret);
      const receipts = lines.filter((line) => line.text.includes('document-fetched'));
      expect(receipts.map((line) => line.text).join()).not.to.include('127.0.0.1');
      const kept = await two.south.app.storage.database.all<{ value: string }>(
        `SELECT value FROM sealed_values WHERE purpose = 'document'`,
      );
      expect(kept).to.deep.equal([{ value: '' }]);

      await two.act('north', loan, 'receive');
      expect((await shown(two.north, loan.north))['transactions']).to.have.nested.property('[0].received');
    });

    it('can be fetched no longer when its time is over, and is destroyed then', async () => {
      const two = await open();
      const loan = await askedForCopy(two);
      await supply(two, loan);
      const { pathname } = new URL(await linkAt(two, loan));
      await two.pass({ days: 29 });
      expect((await fetched(two, pathname)).status).to.equal(200);
      await two.pass({ days: 2 });
      expect((await fetched(two, pathname)).status).to.equal(410);
      await two.south.app.jobs.runOne('retain', two.clock.now());
      expect(await kindsOf(two, loan)).to.deep.equal(['document-fetched', 'document-destroyed']);
    });
  });

describe('a copy as a file', () => {
  afterEach(ledgersHold);

  it('is not taken beside an address, where it is no PDF, or where nobody outside could fetch it', async () => {
    const two = await twoLibraries({ settings });
    const loan = await askedForCopy(two);
    expect(await supply(two, loan, { url: 'https://x.example/1' })).to.equal(422);
    expect(await supply(two, loan, {}, Buffer.from('PK\x03\x04'))).to.equal(422);
    expect(await supply(two, loan, {}, pdf.subarray(0, 100))).to.equal(422);
    const hidden = await twoLibraries();
    const other = await askedForCopy(hidden);
    expect(await supply(hidden, other)).to.equal(409);
  });

  it('is nowhere for whoever guesses, and guessing often is refused', async () => {
    const two = await twoLibraries({ settings });
    const statuses = new Set<number>();
    for (let guess = 0; guess < 40; guess += 1)
      statuses.add((await fetched(two, `/copies/${newId()}`)).status);
    expect([...statuses]).to.deep.equal([404, 429]);
  });
});
