import { expect } from 'chai';
import { ledgersHold, newestLoan, shown, story, told, twoLibraries } from '../../support/two-libraries.js';

describe('a clock that jumps', () => {
  afterEach(ledgersHold);

  it('an hour back and forth between any two steps leaves a loan as it would have been', async () => {
    const two = await twoLibraries();
    const jump = (hours: number): void => two.clock.move(hours * 3_600_000);
    const loan = await two.ask();
    jump(-1);
    await two.act('south', loan, 'will-supply');
    jump(1);
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });
    jump(-1);
    await two.act('north', loan, 'receive');
    jump(-1);
    await two.act('north', loan, 'return');
    jump(2);
    await two.act('south', loan, 'check-in');

    expect(await story(two.north, loan.north)).to.equal(
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
    for (const library of [two.north, two.south]) {
      const stamps = (await library.entries())
        .filter(({ facts }) => facts?.['direction'] === 'in')
        .map(({ facts }) => Date.parse(facts?.['timestamp'] as string));
      expect(stamps, 'what one side says has rising times').to.deep.equal(
        [...new Set(stamps)].sort((a, b) => a - b),
      );
    }
    const { record } = await shown(two.south, loan.south);
    expect(record).to.have.property('phase', 'closed');
  });

  it('an hour back while messages wait delays them and nothing else, and forth sends each once', async () => {
    const two = await twoLibraries();
    await two.down('south');
    await two.handIn({ item: { title: 'Owed before' } });
    await two.pass({ seconds: 30 });
    await two.up('south');

    await two.pass({ hours: -1 });
    await two.handIn({ item: { title: 'Owed after' } });
    await two.settle();
    expect(await titlesOf(two.south)).to.deep.equal(['Owed after']);
    await two.pass({ hours: 1, minutes: 1 });

    expect(await titlesOf(two.south)).to.deep.equal(['Owed before', 'Owed after']);
    expect(await newestLoan(two.south)).to.be.a('string');
  });

  it('an hour forth gives nothing up and strikes no clock that is not due', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });

    await two.pass({ hours: 1 });
    await two.pass({ hours: -1 });

    expect(await story(two.south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       ship [shipped]
        sent      RequestResponse Loaned
      `),
    );
  });
});

async function titlesOf(library: { api: Parameters<typeof shown>[0]['api'] }): Promise<string[]> {
  const { body } = await library.api('GET', '/api/v1/loan-records');
  return (body['items'] as { title: string }[]).map(({ title }) => title);
}
