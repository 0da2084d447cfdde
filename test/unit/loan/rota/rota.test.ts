import { expect } from 'chai';
import fc from 'fast-check';
import {
  closedUntil,
  historyOf,
  rota,
  rotaSentence,
  type Candidate,
  type Holding,
  type RotaLine,
  type RotaWeights,
  type RotaWish,
} from '../../../../src/loan/index.js';
import type { FormerRequest } from '../../../../src/loan/index.js';

const weights: RotaWeights = {
  holds: 40,
  reciprocal: 10,
  cost: 10,
  closeness: 5,
  fillRate: 20,
  speed: 10,
  load: 5,
};
const wish: RotaWish = { now: '2026-03-02T08:00:00.000Z', serviceType: 'Loan' };
const agencyId = (value: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: value });

function holding(over: Partial<Holding> = {}): Holding {
  return {
    agency: 'isil:a',
    agencyId: agencyId('A'),
    catalogue: 'union',
    askedAt: wish.now,
    availability: 'not-said',
    lends: 'not-said',
    ...over,
  };
}

function candidate(name: string, over: Partial<Candidate> = {}): Candidate {
  return {
    agency: `isil:${name.toLowerCase()}`,
    agencyId: agencyId(name),
    holdings: [holding()],
    facts: {},
    history: { filled: 0, unfilled: 0, open: 0 },
    isReachable: true,
    isOurs: false,
    ...over,
  };
}

const shown = (lines: readonly RotaLine[]): string[] =>
  lines.map(({ agencyId: { agencyIdValue: name }, isSkipped, remark }) =>
    [name, isSkipped ? 'skipped' : '', remark === undefined ? '' : rotaSentence(remark)]
      .filter(Boolean)
      .join(' '),
  );
const order = (candidates: Candidate[], over: Partial<RotaWish> = {}): string[] =>
  shown(rota(candidates, { ...wish, ...over }, weights));

describe('the rota', () => {
  it('gives each rule its points, and says why', () => {
    const [line] = rota(
      [
        candidate('A', {
          holdings: [
            holding({ availability: 'not-available' }),
            holding({ availability: 'available', callNumber: 'Hcb' }),
          ],
          facts: { reciprocal: true, cost: { value: '5.00', currency: 'EUR' }, closeness: 0.6 },
          history: { filled: 7, unfilled: 1, medianHours: 132, open: 5 },
        }),
      ],
      { ...wish, maximumCost: { value: '20.00', currency: 'EUR' } },
      weights,
    );
    const told = Object.entries(line?.parts ?? {}).map(
      ([rule, part]) => `${rule} ${part.points}/${part.most}: ${rotaSentence(part)}`,
    );
    expect(told).to.deep.equal([
      'holds 40/40: holds it, and it is in: Hcb',
      'reciprocal 10/10: lends to us in return',
      'cost 7.5/10: asks 5.00 EUR of at most 20.00 EUR',
      'closeness 3/5: closeness 60 %',
      'fillRate 16/20: has supplied 7 of 8',
      'speed 5/10: sends after 5.5 days, by the median',
      'load 2.5/5: requests of ours open there: 5',
    ]);
    expect(line?.total).to.equal(84);
  });

  const better: [string, Partial<Candidate>, Partial<Candidate>][] = [
    [
      'holds it on the shelf',
      { holdings: [holding({ availability: 'available' })] },
      { holdings: [holding()] },
    ],
    ['holds it', {}, { holdings: [holding({ availability: 'not-available' })] }],
    ['lends in return', { facts: { reciprocal: true } }, {}],
    [
      'asks nothing',
      { facts: { cost: { value: '0.00', currency: 'EUR' } } },
      { facts: { cost: { value: '1', currency: 'EUR' } } },
    ],
    ['is near', { facts: { closeness: 0.9 } }, { facts: { closeness: 0.2 } }],
    [
      'supplies more often',
      { history: { filled: 3, unfilled: 1, open: 0 } },
      { history: { filled: 1, unfilled: 3, open: 0 } },
    ],
    [
      'sends faster',
      { history: { filled: 1, unfilled: 0, open: 0, medianHours: 24 } },
      { history: { filled: 1, unfilled: 0, open: 0, medianHours: 96 } },
    ],
    [
      'has fewer open requests of ours',
      { history: { filled: 0, unfilled: 0, open: 1 } },
      { history: { filled: 0, unfilled: 0, open: 9 } },
    ],
  ];
  for (const [what, first, second] of better)
    it(`puts first whoever ${what}`, () => {
      expect(order([candidate('A', second), candidate('B', first)])).to.deep.equal(['B', 'A']);
    });

  it('lets one good answer not outweigh many', () => {
    const once = candidate('ONCE', { history: { filled: 1, unfilled: 0, open: 0 } });
    const often = candidate('OFTEN', { history: { filled: 95, unfilled: 5, open: 0 } });
    expect(order([once, often])).to.deep.equal(['OFTEN', 'ONCE']);
  });

  it('follows other weights', () => {
    const near = candidate('NEAR', { facts: { closeness: 1 } });
    const friend = candidate('FRIEND', { facts: { reciprocal: true } });
    expect(order([near, friend])).to.deep.equal(['FRIEND', 'NEAR']);
    expect(shown(rota([near, friend], wish, { ...weights, reciprocal: 0 }))).to.deep.equal([
      'NEAR',
      'FRIEND',
    ]);
  });

  it('puts last resorts last, and those that are closed for long before them', () => {
    const candidates = [
      candidate('LAST', { facts: { lastResort: true, reciprocal: true }, holdings: [] }),
      candidate('CLOSED', { closedUntil: '2026-04-01T08:00:00.000Z', facts: { reciprocal: true } }),
      candidate('WEEKEND', { closedUntil: '2026-03-04T08:00:00.000Z' }),
      candidate('OUT', { holdings: [holding({ availability: 'not-available' })] }),
    ];
    expect(order(candidates)).to.deep.equal([
      'WEEKEND',
      'OUT',
      'CLOSED is closed until 2026-04-01: after those that are open',
      'LAST a last resort: after all others',
    ]);
  });

  it('skips whoever cannot supply, each with its reason', () => {
    const dear = { cost: { value: '20.01', currency: 'EUR' } };
    const candidates = [
      candidate('OURS', { isOurs: true }),
      candidate('STRANGER', { isReachable: false }),
      candidate('NOTHING', { holdings: [holding({ lends: 'neither' })] }),
      candidate('COPIES', { holdings: [holding({ lends: 'copy' }), holding({ lends: 'neither' })] }),
      candidate('DEAR', { facts: dear }),
      candidate('LATE', { closedUntil: '2026-04-01T08:00:00.000Z' }),
    ];
    const over = { maximumCost: { value: '20', currency: 'EUR' }, needBefore: '2026-03-20T23:59:59Z' };
    expect(order(candidates, over)).to.have.members([
      'OURS skipped it is our own library',
      'STRANGER skipped no peer is known for it',
      'NOTHING skipped does not give it away',
      'COPIES skipped gives copies of it only',
      'DEAR skipped asks 20.01 EUR, and at most 20 EUR is wanted',
      'LATE skipped is closed until 2026-04-01, and it is needed before 2026-03-20',
    ]);
    const loansOnly = candidate('LOANS', { holdings: [holding({ lends: 'loan' })] });
    expect(order([loansOnly], { serviceType: 'Copy' })).to.deep.equal([
      'LOANS skipped gives no copies of it',
    ]);
    expect(order([loansOnly], { serviceType: 'CopyOrLoan' })).to.deep.equal(['LOANS']);
  });

  it('never compares two currencies', () => {
    const [line] = rota(
      [candidate('A', { facts: { cost: { value: '900', currency: 'SEK' } } })],
      { ...wish, maximumCost: { value: '20', currency: 'EUR' } },
      weights,
    );
    expect(line?.isSkipped).to.equal(false);
    expect(rotaSentence(line?.parts.cost ?? { why: 'free' })).to.equal(
      'asks 900 SEK, which is not compared with 20 EUR',
    );
  });

  it('is the same order whatever order the candidates come in, and gives nobody more than the weights', () => {
    const one = fc.record({
      name: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
      closeness: fc.double({ min: 0, max: 1, noNaN: true }),
      filled: fc.nat(50),
      unfilled: fc.nat(50),
      open: fc.nat(50),
      medianHours: fc.nat(1000),
      isReachable: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(one, { selector: ({ name }) => name }),
        fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
        (some, random) => {
          const candidates = some.map(({ name, closeness, isReachable, ...history }) =>
            candidate(name, { facts: { closeness }, history, isReachable }),
          );
          const mixed = candidates
            .map((each, place) => ({ each, at: random[place] ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ each }) => each);
          const lines = rota(candidates, wish, weights);
          expect(rota(mixed, wish, weights)).to.deep.equal(lines);
          expect(lines.length).to.equal(candidates.length);
          for (const { total } of lines) expect(total).to.be.within(0, 100.5);
        },
      ),
    );
  });
});

describe('the history of a supplier', () => {
  const former = (state: FormerRequest['transaction']['state'], hours?: number): FormerRequest => ({
    transaction: {
      role: 'requester',
      state,
      openedAt: '2026-01-01T00:00:00.000Z',
      ...(['Unfilled', 'LoanCompleted', 'Cancelled'].includes(state)
        ? { closedAt: '2026-02-01T00:00:00.000Z' }
        : {}),
    } as FormerRequest['transaction'],
    ...(hours === undefined ? {} : { sentAt: new Date(Date.UTC(2026, 0, 1, hours)).toISOString() }),
  });

  it('counts what it has decided, what is open, and how long it took to send by the median', () => {
    expect(
      historyOf([
        former('LoanCompleted', 10),
        former('LoanCompleted', 300),
        former('Loaned', 50),
        former('Unfilled'),
        former('Cancelled'),
        former('Sent'),
      ]),
    ).to.deep.equal({ filled: 3, unfilled: 1, open: 2, medianHours: 50 });
    expect(historyOf([])).to.deep.equal({ filled: 0, unfilled: 0, open: 0 });
  });
});

describe('a closed library', () => {
  const now = new Date('2026-03-02T08:00:00.000Z');

  it('opens on the first day on which it is not closed', () => {
    expect(closedUntil(() => false, now)).to.equal(undefined);
    expect(closedUntil((at) => at < new Date('2026-03-09'), now)).to.equal('2026-03-09T08:00:00.000Z');
  });

  it('that never opens is closed for as long as anybody plans', () => {
    expect(closedUntil(() => true, now)).to.equal('2026-06-30T08:00:00.000Z');
  });
});
