import { expect } from 'chai';
import type { StoredLoan } from '../../src/storage/index.js';
import { ledgersHold, twoLibraries, type Libraries, type Side } from '../support/two-libraries.js';

const sides = ['north', 'south'] as const;

describe('a request as it was', () => {
  let two: Libraries;
  afterEach(ledgersHold);

  interface Then {
    at: string;
    side: Side;
    live: StoredLoan | undefined;
  }

  async function look(loan: Record<Side, string>): Promise<Then[]> {
    const at = two.clock.now().toISOString();
    return Promise.all(
      sides.map(async (side) => ({
        ...{ at, side },
        live: await two[side].app.storage.readers.loans.whole(loan[side]),
      })),
    );
  }

  it('is, at every moment of its life and on both sides, what its rows were then', async () => {
    two = await twoLibraries();
    const loan = await two.ask();
    const seen = await look(loan);
    const acts: [Side, string, object][] = [
      ['south', 'will-supply', {}],
      ['south', 'ship', { dueDate: '2026-04-02' }],
      ['north', 'receive', {}],
      ['north', 'report-damaged', {}],
      ['north', 'return', {}],
      ['south', 'check-in', {}],
    ];
    for (const [side, verb, said] of acts) {
      await two.pass({ days: 4, hours: 3 });
      await two.act(side, loan, verb, said);
      seen.push(...(await look(loan)));
    }
    await two.pass({ days: 60 });
    for (const { at, side, live } of seen) {
      const then = await two[side].app.storage.readers.loans.asOf(loan[side], at);
      expect(then?.loan, `${side} at ${at}`).to.deep.equal(live);
    }
  });

  it('is shown by the API with its story up to then, and nothing can be done with it', async () => {
    two = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    const then = two.clock.now().toISOString();
    await two.pass({ days: 1 });
    await two.act('south', loan, 'ship', { dueDate: '2026-04-02' });
    const path = `/api/v1/loan-records/${loan.south}`;
    const { body } = await two.south.api('GET', `${path}?asOf=${then}`);
    expect(body).to.deep.include({ id: loan.south, asOf: then, possible: [], missing: [] });
    expect((body['transactions'] as { state: string }[])[0]?.state).to.equal('WillSupply');
    expect((body['timeline'] as { at: string }[]).every(({ at }) => at <= then)).to.equal(true);
    const { body: now } = await two.south.api('GET', path);
    expect((now['transactions'] as { state: string }[])[0]?.state).to.equal('Loaned');
    expect(now).not.to.have.property('asOf');
  });

  it('is not there before it was, and no time is no time', async () => {
    two = await twoLibraries();
    const loan = await two.ask();
    const path = `/api/v1/loan-records/${loan.north}`;
    expect((await two.north.api('GET', `${path}?asOf=2026-03-01`)).status).to.equal(404);
    expect((await two.north.api('GET', `${path}?asOf=yesterday`)).status).to.equal(400);
  });
});
