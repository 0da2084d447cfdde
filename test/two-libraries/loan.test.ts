import { expect } from 'chai';
import { ledgersHold, newestLoan, shown, story, told, twoLibraries } from '../support/two-libraries.js';

describe('a book that is lent and comes back', () => {
  afterEach(ledgersHold);

  it('goes through the reference flow, and both ledgers tell the same story', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    await two.act('south', loan, 'ship', { itemId: '3001', carrier: 'PostNord', trackingId: 'RR1' });
    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        received  StatusChange Loaned [shipped]
        act       receive [arrived]
        sent      Received
        act       return
        sent      ShippedReturn
        received  StatusChange LoanCompleted [closed LoanCompleted]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       will-supply [will-supply]
        sent      RequestResponse WillSupply
        act       ship [shipped]
        sent      StatusChange Loaned
        received  Received [arrived]
        received  ShippedReturn
        act       check-in [closed LoanCompleted]
        sent      StatusChange LoanCompleted
      `),
    );
  });

  it('is lent with the fewest words where the supplier ships at once', async () => {
    const { south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'ship');
    await two.act('south', loan, 'check-in');

    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       ship [shipped]
        sent      RequestResponse Loaned
        act       check-in [closed LoanCompleted]
        sent      StatusChange LoanCompleted
      `),
    );
  });

  it('tells the requester the parcel, the due date and where the book goes back to', async () => {
    const { north, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'ship', {
      dueDate: '2026-04-15',
      carrier: 'PostNord',
      trackingId: 'RR1',
      expectedAt: '2026-03-05',
    });

    const { transactions, shipments } = await shown(north, loan.north);
    expect(transactions).to.have.nested.property('[0].dueDate', '2026-04-15T23:59:59Z');
    expect(shipments).to.have.nested.property('[0].carrier', 'PostNord');
    expect(shipments).to.have.nested.property('[0].trackingId', 'RR1');
    expect(shipments).to.have.nested.property('[0].expectedAt', '2026-03-05T23:59:59Z');
  });
});

describe('a copy', () => {
  afterEach(ledgersHold);

  it('is sent and ends the loan on both sides; nothing comes back', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask({
      item: { title: 'Samlaren', titleOfComponent: 'Om Karin Boye', pagesRequested: '12-31' },
      service: { type: 'Copy' },
    });
    await two.act('south', loan, 'supply-copy', { url: 'https://copies.example/1' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse CopyCompleted [closed CopyCompleted]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       supply-copy [closed CopyCompleted]
        sent      RequestResponse CopyCompleted
      `),
    );
  });

  it('cannot be shipped as a loan: the act is refused with the reason, and nothing is told', async () => {
    const { south, ...two } = await twoLibraries();

    const loan = await two.ask({ service: { type: 'Copy' } });
    const answer = await two.tryAct('south', loan, 'ship');

    expect(answer.status).to.equal(409);
    expect(answer.body['detail']).to.match(/^A copy was asked for/);
    expect(await story(south, loan.south)).to.equal(told('received  Request [attention]'));
  });
});

describe('a request that the first supplier cannot fill', () => {
  afterEach(ledgersHold);

  const suppliers = ['ISIL:SE-SOUTH', 'ISIL:SE-EAST'];

  it('goes to the next supplier on the list, who lends it', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask({ suppliers });
    await two.act('south', loan, 'cannot-supply', { reason: 'NotOnShelf' });
    const second = { ...loan, south: await newestLoan(south) };
    await two.act('south', second, 'ship');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse Unfilled
        next      SE-SOUTH cannot supply: NotOnShelf; SE-EAST is next on the list.
        sent      Request
        received  RequestResponse Loaned [shipped]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       cannot-supply [closed Unfilled]
        sent      RequestResponse Unfilled
      `),
    );
    expect(await story(south, second.south)).to.equal(
      told(`
        received  Request [attention]
        act       ship [shipped]
        sent      RequestResponse Loaned
      `),
    );
  });

  it('ends when nobody is left to ask', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask({ suppliers });
    await two.act('south', loan, 'cannot-supply', { reason: 'NotOnShelf' });
    const second = { ...loan, south: await newestLoan(south) };
    await two.act('south', second, 'cannot-supply', { reason: 'InUse' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse Unfilled
        next      SE-SOUTH cannot supply: NotOnShelf; SE-EAST is next on the list.
        sent      Request
        received  RequestResponse Unfilled [closed Unfilled]
      `),
    );
  });
});

describe('a word between the two', () => {
  afterEach(ledgersHold);

  it('about how it stands is answered at once with the status of that moment [nr 71]', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    await two.act('north', loan, 'ask-status');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        act       ask-status
        sent      StatusRequest
        received  StatusRequestResponse WillSupply
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       will-supply [will-supply]
        sent      RequestResponse WillSupply
        received  StatusRequest
        sent      StatusRequestResponse WillSupply
      `),
    );
  });

  it('goes both ways as a note, also after the end, and moves no status', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('north', loan, 'note', { text: 'The reader is in a hurry.' });
    await two.act('south', loan, 'note', { text: 'It is being looked for.' });
    await two.act('south', loan, 'cannot-supply', { reason: 'NotOnShelf' });
    await two.act('south', loan, 'note', { text: 'Try again in May.' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        act       note
        sent      Notification
        received  Notification RequestReceived [attention]
        received  RequestResponse Unfilled [closed Unfilled]
        received  Notification Unfilled [attention]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        received  Notification [attention]
        act       note
        sent      Notification RequestReceived
        act       cannot-supply [closed Unfilled]
        sent      RequestResponse Unfilled
        act       note
        sent      Notification Unfilled
      `),
    );
  });

  it('that is said twice within one second arrives twice: the time stamps rise', async () => {
    const { south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('north', loan, 'note', { text: 'Thank you.' });
    await two.act('north', loan, 'note', { text: 'Thank you.' });

    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        received  Notification [attention]
        received  Notification [attention]
      `),
    );
  });
});
