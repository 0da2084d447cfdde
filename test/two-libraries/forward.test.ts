import { expect } from 'chai';
import { ledgersHold, shown, story, told, twoLibraries } from '../support/two-libraries.js';
import { crossing, onLoan, saidBy, statesOf } from './on-loan.js';

describe('a book that goes on to another library', () => {
  afterEach(ledgersHold);

  it('is sent where the loan names, and is over when the supplier hears that it is there', async () => {
    const two = await twoLibraries();
    const { north, south } = two;
    const loan = await onLoan(two, { returnTo: 'ISIL:SE-WEST' });
    expect(await saidBy(south, loan.south, 'RequestResponse Loaned')).to.contain('agencyIdValue>SE-WEST<');

    await two.act('north', loan, 'forward', { carrier: 'Post', trackingId: 'F1' });
    await two.act('south', loan, 'check-in');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse Loaned [shipped]
        act       receive [arrived]
        sent      Received
        act       forward
        sent      ShippedForward
        received  StatusChange LoanCompleted [closed LoanCompleted]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       ship [shipped]
        sent      RequestResponse Loaned
        received  Received [arrived]
        received  ShippedForward
        act       check-in [closed LoanCompleted]
        sent      StatusChange LoanCompleted
      `),
    );
  });

  it('is offered only where the loan names another library than the supplier', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);

    const { body } = await two.tryAct('north', loan, 'forward');

    expect(body['refusal']).to.equal('nowhere-to-forward');
    expect(JSON.stringify((await shown(two.north, loan.north))['transactions'])).to.not.contain('forwardTo');
    const bad = await two.ask();
    expect((await two.tryAct('south', bad, 'ship', { returnTo: 'Umeå' })).body['refusal']).to.equal(
      'agency-unreadable',
    );
  });

  it('is not chased while it is on its way there, nor renewed', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two, { returnTo: 'ISIL:SE-WEST' });
    await two.act('north', loan, 'forward', { expectedAt: '2026-12-31' });

    await two.pass({ days: 60 });

    expect(await story(two.south, loan.south)).to.match(/received {2}ShippedForward\n$/);
    expect((await two.tryAct('north', loan, 'renew')).status).to.equal(409);
  });

  it('crosses an overdue notice without harm', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two, { returnTo: 'ISIL:SE-WEST' });

    await crossing(
      two,
      ['south', () => two.pass({ days: 32 })],
      ['north', () => two.act('north', loan, 'forward')],
    );
    await two.act('south', loan, 'check-in');

    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
  });
});
