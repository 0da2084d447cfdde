import { expect } from 'chai';
import {
  ledgersHold,
  shown,
  story,
  told,
  twoLibraries,
  type Lending,
  type Libraries,
} from '../support/two-libraries.js';

type Two = Omit<Libraries, 'north' | 'south'>;

async function onLoan(two: Two, shipped: object = {}): Promise<Lending> {
  const loan = await two.ask();
  await two.act('south', loan, 'ship', { dueDate: '2026-04-01', ...shipped });
  await two.act('north', loan, 'receive');
  return loan;
}

const asked = {
  north: ['record    accepted', 'sent      Request'],
  south: ['received  Request [attention]'],
};
const lentIt = `${asked.south.join('\n')}
  act       ship [shipped]
  sent      RequestResponse Loaned
  received  Received [arrived]`;
const borrowedIt = `${asked.north.join('\n')}
  received  RequestResponse Loaned [shipped]
  act       receive [arrived]
  sent      Received`;

describe('an item that is reported lost', () => {
  afterEach(ledgersHold);

  it('by the requester is told as a note that a gateway can read, and flagged on both sides', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('north', loan, 'report-lost', { note: 'Left on a train.' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        ${borrowedIt}
        act       report-lost [lost]
        sent      Lost
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        ${lentIt}
        received  Notification [lost]
      `),
    );
    for (const [side, by] of [
      ['north', 'us'],
      ['south', 'peer'],
    ] as const) {
      const { reports, attention } = await shown({ north, south }[side], loan[side]);
      expect(reports).to.have.nested.property('[0].kind', 'lost');
      expect(reports).to.have.nested.property('[0].by', by);
      expect(attention).to.have.property('queue', 'problem');
    }
  });

  it('and found again is told too, and comes back', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.act('north', loan, 'report-lost');
    await two.act('north', loan, 'found');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');

    expect(await story(south, loan.south)).to.equal(
      told(`
        ${lentIt}
        received  Notification [lost]
        received  Notification [attention]
        received  ShippedReturn
        act       check-in [closed LoanCompleted]
        sent      StatusChange LoanCompleted
      `),
    );
  });

  it('is not chased: no reminder follows, however late it is', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('north', loan, 'report-lost');

    await two.pass({ days: 200 });

    expect(await story(south, loan.south)).not.to.include('Overdue');
  });
});

describe('an item that is reported damaged', () => {
  afterEach(ledgersHold);

  it('is told as a note, flagged on both sides, and asked about when nobody decides', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');

    await two.act('south', loan, 'report-damaged', { note: 'Coffee on page 12.' });
    await two.pass({ days: 15 });

    expect(await story(south, loan.south)).to.equal(
      told(`
        ${lentIt}
        received  ShippedReturn
        act       check-in [closed LoanCompleted]
        sent      StatusChange LoanCompleted
        act       report-damaged [damaged]
        sent      Notification LoanCompleted
        clock     damage-photos [attention]
        clock     damage-window [attention]
        clock     damage-undecided [attention]
      `),
    );
    expect(await story(north, loan.north)).to.equal(
      told(`
        ${borrowedIt}
        act       return
        sent      ShippedReturn
        received  StatusChange LoanCompleted [closed LoanCompleted]
        received  Notification LoanCompleted [damaged]
        clock     damage-window [attention]
        clock     damage-undecided [attention]
      `),
    );
  });
});

describe('a parcel that does not come', () => {
  afterEach(ledgersHold);

  it('is flagged late on both sides, each told what to do first', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship', {
      trackingId: 'RR1',
      carrier: 'PostNord',
      expectedAt: '2026-03-05',
    });

    await two.pass({ days: 9 });

    expect(await story(north, loan.north)).to.equal(
      told(`
        ${asked.north.join('\n')}
        received  RequestResponse Loaned [shipped]
        clock     parcel-late [attention]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        ${asked.south.join('\n')}
        act       ship [shipped]
        sent      RequestResponse Loaned
        clock     parcel-late [attention]
      `),
    );
    const advice = async (library: typeof north): Promise<unknown> =>
      (await library.entries()).find(({ kind }) => kind === 'clock-struck')?.event?.['text'];
    expect(await advice(north)).to.equal(
      'The parcel is late. Track RR1; look on your shelves, then ask the other side for proof of posting.',
    );
    expect(await advice(south)).to.equal(
      'The parcel is late. Track RR1; ask the requester whether it arrived without a word, then the carrier.',
    );
  });

  it('is flagged once, however often the clocks run', async () => {
    const { north, ...two } = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { expectedAt: '2026-03-05' });

    for (let day = 0; day < 20; day += 1) await two.pass({ days: 1 });

    expect((await story(north, loan.north)).match(/parcel-late/g)).to.have.length(1);
  });
});

describe('a loan that is overdue', () => {
  afterEach(ledgersHold);

  it('is reminded of after each of the days that the house has set, then assumed lost [nr 75]', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    for (let day = 0; day < 80; day += 1) await two.pass({ days: 1 });

    expect(await story(south, loan.south)).to.equal(
      told(`
        ${lentIt}
        clock     due-reminder
        sent      Notification Loaned
        clock     overdue-notice [overdue]
        sent      StatusChange Overdue
        clock     overdue-notice [overdue]
        sent      StatusChange Overdue
        clock     overdue-notice [overdue]
        sent      StatusChange Overdue
        clock     final-notice [overdue]
        sent      StatusChange Overdue
        clock     assumed-lost [lost]
      `),
    );
    expect(await story(north, loan.north)).to.equal(
      told(`
        ${borrowedIt}
        clock     due-reminder [due-soon]
        received  Notification Loaned [attention]
        received  StatusChange Overdue [overdue]
        received  StatusChange Overdue
        received  StatusChange Overdue
        received  StatusChange Overdue
      `),
    );
    const struck = (await south.entries()).filter(({ kind }) => kind === 'clock-struck');
    expect(struck.map(({ at, because }) => `${at.slice(0, 10)} ${because}`)).to.deep.equal([
      '2026-03-30 Due on 2026-04-01, 3 days ahead.',
      '2026-04-03 Due on 2026-04-01 and not back 1 day later.',
      '2026-04-10 Due on 2026-04-01 and not back 8 days later.',
      '2026-04-17 Due on 2026-04-01 and not back 15 days later.',
      '2026-04-30 Due on 2026-04-01 and not back 28 days later.',
      '2026-05-14 Due on 2026-04-01 and not back 42 days later.',
    ]);
  });

  it('is not chased while the book is on its way back [nr 75]', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('north', loan, 'return', { expectedAt: '2026-12-31' });

    await two.pass({ days: 200 });

    expect(await story(south, loan.south)).to.equal(
      told(`
        ${lentIt}
        received  ShippedReturn
        clock     return-problem [attention]
      `),
    );
  });

  it('is reminded of once where the gateway slept through all the days', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);

    await two.pass({ days: 60 });

    expect((await story(south, loan.south)).match(/sent {6}StatusChange Overdue/g)).to.have.length(1);
    expect(await story(north, loan.north)).to.include('received  StatusChange Overdue [overdue]');
  });

  it('and comes back after all is closed on both sides', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.pass({ days: 32 });

    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');

    expect(await story(south, loan.south)).to.include('[closed LoanCompleted]');
    expect(await story(north, loan.north)).to.include('[closed LoanCompleted]');
  });
});
