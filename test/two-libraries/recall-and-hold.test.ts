import { expect } from 'chai';
import { ledgersHold, shown, story, twoLibraries } from '../support/two-libraries.js';
import { crossing, dueDates, onLoan, saidBy, statesOf } from './on-loan.js';

const both2021 = { peers: { north: { edition: '2021' }, south: { edition: '2021' } } };

describe('a recall', () => {
  afterEach(ledgersHold);

  it('shortens the due date as the policy says, and ends with the book back', async () => {
    const two = await twoLibraries();
    const { north, south } = two;
    const loan = await onLoan(two);

    await two.act('south', loan, 'recall', { note: 'A course begins.' });

    expect(await statesOf(two, loan)).to.deep.equal(['Recalled', 'Recalled']);
    expect(await dueDates(two, loan)).to.deep.equal(['2026-03-09T23:59:59Z', '2026-03-09T23:59:59Z']);
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
    expect(await story(north, loan.north)).to.contain('received  StatusChange Recalled [attention]');
    expect(await story(south, loan.south)).to.contain('act       recall [due-changed]');
  });

  it('that is withdrawn gives the old due date back', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('south', loan, 'recall');

    await two.act('south', loan, 'withdraw-recall');

    expect(await statesOf(two, loan)).to.deep.equal(['Received', 'Loaned']);
    expect(await dueDates(two, loan)).to.deep.equal(['2026-04-01T23:59:59Z', '2026-04-01T23:59:59Z']);
    expect((await two.tryAct('south', loan, 'withdraw-recall')).body['refusal']).to.equal(
      'not-in-this-state',
    );
  });

  it('answers a renewal that waits No before it asks the book back', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('north', loan, 'renew');

    await two.act('south', loan, 'recall');

    expect(await story(two.south, loan.south)).to.match(
      /received {2}Renew \[attention\]\nsent {6}RenewResponse N Loaned\nact {7}recall \[due-changed\]\nsent {6}StatusChange Recalled\n$/,
    );
    expect(await statesOf(two, loan)).to.deep.equal(['Recalled', 'Recalled']);
  });

  it('that crosses the book on its way back settles itself', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);

    await crossing(
      two,
      ['south', () => two.act('south', loan, 'recall')],
      ['north', () => two.act('north', loan, 'return')],
    );
    expect(await statesOf(two, loan)).to.deep.equal(['ShippedReturn', 'Recalled']);
    await two.act('south', loan, 'check-in');

    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
    expect((await story(two.north, loan.north)).includes('ERROR')).to.equal(false);
  });
});

describe('a return that waits', () => {
  afterEach(ledgersHold);

  it('because the supplier asks for it is a status of its own, released to where the loan stood', async () => {
    const two = await twoLibraries(both2021);
    const loan = await onLoan(two);

    await two.act('south', loan, 'hold-return', { note: 'We move house.' });
    expect(await statesOf(two, loan)).to.deep.equal(['HoldReturn', 'HoldReturn']);
    expect((await two.tryAct('north', loan, 'return')).body['refusal']).to.equal('needs-confirmation');
    await two.act('south', loan, 'release-hold');

    expect(await statesOf(two, loan)).to.deep.equal(['Received', 'Loaned']);
    expect(await story(two.north, loan.north)).to.match(
      /received {2}StatusChange HoldReturn \[attention\]\nreceived {2}StatusChange ReleaseHoldReturn\n$/,
    );
  });

  it('is released to the recall that it had held up', async () => {
    const two = await twoLibraries(both2021);
    const loan = await onLoan(two);
    await two.act('south', loan, 'recall');
    await two.act('south', loan, 'hold-return');

    await two.act('south', loan, 'release-hold');

    const [, south] = await statesOf(two, loan);
    expect(south).to.equal('Recalled');
  });

  it('is said to a peer of 2017 as a Notification, which moves nothing there [nr 74]', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('south', loan, 'hold-return');

    expect(await statesOf(two, loan)).to.deep.equal(['Received', 'HoldReturn']);
    const said = await saidBy(two.south, loan.south, 'StatusChange HoldReturn');
    expect(said).to.contain('reasonForMessage>Notification<').and.to.contain('status>Loaned<');
    expect(said).to.contain('HoldReturn: please do not return the item for the time being.');
    const entry = (await two.south.entries()).find(
      ({ facts }) => facts?.['what'] === 'StatusChange HoldReturn',
    );
    expect(entry?.facts?.['losses']).to.deep.include(
      'supplyingAgencyMessage/statusInfo/status (in the note)',
    );
  });

  it('because the requester asks for it stops the overdue notices until the book comes [nr 75]', async () => {
    const two = await twoLibraries(both2021);
    const loan = await onLoan(two);

    await two.act('north', loan, 'hold-return', { note: 'Our courier is on strike.' });
    await two.pass({ days: 60 });

    expect(await story(two.south, loan.south)).to.match(/received {2}HoldReturn \[attention\]\n$/);
    expect((await two.tryAct('south', loan, 'overdue-notice')).body['refusal']).to.equal('held');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
  });

  it('of the requester is said to a supplier of 2017 as a Notification [nr 74]', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('north', loan, 'hold-return');

    const said = await saidBy(two.north, loan.north, 'HoldReturn');
    expect(said).to.contain('action>Notification<');
    expect(await story(two.south, loan.south)).to.match(/received {2}Notification \[attention\]\n$/);
    expect((await two.tryAct('north', loan, 'hold-return')).body['refusal']).to.equal('held');
  });

  it('that crosses the book on its way back settles itself', async () => {
    const two = await twoLibraries(both2021);
    const loan = await onLoan(two);

    await crossing(
      two,
      ['south', () => two.act('south', loan, 'hold-return')],
      ['north', () => two.act('north', loan, 'return')],
    );
    await two.act('south', loan, 'check-in');

    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
    expect(await story(two.north, loan.north)).to.contain('received  StatusChange HoldReturn\n');
  });
});

describe('an overdue notice by hand', () => {
  afterEach(ledgersHold);

  it('goes out once the book is due, and again when staff want it', async () => {
    const two = await twoLibraries({
      settings: { policy: { overdue: { n1: 'off', n2: 'off', n3: 'off' } } },
    });
    const loan = await onLoan(two);
    expect((await two.tryAct('south', loan, 'overdue-notice')).body['refusal']).to.equal('not-due-yet');

    await two.pass({ days: 32 });
    await two.act('south', loan, 'overdue-notice');
    await two.act('south', loan, 'overdue-notice');

    expect(await statesOf(two, loan)).to.deep.equal(['Overdue', 'Overdue']);
    expect((await story(two.north, loan.north)).match(/received {2}StatusChange Overdue/g)).to.have.length(2);
  });

  it('that crosses the book on its way back is no matter [nr 75]', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);

    await crossing(
      two,
      ['south', () => two.pass({ days: 32 })],
      ['north', () => two.act('north', loan, 'return')],
    );

    expect(await statesOf(two, loan)).to.deep.equal(['ShippedReturn', 'Overdue']);
    expect((await two.tryAct('south', loan, 'overdue-notice')).body['refusal']).to.equal('already-returned');
    const { transactions } = await shown(two.north, loan.north);
    expect((transactions as object[]).at(-1)).to.have.property('overdueWhileReturning');
  });
});
