import { expect } from 'chai';
import type { SealedEntry } from '../../src/ledger/index.js';
import { ledgersHold, story, told, twoLibraries, type Libraries } from '../support/two-libraries.js';

describe('a cancellation', () => {
  afterEach(ledgersHold);

  it('is agreed to: the loan ends on both sides [nr 67]', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    await two.act('north', loan, 'cancel');
    await two.act('south', loan, 'answer-cancel', { answer: 'Y' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        act       cancel
        sent      Cancel
        received  CancelResponse Y Cancelled [closed Cancelled]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       will-supply [will-supply]
        sent      RequestResponse WillSupply
        received  Cancel [attention]
        act       answer-cancel [closed Cancelled]
        sent      CancelResponse Y Cancelled
      `),
    );
  });

  it('is refused, and the book is shipped later [nr 67]', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    await two.act('north', loan, 'cancel');
    await two.act('south', loan, 'answer-cancel', { answer: 'N' });
    await two.act('south', loan, 'ship');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        act       cancel
        sent      Cancel
        received  CancelResponse N WillSupply [attention]
        received  StatusChange Loaned [shipped]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       will-supply [will-supply]
        sent      RequestResponse WillSupply
        received  Cancel [attention]
        act       answer-cancel
        sent      CancelResponse N WillSupply
        act       ship [shipped]
        sent      StatusChange Loaned
      `),
    );
  });

  it('that waits is answered No by shipping, in the same commit and before Loaned', async () => {
    const { north, south, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    await two.act('north', loan, 'cancel');
    await two.act('south', loan, 'ship');

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        act       cancel
        sent      Cancel
        received  CancelResponse N WillSupply [attention]
        received  StatusChange Loaned [shipped]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       will-supply [will-supply]
        sent      RequestResponse WillSupply
        received  Cancel [attention]
        sent      CancelResponse N WillSupply
        act       ship [shipped]
        sent      StatusChange Loaned
      `),
    );
    const shipping = (await south.entries()).filter(
      ({ loan: of, facts }) => of === loan.south && facts?.['verb'] === 'ship',
    );
    expect(shipping.map(({ facts }) => facts?.['what'])).to.deep.equal([
      'CancelResponse N WillSupply',
      'StatusChange Loaned',
    ]);
    expect((shipping[1]?.seq ?? 0) - (shipping[0]?.seq ?? 0)).to.equal(1);
  });

  it('that waits is ended by Unfilled, which needs no answer of its own', async () => {
    const { north, ...two } = await twoLibraries();

    const loan = await two.ask();
    await two.act('north', loan, 'cancel');
    await two.act('south', loan, 'cannot-supply', { reason: 'NotOnShelf' });

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        act       cancel
        sent      Cancel
        received  RequestResponse Unfilled [closed Unfilled]
      `),
    );
  });

  it('that crosses the parcel is answered No by itself: the book is on loan [nr 68]', async () => {
    const { north, south, ...two } = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');

    await south.api('POST', '/api/v1/peers/north/pause');
    await two.act('south', loan, 'ship');
    await two.act('north', loan, 'cancel');
    await south.api('POST', '/api/v1/peers/north/resume');
    await two.settle();

    expect(await story(north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        act       cancel
        sent      Cancel
        received  StatusChange Loaned [shipped]
        received  CancelResponse N Loaned [attention]
      `),
    );
    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       will-supply [will-supply]
        sent      RequestResponse WillSupply
        act       ship [shipped]
        sent      StatusChange Loaned
        received  Cancel
        sent      CancelResponse N Loaned
      `),
    );
  });

  it('is not asked for twice while the first one waits', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('north', loan, 'cancel');

    const answer = await two.tryAct('north', loan, 'cancel');

    expect(answer.status).to.equal(409);
    expect(answer.body['refusal']).to.equal('cancel-waits');
  });
});

describe('the time stamps of one side', () => {
  afterEach(ledgersHold);

  it('rise though its clock jumps an hour back between WillSupply and Loaned', async () => {
    const { north, ...two } = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    await two.act('north', loan, 'cancel');

    two.clock.move(-3_600_000);
    await two.act('south', loan, 'ship');

    expect(stampsOf(await north.entries())).to.deep.equal([
      ['RequestResponse WillSupply', '2026-03-02T08:00:00Z'],
      ['CancelResponse N WillSupply', '2026-03-02T08:00:01Z'],
      ['StatusChange Loaned', '2026-03-02T08:00:02Z'],
    ]);
    expect(await story(north, loan.north)).to.include('received  StatusChange Loaned [shipped]');
  });

  it('rise in a whole loan within one second', async () => {
    const { north, south, ...two } = await twoLibraries();

    await wholeLoan(two);

    expect(stampsOf(await north.entries())).to.deep.equal([
      ['RequestResponse WillSupply', '2026-03-02T08:00:00Z'],
      ['StatusChange Loaned', '2026-03-02T08:00:01Z'],
      ['StatusChange LoanCompleted', '2026-03-02T08:00:02Z'],
    ]);
    expect(stampsOf(await south.entries())).to.deep.equal([
      ['Request', '2026-03-02T08:00:00Z'],
      ['Received', '2026-03-02T08:00:01Z'],
      ['ShippedReturn', '2026-03-02T08:00:02Z'],
    ]);
  });
});

async function wholeLoan(two: Omit<Libraries, 'north' | 'south'>): Promise<void> {
  const loan = await two.ask();
  await two.act('south', loan, 'will-supply');
  await two.act('south', loan, 'ship');
  await two.act('north', loan, 'receive');
  await two.act('north', loan, 'return');
  await two.act('south', loan, 'check-in');
}

/** What came in, with the time stamp of its header. */
function stampsOf(entries: readonly SealedEntry[]): [unknown, unknown][] {
  return entries
    .filter(({ facts }) => facts?.['direction'] === 'in')
    .map(({ facts }) => [facts?.['what'], facts?.['timestamp']]);
}
