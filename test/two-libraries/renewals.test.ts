import { expect } from 'chai';
import { ledgersHold, story, told, twoLibraries } from '../support/two-libraries.js';
import { crossing, dueDates, onLoan, saidBy, statesOf } from './on-loan.js';

describe('a renewal', () => {
  afterEach(ledgersHold);

  it('is granted with a later due date, which both sides then have [nr 69]', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('north', loan, 'renew', { note: 'For another month, please.' });
    await two.act('south', loan, 'answer-renewal', { answer: 'Y', dueDate: '2026-05-04' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse Loaned [shipped]
        act       receive [arrived]
        sent      Received
        act       renew
        sent      Renew
        received  RenewResponse Y Loaned [due-changed]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       ship [shipped]
        sent      RequestResponse Loaned
        received  Received [arrived]
        received  Renew [attention]
        act       answer-renewal [due-changed]
        sent      RenewResponse Y Loaned
      `),
    );
    expect(await dueDates({ north, south }, loan)).to.deep.equal([
      '2026-05-04T23:59:59Z',
      '2026-05-04T23:59:59Z',
    ]);
    const answer = await saidBy(south, loan.south, 'RenewResponse Y Loaned');
    expect(answer).to.contain('answerYesNo>Y<');
    expect(answer).to.contain('dueDate>2026-05-04T23:59:59Z<');
  });

  it('without a date of its own runs as long again as the policy lends, to the end of an open day', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('north', loan, 'renew');
    await two.act('south', loan, 'answer-renewal', { answer: 'Y' });

    // 1 April and 30 days is Friday, 1 May.
    expect(await dueDates({ north, south }, loan)).to.deep.equal([
      '2026-05-01T23:59:59Z',
      '2026-05-01T23:59:59Z',
    ]);
  });

  it('is refused with the due date as it was [nr 69]', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('north', loan, 'renew');
    await two.act('south', loan, 'answer-renewal', { answer: 'N', note: 'Another reader waits.' });

    const answer = await saidBy(south, loan.south, 'RenewResponse N Loaned');
    expect(answer).to.contain('answerYesNo>N<');
    expect(answer).to.contain('dueDate>2026-04-01T23:59:59Z<');
    expect(await dueDates({ north, south }, loan)).to.deep.equal([
      '2026-04-01T23:59:59Z',
      '2026-04-01T23:59:59Z',
    ]);
    expect(await story(north, loan.north)).to.match(/received {2}RenewResponse N Loaned \[attention\]\n$/);
  });

  it('beyond what the policy renews is answered No by itself', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('north', loan, 'renew');
    await two.act('south', loan, 'answer-renewal', { answer: 'Y' });

    await two.act('north', loan, 'renew');

    expect(await story(south, loan.south)).to.match(
      /act {7}answer-renewal \[due-changed\]\nsent {6}RenewResponse Y Loaned\nreceived {2}Renew\nsent {6}RenewResponse N Loaned\n$/,
    );
  });

  it('is not asked for twice while the first one waits, nor answered when nobody asks', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    const refusal = async (side: 'north' | 'south', verb: string, said?: object): Promise<unknown> => {
      const { status, body } = await two.tryAct(side, loan, verb, said);
      expect(status).to.be.oneOf([409, 422]);
      return body['refusal'];
    };

    expect(await refusal('south', 'answer-renewal', { answer: 'Y' })).to.equal('no-renewal-waits');
    await two.act('north', loan, 'renew');

    expect(await refusal('north', 'renew')).to.equal('renewal-waits');
    expect(await refusal('south', 'extend', { dueDate: '2026-05-04' })).to.equal('renewal-waits');
    expect(await refusal('south', 'answer-renewal')).to.equal('answer-missing');
    expect(await refusal('south', 'answer-renewal', { answer: 'Y', dueDate: '2026-04-01' })).to.equal(
      'due-date-not-later',
    );
  });

  it('takes an overdue notice back', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.pass({ days: 32 });
    expect(await story(south, loan.south)).to.contain('sent      StatusChange Overdue');

    await two.act('north', loan, 'renew');
    await two.act('south', loan, 'answer-renewal', { answer: 'Y' });

    expect(await statesOf({ north, south }, loan)).to.deep.equal(['Received', 'Loaned']);
    await two.pass({ days: 20 });
    expect((await story(south, loan.south)).match(/StatusChange Overdue/g)).to.have.length(1);
  });

  it('that crosses an overdue notice is still answered', async () => {
    const two = await twoLibraries();
    const { north, south } = two;
    const loan = await onLoan(two);

    await crossing(
      two,
      ['south', () => two.pass({ days: 32 })],
      ['north', () => two.act('north', loan, 'renew')],
    );
    await two.act('south', loan, 'answer-renewal', { answer: 'Y' });

    expect(await story(north, loan.north)).to.match(
      /act {7}renew\nsent {6}Renew\nreceived {2}StatusChange Overdue \[overdue\]\nreceived {2}RenewResponse Y Loaned \[due-changed\]\n$/,
    );
    expect(await statesOf({ north, south }, loan)).to.deep.equal(['Received', 'Loaned']);
  });

  it('that crosses a recall is answered No by itself, and the recall stands', async () => {
    const two = await twoLibraries();
    const { north, south } = two;
    const loan = await onLoan(two);

    await crossing(
      two,
      ['south', () => two.act('south', loan, 'recall')],
      ['north', () => two.act('north', loan, 'renew')],
    );

    expect(await story(south, loan.south)).to.match(
      /act {7}recall \[due-changed\]\nsent {6}StatusChange Recalled\nreceived {2}Renew\nsent {6}RenewResponse N Recalled\n$/,
    );
    expect(await statesOf({ north, south }, loan)).to.deep.equal(['Recalled', 'Recalled']);
    const [north_, south_] = await dueDates({ north, south }, loan);
    expect(north_).to.equal(south_).and.to.equal('2026-03-09T23:59:59Z');
  });

  it('that is granted while the book goes back changes nothing, and the loan ends', async () => {
    const two = await twoLibraries();
    const { north, south } = two;
    const loan = await onLoan(two);
    await two.act('north', loan, 'renew');

    await crossing(
      two,
      ['south', () => two.act('south', loan, 'answer-renewal', { answer: 'Y' })],
      ['north', () => two.act('north', loan, 'return')],
    );
    await two.act('south', loan, 'check-in');

    expect(await story(north, loan.north)).to.match(
      /act {7}return\nsent {6}ShippedReturn\nreceived {2}RenewResponse Y Loaned\nreceived {2}StatusChange LoanCompleted \[closed LoanCompleted\]\n$/,
    );
    expect(await statesOf({ north, south }, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
  });

  it('that waits is answered No when the book comes back instead', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('north', loan, 'renew');

    await two.act('north', loan, 'return');

    expect(await story(south, loan.south)).to.match(
      /received {2}Renew \[attention\]\nreceived {2}ShippedReturn\nsent {6}RenewResponse N Loaned\n$/,
    );
    expect(await statesOf({ north, south }, loan)).to.deep.equal(['ShippedReturn', 'Loaned']);
  });
});

describe('an extension', () => {
  afterEach(ledgersHold);

  it('tells the requester a later due date that it has not asked for', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('south', loan, 'extend', { dueDate: '2026-06-01' });

    expect(await story(north, loan.north)).to.match(/received {2}StatusChange Loaned \[due-changed\]\n$/);
    expect(await dueDates({ north, south }, loan)).to.deep.equal([
      '2026-06-01T23:59:59Z',
      '2026-06-01T23:59:59Z',
    ]);
  });

  it('takes an overdue notice back, and is no shorter than before', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.pass({ days: 32 });

    expect((await two.tryAct('south', loan, 'extend', { dueDate: '2026-04-01' })).status).to.equal(422);
    await two.act('south', loan, 'extend', { dueDate: '2026-06-01' });

    expect(await statesOf({ north, south }, loan)).to.deep.equal(['Received', 'Loaned']);
  });
});
