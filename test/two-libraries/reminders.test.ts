import { expect } from 'chai';
import { ledgersHold, shown, story, told, twoLibraries } from '../support/two-libraries.js';
import { onLoan, saidBy, statesOf } from './on-loan.js';

describe('a reminder', () => {
  afterEach(ledgersHold);

  it('is answered with the present status, and makes nothing new [nr 59]', async () => {
    const two = await twoLibraries();
    const { north, south } = two;
    const loan = await two.ask();
    await two.act('south', loan, 'expect', { expectedDeliveryDate: '2026-03-20' });

    await two.act('north', loan, 'remind');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse ExpectToSupply
        act       remind
        sent      Request Reminder
        received  RequestResponse ExpectToSupply
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       expect
        sent      RequestResponse ExpectToSupply
        received  Request Reminder
        sent      RequestResponse ExpectToSupply
      `),
    );
    const { items } = (await south.api('GET', '/api/v1/loan-records')).body as { items: unknown[] };
    expect(items).to.have.length(1);
    expect((await shown(south, loan.south))['transactions']).to.have.length(1);
    const reminder = await saidBy(north, loan.north, 'Request Reminder');
    expect(reminder).to.contain('requestType>Reminder<').and.to.contain('title>Kallocain<');
  });

  it('before anything was answered gets the first answer, and the loan goes on as ever [nr 59]', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();

    await two.act('north', loan, 'remind');
    await two.act('south', loan, 'will-supply');

    expect(await story(two.south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        received  Request Reminder
        sent      RequestResponse RequestReceived
        act       will-supply [will-supply]
        sent      StatusChange WillSupply
      `),
    );
    expect(await statesOf(two, loan)).to.deep.equal(['WillSupply', 'WillSupply']);
  });

  it('goes out once in the time that the policy leaves a supplier in peace', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('north', loan, 'remind');

    expect((await two.tryAct('north', loan, 'remind')).body['refusal']).to.equal('reminded-lately');
    await two.pass({ days: 1 });
    expect((await two.tryAct('north', loan, 'remind')).body['refusal']).to.equal('reminded-lately');
    await two.pass({ days: 1 });

    await two.act('north', loan, 'remind');
  });

  it('waits while the supplier’s system is down, and the request stays what it was', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.down('south');
    await two.act('north', loan, 'remind');

    const { transactions } = await shown(two.north, loan.north);

    expect((transactions as { state: string }[]).at(-1)?.state).to.equal('Sent');
    await two.up('south');
    await two.pass({ minutes: 5 });
    expect(await story(two.south, loan.south)).to.contain('received  Request Reminder\n');
  });
});

describe('a parcel that does not come', () => {
  afterEach(ledgersHold);

  it('is missed by whoever waits for it, and the other side hears it', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01', trackingId: 'RR1' });

    await two.act('north', loan, 'not-received', { note: 'Not at the desk, not in the office.' });

    expect(await story(two.south, loan.south)).to.match(/received {2}Notification \[attention\]\n$/);
    expect(await saidBy(two.north, loan.north, 'Notification')).to.contain('The item has not arrived here.');
    const { shipments } = await shown(two.north, loan.north);
    expect((shipments as object[])[0]).to.have.property('lateAt');
    await two.act('north', loan, 'receive');
    expect((await two.tryAct('north', loan, 'not-received')).body['refusal']).to.equal('already-received');
  });

  it('on its way back is missed by the supplier', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    expect((await two.tryAct('south', loan, 'not-arrived')).body['refusal']).to.equal('not-returned-yet');
    await two.act('north', loan, 'return');

    await two.act('south', loan, 'not-arrived');

    expect(await story(two.north, loan.north)).to.match(/received {2}Notification Loaned \[attention\]\n$/);
    await two.act('south', loan, 'check-in');
    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
  });
});

describe('a loan that ends without the book', () => {
  afterEach(ledgersHold);

  for (const edition of ['2017', '2021'])
    it(`of a peer of ${edition}: lost there, closed here, found and checked in after all [nr 73]`, async () => {
      const two = await twoLibraries({ peers: { north: { edition }, south: { edition } } });
      const { north, south } = two;
      const loan = await onLoan(two);

      await two.act('north', loan, 'report-lost', { note: 'Left on a train.' });
      const action = edition === '2017' ? 'Notification' : 'Lost';
      expect(await story(south, loan.south)).to.match(new RegExp(`received {2}${action} \\[lost\\]\n$`));
      expect((await shown(south, loan.south))['attention']).to.include({ queue: 'problem' });

      await two.act('south', loan, 'shelf-check', { outcome: 'not-found' });
      await two.act('south', loan, 'close-without-return', { note: 'The invoice follows.' });
      expect(await statesOf(two, loan)).to.deep.equal(['CompletedWithoutReturn', 'CompletedWithoutReturn']);
      expect(await story(north, loan.north)).to.contain(
        'received  StatusChange CompletedWithoutReturn [closed CompletedWithoutReturn]',
      );

      await two.act('north', loan, 'return', { confirmed: true });
      await two.act('south', loan, 'check-in');
      expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
    });
});
