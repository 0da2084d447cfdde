import { expect } from 'chai';
import { officialJudge } from '../support/iso18626-official.js';
import { bodyIdOf, bytesOf } from '../support/ledgers.js';
import { aRecord, ledgersHold, story, told, twoLibraries, type Libraries } from '../support/two-libraries.js';

/** South cannot be reached while a record is handed in: nothing has been sent yet. */
async function unsent(two: Libraries, record: object = {}): Promise<string> {
  await two.north.api('POST', '/api/v1/peers/south/pause');
  const id = await two.handIn(record);
  await two.settle();
  return id;
}

async function resume(two: Libraries): Promise<void> {
  await two.north.api('POST', '/api/v1/peers/south/resume');
  await two.settle();
}

describe('a loan record that is handed in again', () => {
  afterEach(ledgersHold);

  it('with the same content changes nothing', async () => {
    const two = await twoLibraries();
    const loan = await two.ask({ id: 'N-7' });

    const { status, body } = await two.north.api('POST', '/api/v1/loan-records', aRecord({ id: 'N-7' }));
    await two.settle();

    expect(status).to.equal(200);
    expect(body).to.include({ status: 'unchanged', id: loan.north });
    expect(await story(two.south, loan.south)).to.equal(told('received  Request [attention]'));
  });

  it('with other content replaces it while nothing has been sent: only the new one arrives', async () => {
    const two = await twoLibraries();
    const id = await unsent(two, { id: 'N-7' });

    const changed = aRecord({ id: 'N-7', item: { title: 'Astarte', author: 'Boye, Karin' } });
    const { status, body } = await two.north.api('POST', '/api/v1/loan-records', changed);
    await resume(two);

    expect(status).to.equal(200);
    expect(body).to.include({ status: 'replaced', id });
    expect(await story(two.north, id)).to.equal(
      told(`
        record    accepted
        sent      Request – dropped
        record    changed
        sent      Request
      `),
    );
    const { body: list } = await two.south.api('GET', '/api/v1/loan-records');
    expect((list['items'] as { title: string }[]).map(({ title }) => title)).to.deep.equal(['Astarte']);
  });

  it('with other content is a conflict with the difference once it has been sent', async () => {
    const two = await twoLibraries();
    const loan = await two.ask({ id: 'N-7' });

    const changed = aRecord({ id: 'N-7', patron: { reference: 'P-2' }, item: { title: 'Astarte' } });
    const { status, body } = await two.north.api('POST', '/api/v1/loan-records', changed);

    expect(status).to.equal(409);
    expect(body['difference']).to.deep.include({
      field: 'bibliographicInfo.title',
      was: 'Kallocain',
      now: 'Astarte',
    });
    // Of what names a person only that it differs.
    expect(body['difference']).to.deep.include({ field: 'patron' });
    expect(JSON.stringify(body)).not.to.include('P-2');
    expect(await story(two.south, loan.south)).to.equal(told('received  Request [attention]'));
  });
});

describe('a loan record that the library withdraws', () => {
  afterEach(ledgersHold);

  it('before anything was sent leaves no trace at the supplier', async () => {
    const two = await twoLibraries();
    const id = await unsent(two);

    expect((await two.north.api('DELETE', `/api/v1/loan-records/${id}`)).status).to.equal(200);
    await resume(two);

    expect(await story(two.north, id)).to.equal(
      told(`
        record    accepted
        sent      Request – dropped
        record    withdrawn [closed Withdrawn]
      `),
    );
    expect((await two.south.api('GET', '/api/v1/loan-records')).body['items']).to.deep.equal([]);
  });

  it('once it was sent asks the supplier to cancel, and is over when that agrees', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();

    expect((await two.north.api('DELETE', `/api/v1/loan-records/${loan.north}`)).status).to.equal(200);
    await two.settle();
    await two.act('south', loan, 'answer-cancel', { answer: 'Y' });

    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        record    withdrawn
        sent      Cancel
        received  CancelResponse Y Cancelled [closed Cancelled]
      `),
    );
    const { body } = await two.north.api('GET', '/api/v1/loan-records?phase=withdrawn');
    expect(body['items']).to.have.length(1);
  });

  it('while a cancellation waits sends no second one', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('north', loan, 'cancel');

    expect((await two.north.api('DELETE', `/api/v1/loan-records/${loan.north}`)).status).to.equal(200);
    await two.settle();

    expect((await story(two.north, loan.north)).match(/sent {6}Cancel/g)).to.have.length(1);
  });

  it('does not go to the next supplier when the first one cannot supply', async () => {
    const two = await twoLibraries();
    const loan = await two.ask({ suppliers: ['ISIL:SE-SOUTH', 'ISIL:SE-EAST'] });
    await two.north.api('DELETE', `/api/v1/loan-records/${loan.north}`);
    await two.settle();

    await two.act('south', loan, 'cannot-supply', { reason: 'NotOnShelf' });

    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        record    withdrawn
        sent      Cancel
        received  RequestResponse Unfilled [closed Unfilled]
      `),
    );
  });

  it('is refused with the reason while the book is on loan, and when it is over', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship');

    const onLoan = await two.north.api('DELETE', `/api/v1/loan-records/${loan.north}`);
    await two.act('south', loan, 'check-in');
    const over = await two.north.api('DELETE', `/api/v1/loan-records/${loan.north}`);

    expect([onLoan.status, onLoan.body['refusal']]).to.deep.equal([409, 'on-loan']);
    expect([over.status, over.body['refusal']]).to.deep.equal([409, 'record-closed']);
  });
});

describe('what is said of the reader', () => {
  afterEach(ledgersHold);

  const patron = {
    reference: 'P-88',
    name: { surname: 'Lindqvist', givenName: 'Maja' },
    email: 'maja@reader.example',
  };

  it('does not leave the house by default', async () => {
    const { south, ...two } = await twoLibraries();
    await two.ask({ patron });

    const sent = await requestAt(south);
    expect(sent).to.include('title>Kallocain<');
    for (const said of ['patronInfo', 'P-88', 'Lindqvist', 'Maja', 'maja@reader.example'])
      expect(sent).not.to.include(said);
  });

  it('goes with the request where the peer’s record asks for it, and what arrives is valid', async function () {
    const { south, ...two } = await twoLibraries({ peers: { south: { patronData: true } } });
    await two.ask({ patron });

    const sent = await requestAt(south);
    for (const said of ['patronInfo>', 'P-88', 'Lindqvist', 'Maja']) expect(sent).to.include(said);
    const judge = officialJudge();
    if (judge === undefined) return this.skip();
    expect(judge.verdict(sent)).to.equal(undefined);
    judge.dispose();
  });
});

/** The bytes of the Request as they came. */
async function requestAt(library: Libraries['south']): Promise<string> {
  const entry = (await library.entries()).find(({ kind }) => kind === 'request-received');
  if (entry === undefined) throw new Error('no Request came');
  return Buffer.from(await bytesOf(library, bodyIdOf(entry)), 'latin1').toString('utf8');
}
